import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What each measured server loads before anything else, as an address for `--import`. */
export const ON_SIGNAL = pathToFileURL(join(import.meta.dirname, 'on-signal.mjs')).href
