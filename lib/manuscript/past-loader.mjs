// Where the past thread begins. Plain JavaScript for the reason given in lib/db/store-thread.mjs.
import { tsImport } from 'tsx/esm/api'

await tsImport('./past-worker.ts', import.meta.url)
