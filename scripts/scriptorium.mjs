// `npm run --silent scriptorium -- …`: administration. Stdout belongs to the answer, progress goes to stderr.
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { runTypeScript } from './serve.mjs'

await runCommand(async () => {
  await prepare('generate', process.stderr)
  process.chdir(ROOT)
  process.env.NODE_ENV ??= 'production'
  await runTypeScript('server/cli.ts')
})
