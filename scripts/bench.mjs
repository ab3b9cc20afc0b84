// `npm run bench`: builds what is missing, then measures this server beside two others (docs/BENCHMARKS.md).
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { runToEnd } from './step.mjs'

await runCommand(async () => {
  await prepare('build')
  const bench = [process.execPath, '--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)]
  process.exitCode = await runToEnd(bench, { cwd: ROOT })
})
