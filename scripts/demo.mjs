// `npm run demo`: a sample workshop in a throw-away data folder, removed when the server ends.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isAlive } from './lock.mjs'
import { ROOT, prepare, runCommand } from './prepare.mjs'
import { serve } from './serve.mjs'
import { StepError } from './step.mjs'

const PREFIX = 'scriptorium-demo-'

await runCommand(async () => {
  await prepare('build')
  removeLeftovers()
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  endOnSignal()
  // The demo must never write into the database or the Redis of a real workshop.
  delete process.env.DATABASE_URL
  delete process.env.REDIS_URL
  process.env.DATA_DIR = folder
  const { signIn, reading } = await seed()
  await serve('production')
  console.log('\nThis is a demonstration: everything in it is removed when you stop it with Ctrl+C.')
  console.log('Sign in as one of these writers:\n')
  for (const { name, email, password } of signIn)
    console.log(`  ${name.padEnd(18)} ${email.padEnd(26)} ${password}`)
  console.log(`\nOr read the first chapters as a guest, who needs no account: ${reading}`)
})

/**
 * @returns {Promise<{ signIn: { name: string, email: string, password: string }[], reading: string }>} who can sign in,
 *   and the link by which a guest reads
 */
async function seed() {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production' },
      maxBuffer: 16 * 1024 * 1024,
    })
    return JSON.parse(stdout)
  } catch (error) {
    throw new StepError(`The sample workshop could not be made: ${String(error)}`)
  }
}

/** Folders of demonstrations that were killed. */
function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : NaN)
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

/** While the sample is made nobody else listens; later the server ends the process itself, within seconds. */
function endOnSignal() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      const serverEndsIt = process.listenerCount(signal) > 0
      if (serverEndsIt) setTimeout(() => process.exit(1), 15_000).unref()
      else process.exit(130)
    })
  }
}
