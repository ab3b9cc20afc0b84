// What an install, a generated client and a build were made of, as one hash each.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Reading and hashing everything takes a few dozen milliseconds, so nothing is guessed from file times. */

/**
 * Hash of named values.
 * @param {Record<string, unknown>} parts
 * @returns {string} 64 hexadecimal digits
 */
export function fingerprint(parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * Hash of the names and contents of files and folders. Missing ones count as such.
 * @param {string} root
 * @param {string[]} paths relative to `root`
 * @returns {string} 64 hexadecimal digits
 */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesIn(root, path)).sort()) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  /** @type {import('node:fs').Dirent[]} */
  let entries
  try {
    entries = readdirSync(full, { withFileTypes: true })
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path]
    throw error
  }
  return entries.flatMap((entry) => {
    const child = `${path}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesIn(root, child)
    return isSource(entry.name) ? [child] : []
  })
}

/** @param {string} name */
function isSource(name) {
  return !/\.test\.tsx?$/.test(name) && !name.endsWith('.md') && name !== '.DS_Store'
}
