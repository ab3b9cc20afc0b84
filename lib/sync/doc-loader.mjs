// Where the doc threads begin. Plain JavaScript for the reason given in lib/db/store-thread.mjs.
import { tsImport } from 'tsx/esm/api'

await tsImport('./doc-worker.ts', import.meta.url)
