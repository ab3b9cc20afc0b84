// One preparation of this folder at a time: two starts must not install or build into the same place.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 200
/** The holder touches its lock this often. */
const HEARTBEAT_MS = 5_000
/** A lock that stood still this long while a waiter watched belongs to nobody: its process number was given to another. */
const SILENT_MS = 60_000
/** A takeover lasts microseconds; one this old was interrupted. */
const TAKEOVER_MS = 10_000

/**
 * @typedef {{ token: string, pid: number, child: number | null }} Holder
 * @typedef {{ setChild(pid: number | null): void }} Held tells waiters of the install or build that runs under the lock,
 *   so that they wait for it even when the process that started it was killed
 */

/**
 * Runs `work` while this process alone holds `file`. Waits for as long as another living process holds it.
 * @template T
 * @param {string} file
 * @param {(holder: Holder) => void} onWait called once, when another process holds the lock
 * @param {(held: Held) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true })
  /** @type {Holder} */
  const mine = { token: randomUUID(), pid: process.pid, child: null }
  await acquire(file, mine, onWait)
  const release = () => {
    if (read(file)?.token === mine.token) rmSync(file, { force: true })
  }
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS)
  process.once('exit', release)
  try {
    return await work({
      setChild(pid) {
        mine.child = pid
        writeFileSync(file, JSON.stringify(mine))
      },
    })
  } finally {
    clearInterval(beat)
    process.removeListener('exit', release)
    release()
  }
}

/**
 * @param {string} file
 * @param {Holder} mine
 * @param {(holder: Holder) => void} onWait
 */
async function acquire(file, mine, onWait) {
  let told = false
  let watchedSince = performance.now()
  let lastBeat = 0
  while (!create(file, JSON.stringify(mine))) {
    const beat = modifiedAt(file)
    if (beat !== lastBeat) {
      lastBeat = beat
      watchedSince = performance.now()
    }
    const holder = read(file)
    const silent = performance.now() - watchedSince > SILENT_MS
    if (holder && !isAlive(holder.child) && (!isAlive(holder.pid) || silent)) {
      takeAway(file, holder)
      continue
    }
    if (!holder && silent) takeAway(file, null)
    if (holder && !told) {
      told = true
      onWait(holder)
    }
    await pause(POLL_MS)
  }
}

/**
 * Removes a lock that nobody holds any more. Removals go one at a time and look again first, so that the lock
 * of a process that was quicker is never removed.
 * @param {string} file
 * @param {Holder | null} abandoned
 */
function takeAway(file, abandoned) {
  const takeover = `${file}.takeover`
  if (!create(takeover, String(process.pid))) {
    const since = modifiedAt(takeover)
    if (since > 0 && Date.now() - since > TAKEOVER_MS) rmSync(takeover, { force: true })
    return
  }
  try {
    if (read(file)?.token === abandoned?.token) rmSync(file, { force: true })
  } finally {
    rmSync(takeover, { force: true })
  }
}

/**
 * @param {string} file
 * @param {string} content
 * @returns {boolean} false when the file is there already
 */
function create(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} file
 * @returns {Holder | null} null when the lock is gone or being written at this moment
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/**
 * @param {string} file
 * @returns {number} milliseconds since 1970, 0 when it is gone
 */
function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/**
 * True while a process with this number runs, whoever owns it.
 * @param {number | null} pid
 */
export function isAlive(pid) {
  if (pid === null) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error)?.code
}
