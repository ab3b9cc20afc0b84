import 'server-only'
import { stringifySetCookie } from 'cookie'
import { readerCookieName } from '@/lib/access/authorize-reader'
import { cookiesAreSecure } from '@/lib/accounts/login-cookie'

/** A reader stays signed in to his session for half a year after he last joined. Seconds. */
const KEPT_S = 182 * 24 * 60 * 60

function cookieOf(sessionId: string, value: string, maxAge: number): string {
  return stringifySetCookie({
    ...{ name: readerCookieName(sessionId), value, maxAge },
    ...{ httpOnly: true, sameSite: 'lax', secure: cookiesAreSecure(), path: '/' },
  })
}

/** The `Set-Cookie` that keeps a reader's token of one session where no script reads it. */
export function readerCookie(sessionId: string, token: string): string {
  return cookieOf(sessionId, token, KEPT_S)
}

/** The `Set-Cookie` that takes it away. */
export function noReaderCookie(sessionId: string): string {
  return cookieOf(sessionId, '', 0)
}
