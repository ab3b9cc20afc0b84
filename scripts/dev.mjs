// `npm run dev`
import { prepare, runCommand } from './prepare.mjs'
import { serve } from './serve.mjs'

await runCommand(async () => {
  await prepare('generate')
  await serve('development')
})
