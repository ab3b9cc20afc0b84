// `npm start`
import { prepare, runCommand } from './prepare.mjs'
import { serve } from './serve.mjs'

await runCommand(async () => {
  await prepare('build')
  await serve('production')
})
