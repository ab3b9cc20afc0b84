// `npm run bench` and `npm run bench:hand`: builds what is missing, then runs the bench that is named first (docs/BENCHMARKS.md).
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { runToEnd } from './step.mjs'

await runCommand(async () => {
  await prepare('build')
  const bench = [process.execPath, '--import', 'tsx', ...process.argv.slice(2)]
  process.exitCode = await runToEnd(bench, { cwd: ROOT })
})
