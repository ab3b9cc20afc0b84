import type { Viewer } from '@/lib/access/contract'
import { viewerOfToken, viewerOfTokenId } from './access-tokens'
import { loginIdOf } from './login-cookie'
import { viewerOfLoginSession } from './login-sessions'

/** What a request shows of who sends it. */
export interface Credentials {
  /** The parsed `Cookie` header. */
  cookies: Record<string, string | undefined>
  /** The `Authorization` header as it came. */
  authorization?: string | null
}

/** The secret of an `Authorization: Bearer …` header, or null for another scheme (a proxy may ask for its own). */
export function bearerOf(authorization: string | null | undefined): string | null {
  const match = /^Bearer +(\S{1,200}) *$/i.exec(authorization ?? '')
  return match?.[1] ?? null
}

/**
 * Who sends a request: the holder of its bearer token if it has one, else of its login cookie. A bad token is
 * nobody, even beside a good cookie.
 * For pages, API routes and the WebSocket upgrade alike.
 * @returns null for nobody: no credentials, forged, ended, expired, or a disabled person
 */
export async function viewerOf(credentials: Credentials, now = new Date()): Promise<Viewer | null> {
  const bearer = bearerOf(credentials.authorization)
  if (bearer !== null) return viewerOfToken(bearer, now)
  const loginId = await loginIdOf(credentials.cookies)
  return loginId ? viewerOfLoginSession(loginId, now) : null
}

/**
 * Who has a login now that was shown before: for what lasts longer than a request. The login's row says all that can have
 * changed since, so neither cookie nor token has to be kept.
 * @returns null when it has ended or expired, or the person was disabled
 */
export async function viewerOfLogin(
  { kind, id }: Pick<Viewer['login'], 'kind' | 'id'>,
  now = new Date(),
): Promise<Viewer | null> {
  switch (kind) {
    case 'session':
      return viewerOfLoginSession(id, now)
    case 'token':
      return viewerOfTokenId(id, now)
  }
}
