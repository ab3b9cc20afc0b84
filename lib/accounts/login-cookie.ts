import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getToken, type GetTokenParams } from 'next-auth/jwt'
import { env, type Env } from '@/lib/env'
import { newId, newSecret } from '@/lib/ids'

/**
 * Whether cookies are marked Secure: only when people reach the server by https, because on a plain-http LAN
 * address browsers refuse Secure and `__Host-` cookies without a word.
 */
export function cookiesAreSecure(): boolean {
  return env().baseUrl.startsWith('https://')
}

/** Name of the login cookie. */
export function loginCookieName(): string {
  return cookiesAreSecure() ? '__Host-scriptorium.login' : 'scriptorium.login'
}

/** Field of the login cookie's JWT that holds the id of the login session's row. It holds nothing else of ours. */
export const LOGIN_CLAIM = 'login'

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
    unlinkSync(draft)
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32) throw new Error(`${file} is damaged: delete it and everyone signs in again`)
  return secret
}

/**
 * The id of the login session that a login cookie carries, or null without a cookie that we signed.
 * The headers are kept from NextAuth: with them it would take a bearer token for a login.
 */
export async function loginIdOf(cookies: Record<string, string | undefined>): Promise<string | null> {
  const cookieName = loginCookieName()
  if (!Object.keys(cookies).some((name) => name.startsWith(cookieName))) return null
  const token = await getToken({
    req: { cookies, headers: {} } as unknown as GetTokenParams['req'],
    secret: authSecret(),
    cookieName,
    secureCookie: cookiesAreSecure(),
  })
  const id = token?.[LOGIN_CLAIM]
  return typeof id === 'string' ? id : null
}
