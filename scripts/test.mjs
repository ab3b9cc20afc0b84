// `npm test`: every check and every test, each stage whatever became of the one before; `N passed, N failed` at the end.
// `npm test -- --only check,unit`: some stages. What follows goes to Vitest and Playwright: `-- --only unit lib/text`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { StepError, runStep, runToEnd, secondsSince } from './step.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Tally `failures`: what failed, and its first sentence
 * @typedef {'check' | 'build' | 'vitest' | 'playwright'} Kind `check`: commands that each pass or fail as one test
 * @typedef {{ name: string, kind: Kind, commands: string[][], needsBuild?: boolean }} Stage
 */

/** @type {Stage[]} */
const STAGES = [
  { name: 'style', kind: 'check', commands: [[...bin('prettier'), '--check', '--log-level', 'warn', '.']] },
  { name: 'lint', kind: 'check', commands: [[...bin('oxlint'), '--type-aware', '--deny-warnings', '.']] },
  {
    name: 'types',
    kind: 'check',
    // Route types of pages that are gone would fail the check: Next writes them anew first.
    commands: [
      [...bin('next'), 'typegen'],
      [...bin('tsc'), '--noEmit', '-p', '.'],
      [...bin('tsc'), '--noEmit', '-p', 'scripts'],
    ],
  },
  { name: 'boundaries', kind: 'check', commands: [[process.execPath, 'scripts/boundaries.mjs']] },
  { name: 'hygiene', kind: 'check', commands: [[process.execPath, 'scripts/hygiene.mjs']] },
  {
    name: 'unit',
    kind: 'vitest',
    commands: [['--exclude', 'tests/api/**', '--exclude', 'tests/faults/**']],
  },
  { name: 'build', kind: 'build', commands: [] },
  {
    name: 'api',
    kind: 'vitest',
    commands: [[join(ROOT, 'tests/api/'), join(ROOT, 'tests/faults/')]],
    needsBuild: true,
  },
  { name: 'browser', kind: 'playwright', commands: [], needsBuild: true },
]
const GROUPS = { check: STAGES.filter(({ kind }) => kind === 'check').map(({ name }) => name) }

const CHROMIUM_SENTENCE =
  'The browser tests need Chromium, and none was found or could be installed. Install it (for instance ' +
  '`apt-get install chromium`) or say where it is with CHROMIUM_PATH.'

await runCommand(async () => {
  const { stages, rest } = selection(process.argv.slice(2))
  const reports = mkdtempSync(join(tmpdir(), 'scriptorium-reports-'))
  process.on('exit', () => rmSync(reports, { recursive: true, force: true }))
  process.chdir(ROOT)
  delete process.env.NODE_ENV
  try {
    await prepare('generate')
  } catch (error) {
    console.log(String(error))
    console.log('0 passed, 1 failed')
    process.exitCode = 1
    return
  }
  /** @type {{ name: string, tally: Tally, seconds: string }[]} */
  const results = []
  for (const stage of stages) {
    console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(0, 60 - stage.name.length))}`)
    const started = performance.now()
    const tally = await runStage(stage, { reports, rest, buildStands: buildStands(results) })
    results.push({ name: stage.name, tally, seconds: secondsSince(started) })
  }
  summarize(results)
})

/**
 * @param {Stage} stage
 * @param {{ reports: string, rest: string[], buildStands: boolean }} context
 * @returns {Promise<Tally>}
 */
async function runStage(stage, { reports, rest, buildStands }) {
  try {
    if (stage.needsBuild && !buildStands) {
      const count = await countTests(stage, rest)
      console.log(`Not run, because the build failed: ${count} tests count as failed.`)
      return { passed: 0, failed: count, skipped: 0 }
    }
    if (stage.kind === 'check') return asOne(await runAll(stage.commands))
    if (stage.kind === 'build') return await build()
    const report = join(reports, `${stage.name}.json`)
    return stage.kind === 'vitest' ? await vitest(stage, rest, report) : await playwright(rest, report)
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    console.log(error.message)
    return asOne(false)
  }
}

/** @param {string[][]} commands */
async function runAll(commands) {
  let good = true
  for (const command of commands) good = (await runToEnd(command, { cwd: ROOT })) === 0 && good
  return good
}

/** @returns {Promise<Tally>} */
async function build() {
  await prepare('build')
  console.log('The build stands.')
  return asOne(true)
}

/**
 * @param {Stage} stage
 * @param {string[]} rest
 * @param {string} report
 * @returns {Promise<Tally>}
 */
async function vitest(stage, rest, report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runToEnd([...bin('vitest'), 'run', ...filesOf(stage, rest), ...reporters], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'test' },
  })
  if (!existsSync(report)) return asOne(false)
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const { vitestFailures } = await failureReader()
  const failures = vitestFailures(testResults)
  return judged(code, {
    passed: numPassedTests,
    failed: Math.max(numFailedTests, failures.length),
    skipped: numPendingTests + numTodoTests,
    failures,
  })
}

/**
 * @param {string[]} rest
 * @param {string} report
 * @returns {Promise<Tally>}
 */
async function playwright(rest, report) {
  const chromium = await ensureChromium()
  const code = await runToEnd([...bin('playwright'), 'test', ...rest], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...(chromium && { CHROMIUM_PATH: chromium }),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  })
  if (!existsSync(report)) return asOne(false)
  const { stats, suites, errors } = JSON.parse(readFileSync(report, 'utf8'))
  const { expected, flaky, unexpected, skipped } = stats
  const { firstLine, playwrightFailures } = await failureReader()
  const failures = [
    ...playwrightFailures(suites),
    ...errors.map((/** @type {{ message?: string }} */ error) => firstLine(error.message)),
  ]
  return judged(code, { passed: expected + flaky, failed: unexpected, skipped, failures })
}

/** @returns {Promise<typeof import('../tests/support/failures.ts')>} */
async function failureReader() {
  const { tsImport } = await import('tsx/esm/api')
  return tsImport('../tests/support/failures.ts', import.meta.url)
}

/**
 * A stage that ended badly without a failed test, or ran no test at all, has failed.
 * @param {number} code
 * @param {Tally} tally
 * @returns {Tally}
 */
function judged(code, tally) {
  if (tally.passed + tally.failed === 0) console.log('No test ran: this counts as a failure.')
  const hidden = tally.failed === 0 && (code !== 0 || tally.passed === 0)
  return hidden ? { ...tally, failed: 1 } : tally
}

/**
 * How many tests a stage has, at least 1.
 * @param {Stage} stage
 * @param {string[]} rest
 */
async function countTests(stage, rest) {
  /** @type {Buffer[]} */
  const output = []
  const list =
    stage.kind === 'vitest'
      ? [...bin('vitest'), 'list', ...filesOf(stage, rest)]
      : [...bin('playwright'), 'test', '--list', '--reporter=list', ...rest]
  await runToEnd(list, { cwd: ROOT, onOutput: (chunk) => output.push(chunk) })
  const lines = Buffer.concat(output).toString('utf8').split('\n')
  return Math.max(1, lines.filter((line) => /\S.* (>|›) \S/.test(line)).length)
}

/**
 * Which files Vitest takes: the stage's own, or those of them that the command line names.
 * @param {Stage} stage
 * @param {string[]} rest
 */
function filesOf(stage, rest) {
  const own = stage.commands[0] ?? []
  const exclusions = own.includes('--exclude') ? own : []
  return rest.length > 0 ? [...exclusions, ...rest] : own
}

/**
 * @returns {Promise<string | null>} the browser's path; null for Playwright's own
 * @throws {StepError} when there is none
 */
async function ensureChromium() {
  const { tsImport } = await import('tsx/esm/api')
  /** @type {{ findChromium: () => string | null }} */
  const { findChromium } = await tsImport('../tests/support/chromium.ts', import.meta.url)
  const found = findChromium()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const install = 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium'
    try {
      await runStep('Installing Chromium', ['sh', '-c', install], { cwd: ROOT, report: process.stdout })
    } catch (error) {
      if (!(error instanceof StepError)) throw error
    }
    if (findChromium()) return findChromium()
  }
  try {
    const download = [...bin('playwright'), 'install', 'chromium']
    await runStep("Downloading Playwright's Chromium", download, { cwd: ROOT, report: process.stdout })
    return null
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    throw new StepError(CHROMIUM_SENTENCE)
  }
}

/** @param {{ name: string, tally: Tally, seconds: string }[]} results */
function summarize(results) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    results.reduce((total, { tally }) => total + tally[key], 0)
  const row = (/** @type {(string | number)[]} */ [name = '', ...cells]) =>
    String(name).padEnd(12) + cells.map((cell) => String(cell).padStart(9)).join('')
  console.log(`\n${row(['stage', 'passed', 'failed', 'skipped', 'seconds'])}`)
  for (const { name, tally, seconds } of results)
    console.log(row([name, tally.passed, tally.failed, tally.skipped, seconds]))
  const failures = results.flatMap(({ name, tally }) =>
    (tally.failures ?? []).map((failure) => `${name}: ${failure}`),
  )
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join('\n')}`)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

/** @param {{ name: string, tally: Tally }[]} results */
function buildStands(results) {
  return results.every(({ name, tally }) => name !== 'build' || tally.failed === 0)
}

/**
 * @param {boolean} good
 * @returns {Tally}
 */
function asOne(good) {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }
}

/**
 * The stages asked for, in their order; those that need a build bring it along.
 * @param {string[]} args
 */
function selection(args) {
  if (args[0] === undefined) return { stages: STAGES, rest: [] }
  const [flag, names = '', ...rest] = args
  const asked = names.split(',').flatMap((name) => (name === 'check' ? GROUPS.check : [name]))
  const unknown = asked.find((name) => !STAGES.some((stage) => stage.name === name))
  if (flag !== '--only' || unknown !== undefined)
    throw new StepError(`Write --only with some of: check, ${STAGES.map(({ name }) => name).join(', ')}.`)
  const needsBuild = STAGES.some(({ name, needsBuild }) => needsBuild && asked.includes(name))
  const stages = STAGES.filter(({ name, kind }) => asked.includes(name) || (needsBuild && kind === 'build'))
  return { stages, rest }
}

/**
 * A program of node_modules, run by this Node.
 * @param {'prettier' | 'oxlint' | 'tsc' | 'next' | 'vitest' | 'playwright'} name
 * @returns {string[]}
 */
function bin(name) {
  const programs = {
    prettier: 'prettier/bin/prettier.cjs',
    oxlint: 'oxlint/bin/oxlint',
    tsc: 'typescript/bin/tsc',
    next: 'next/dist/bin/next',
    vitest: 'vitest/vitest.mjs',
    playwright: '@playwright/test/cli.js',
  }
  return [process.execPath, join(ROOT, 'node_modules', programs[name])]
}
