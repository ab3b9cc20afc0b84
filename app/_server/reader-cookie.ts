import 'server-only'
import { parseCookie, stringifySetCookie } from 'cookie'
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

/** A guest of an open link sees the link that was made for him on this device only, for a day. Seconds. */
const OWN_LINK_S = 24 * 60 * 60

/** The cookie that holds it. Its name tells nothing apart from those of readers. */
export function ownLinkName(sessionId: string): string {
  return `scriptorium.own-link.${sessionId}`
}

/** The `Set-Cookie` that keeps a guest's own link for the pages of his session, out of every address. */
export function ownLinkCookie(sessionId: string, url: string | null): string {
  return stringifySetCookie({
    ...{ name: ownLinkName(sessionId), value: url ?? '', maxAge: url === null ? 0 : OWN_LINK_S },
    ...{ httpOnly: true, sameSite: 'lax', secure: cookiesAreSecure(), path: `/read/${sessionId}` },
  })
}

/** The token of a reader that a browser keeps for this session. */
export function readerTokenIn(request: Request, sessionId: string): string | undefined {
  return parseCookie(request.headers.get('cookie') ?? '')[readerCookieName(sessionId)]
}
