import { join } from 'node:path'
import type { BenchServer, StartOptions } from './contract'
import { startPeer } from './peer'

/** `@hocuspocus/server` with its SQLite extension, each with the settings it comes with. */
export function startHocuspocus(options: StartOptions): Promise<BenchServer> {
  const script = join(import.meta.dirname, 'hocuspocus-main.mjs')
  const env = (port: number, dataDir: string) => ({
    PORT: String(port),
    DATABASE: join(dataDir, 'hocuspocus.sqlite'),
  })
  return startPeer('hocuspocus', { script, env }, options)
}
