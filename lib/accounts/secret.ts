import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, type Env } from '@/lib/env'
import { newId, newSecret } from '@/lib/ids'

const HOLDER = Symbol.for('scriptorium.auth-secret')

interface Holder {
  [HOLDER]?: { file: string; secret: string }
}

/**
 * The secret that signs login cookies: AUTH_SECRET, else one made at the first start and kept in
 * `DATA_DIR/auth-secret`, readable by the server's user only.
 * @throws {Error} when the file cannot be made or holds less than 32 characters
 */
export function authSecret(settings: Env = env()): string {
  if (settings.authSecret) return settings.authSecret
  const holder = globalThis as Holder
  const file = join(settings.dataDir, 'auth-secret')
  if (holder[HOLDER]?.file === file) return holder[HOLDER].secret
  const secret = readOrMake(file, settings.dataDir)
  holder[HOLDER] = { file, secret }
  return secret
}

/** A second process that starts at the same moment finds either no file or a whole one: a link is made at once. */
function readOrMake(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${newId()}`
  try {
    writeFileSync(draft, newSecret(), { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32) throw new Error(`${file} is damaged: delete it and everyone signs in again`)
  return secret
}
