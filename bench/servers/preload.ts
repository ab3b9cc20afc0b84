import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What each measured server loads before anything else, as an address for `--import`. */
export const ON_SIGNAL = pathToFileURL(join(import.meta.dirname, 'on-signal.mjs')).href

/** Where a measured server writes down its `process.memoryUsage()` after SIGUSR2. */
export function usageFileOf(pid: number): string {
  return join(tmpdir(), `scriptorium-bench-memory-${pid}.json`)
}
