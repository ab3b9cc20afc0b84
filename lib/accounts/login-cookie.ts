import { getToken, type GetTokenParams } from 'next-auth/jwt'
import { env } from '@/lib/env'
import { authSecret } from './secret'

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
