// Installs, generates and builds what is missing or no longer fits its sources, and nothing else.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, hashOf } from './fingerprint.mjs'
import { withLock } from './lock.mjs'
import { whenParentIsGone } from './parents.mjs'
import { StepError, runStep } from './step.mjs'

/** The project's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const OLDEST_NODE = [20, 19]
/** As in next.config.js. */
const DIST = join(ROOT, process.env.NEXT_DIST_DIR ?? '.next')
const LOCK = join(ROOT, '.scriptorium/prepare.lock')
const GENERATED = ['sqlite', 'postgresql'].map((database) =>
  join(ROOT, 'lib/db/generated', database, 'client.ts'),
)
const GENERATE_SOURCES = ['prisma/schema.prisma', 'prisma/schema.ts', 'prisma/generate.ts']
const BUILD_SOURCES = [
  ...['app', 'components', 'lib', 'public', 'types.d.ts', ...GENERATE_SOURCES],
  ...['next.config.js', 'postcss.config.mjs', 'postcss.config.js', 'proxy.ts', 'instrumentation.ts'],
]

/**
 * @typedef {'install' | 'generate' | 'build'} StepName
 * @typedef {{ name: StepName, label: string, stamp: string, wanted(): string, outputs(): string[],
 *   command(): string[], env(): NodeJS.ProcessEnv }} Step
 *   `stamp` holds what the last whole run was made of; it is removed before a run, so a broken one leaves none
 */

/** @type {Step[]} in the order in which each needs the one before */
const STEPS = [
  {
    name: 'install',
    label: 'Installing',
    stamp: join(ROOT, 'node_modules/.scriptorium-install'),
    wanted: installFingerprint,
    outputs: () => [join(ROOT, 'node_modules/.package-lock.json')],
    command: () => [...npm(), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    env: () => without(process.env, 'NODE_ENV'),
  },
  {
    name: 'generate',
    label: 'Generating the database clients',
    stamp: join(ROOT, 'lib/db/generated/.scriptorium-generate'),
    wanted: () => fingerprint({ prisma: versionOf('prisma'), sources: hashOf(ROOT, GENERATE_SOURCES) }),
    outputs: () => GENERATED,
    command: () => [process.execPath, '--import', 'tsx', 'prisma/generate.ts'],
    env: () => process.env,
  },
  {
    name: 'build',
    label: 'Building',
    stamp: join(DIST, '.scriptorium-build'),
    wanted: () =>
      fingerprint({
        install: installFingerprint(),
        sources: hashOf(ROOT, BUILD_SOURCES),
        // Next adds to the rest of this file whenever it builds into another folder.
        compiler: JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')).compilerOptions,
        env: publicEnv(),
      }),
    outputs: () => [join(DIST, 'BUILD_ID')],
    command: () => [process.execPath, join(ROOT, 'node_modules/next/dist/bin/next'), 'build'],
    env: () => ({ ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }),
  },
]

/**
 * Makes this folder ready for `last`, step by step; says nothing when there was nothing to do.
 * @param {StepName} last
 * @param {import('./step.mjs').Report} [report] where one line for each step goes
 * @throws {StepError} with a sentence for people
 */
export async function prepare(last, report = process.stdout) {
  checkNode()
  const steps = STEPS.slice(0, STEPS.findIndex((step) => step.name === last) + 1)
  if (steps.every((step) => isDone(step))) return
  await withLock(
    LOCK,
    ({ pid }) => report.write(`Another command (process ${pid}) is preparing this folder; waiting for it.\n`),
    async (held) => {
      for (const step of steps) {
        if (isDone(step) || (step.name === 'install' && adoptInstall(step))) continue
        const wanted = step.wanted()
        rmSync(step.stamp, { force: true })
        await runStep(step.label, step.command(), {
          cwd: ROOT,
          env: step.env(),
          report,
          onStart: (pid) => held.setChild(pid),
        })
        writeStamp(step, wanted)
      }
    },
  )
}

/** @param {Step} step */
function isDone(step) {
  return (
    existsSync(step.stamp) &&
    step.outputs().every(existsSync) &&
    readFileSync(step.stamp, 'utf8') === step.wanted()
  )
}

/**
 * @param {Step} step
 * @param {string} wanted
 */
function writeStamp(step, wanted) {
  const missing = step.outputs().filter((output) => !existsSync(output))
  if (missing.length > 0) throw new StepError(`${step.label} ended well, but ${missing[0]} is missing.`)
  mkdirSync(dirname(step.stamp), { recursive: true })
  writeFileSync(step.stamp, wanted)
}

/**
 * Takes over a whole install that somebody made with npm: npm writes its own record of it last. False when it
 * is not what package-lock.json asks for, or when the native database module does not load in this Node.
 * @param {Step} step
 */
function adoptInstall(step) {
  const record = step.outputs()[0] ?? ''
  if (existsSync(step.stamp) || !existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const asked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  for (const [path, { version, optional }] of Object.entries(asked)) {
    if (path !== '' && installed[path]?.version !== version && !(optional && !installed[path])) return false
  }
  const opens = "new (require('better-sqlite3'))(':memory:').close()"
  if (spawnSync(process.execPath, ['-e', opens], { cwd: ROOT, stdio: 'ignore' }).status !== 0) return false
  writeStamp(step, step.wanted())
  return true
}

/** Native modules fit one Node version line, system and processor. */
function installFingerprint() {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  )
  return fingerprint({
    ...{ dependencies, devDependencies, optionalDependencies, overrides, allowScripts },
    lock: hashOf(ROOT, ['package-lock.json', '.npmrc']),
    node: [process.versions.modules, process.platform, process.arch],
  })
}

/** Values that Next writes into the browser's code. */
function publicEnv() {
  return Object.entries(process.env)
    .filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
    .sort()
}

/** @param {string} name */
function versionOf(name) {
  const file = join(ROOT, 'node_modules', name, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null
}

/** The npm that runs us, else the one on the path. */
function npm() {
  const running = process.env.npm_execpath
  if (running && running.endsWith('npm-cli.js')) return [process.execPath, running]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 */
function without(env, name) {
  const copy = { ...env }
  delete copy[name]
  return copy
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new StepError(
    `Scriptorium needs Node.js ${OLDEST_NODE.join('.')} or newer (24 is recommended), and this is ` +
      `${process.versions.node}. Install a newer one from https://nodejs.org and run the command again.`,
  )
}

/**
 * Runs a command's work. It is asked to stop when npm, which started it, is gone; a `StepError` ends it with its
 * sentence and code 1.
 * @param {() => Promise<void>} work
 */
export async function runCommand(work) {
  if (process.env.npm_lifecycle_event) whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'))
  try {
    await work()
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
