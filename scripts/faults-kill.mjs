// `npm run faults:kill -- --rounds N`: builds what is missing, then kills the server again and again (tests/faults/kill.ts).
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { runToEnd } from './step.mjs'

await runCommand(async () => {
  await prepare('build')
  const command = [process.execPath, '--import', 'tsx', 'tests/faults/kill.ts', ...process.argv.slice(2)]
  process.exitCode = await runToEnd(command, { cwd: ROOT })
})
