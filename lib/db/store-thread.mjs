// Where the store thread begins. Plain JavaScript, because a worker does not inherit the loader of a parent that
// has none (Vitest) and `--import tsx` registers nothing outside a main thread.
import { tsImport } from 'tsx/esm/api'

await tsImport('./store-worker.ts', import.meta.url)
