import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { BenchServer, StartOptions } from './contract'
import { startPeer } from './peer'

/** `@y/websocket-server` with its own start script and its own LevelDB persistence, as it comes. */
export function startYWebsocket(options: StartOptions): Promise<BenchServer> {
  const folder = dirname(createRequire(import.meta.url).resolve('@y/websocket-server/package.json'))
  const env = (port: number, dataDir: string) => ({
    HOST: '127.0.0.1',
    PORT: String(port),
    YPERSISTENCE: join(dataDir, 'level'),
  })
  return startPeer('y-websocket', { script: join(folder, 'src/server.js'), env }, options)
}
