// A server must not outlive the command that started it and go on holding its port.
import { readFileSync } from 'node:fs'

const POLL_MS = 250

/**
 * Calls `leave` once when the process that started this one is gone. npm runs commands through `sh -c`, and many
 * shells die of a signal without passing it on or outlive npm, so the parent of such a shell is watched too where
 * the system shows it (Linux). Does not keep the process alive.
 * @param {() => void} leave
 */
export function whenParentIsGone(leave) {
  const parent = process.ppid
  const grandparent = throughShell(parent) ? parentOf(parent) : null
  const watch = setInterval(() => {
    if (process.ppid === parent && (grandparent === null || parentOf(parent) === grandparent)) return
    clearInterval(watch)
    leave()
  }, POLL_MS)
  watch.unref()
}

/**
 * True when `pid` is a shell that runs one command, as npm starts them.
 * @param {number} pid
 */
function throughShell(pid) {
  return /^[^\0]*\b(sh|bash|dash|ash)\0-c\0/.test(processFile(pid, 'cmdline') ?? '')
}

/**
 * @param {number} pid
 * @returns {number | null} null where the system does not tell
 */
function parentOf(pid) {
  const stat = processFile(pid, 'stat')
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/**
 * @param {number} pid
 * @param {'stat' | 'cmdline'} name
 * @returns {string | null} null for a process that is gone, and on systems without /proc
 */
function processFile(pid, name) {
  if (process.platform !== 'linux') return null
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? ''
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return null
    throw error
  }
}
