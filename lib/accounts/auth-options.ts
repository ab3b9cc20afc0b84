import { parseCookie } from 'cookie'
import type { AuthOptions, LoggerInstance } from 'next-auth'
import type { CredentialsConfig } from 'next-auth/providers/credentials'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { authSecret } from './secret'
import { cookiesAreSecure, LOGIN_CLAIM, loginCookieName, loginIdOf } from './login-cookie'
import { ABSOLUTE_MS, signOut } from './login-sessions'
import { signIn } from './sign-in'

/** What the credentials provider knows of somebody who has just signed in. */
interface SignedIn {
  id: string
  [LOGIN_CLAIM]: string
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** NextAuth puts the message of a thrown error into a URL, so only codes are thrown from here. */
async function authorize(
  typed: Record<string, string> | undefined,
  request: { headers?: Record<string, unknown> },
): Promise<SignedIn | null> {
  const headers = request.headers ?? {}
  try {
    const opened = await signIn({
      email: typed?.['email'],
      password: typed?.['password'],
      address: text(headers['x-scriptorium-address']) || 'unknown',
      userAgent: text(headers['user-agent']),
      previousId: await loginIdOf(parseCookie(text(headers['cookie']))),
    })
    return opened && { id: opened.userId, [LOGIN_CLAIM]: opened.loginId }
  } catch (error) {
    if (isAppError(error)) throw new Error(error.code, { cause: error })
    log().error({ kind: (error as Error).name, code: (error as { code?: unknown }).code }, 'A sign-in failed')
    throw new Error('internal', { cause: error })
  }
}

/** NextAuth's provider as a plain value: its own maker is CommonJS and arrives differently in each bundle. */
function credentialsProvider(): CredentialsConfig {
  return {
    id: 'credentials',
    name: 'E-mail and password',
    type: 'credentials',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize,
  }
}

/** NextAuth's own log, without what it wants to tell of requests. */
function quietLogger(): Partial<LoggerInstance> {
  return {
    error: (code) => log().warn({ code }, 'NextAuth refused something'),
    warn: (code) => log().debug({ code }, 'NextAuth warned'),
    debug: () => undefined,
  }
}

function cookie(name: string) {
  const secure = cookiesAreSecure()
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  }
}

/**
 * How NextAuth signs people in here: e-mail and password; the cookie's JWT carries the id of a login session's row
 * and nothing else, and the row decides. Made for each request, because the settings are not known on import.
 */
export function authOptions(): AuthOptions {
  return {
    secret: authSecret(),
    useSecureCookies: cookiesAreSecure(),
    providers: [credentialsProvider()],
    session: { strategy: 'jwt', maxAge: ABSOLUTE_MS / 1000 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    logger: quietLogger(),
    cookies: {
      sessionToken: { ...cookie('scriptorium.login'), name: loginCookieName() },
      csrfToken: cookie('scriptorium.csrf'),
      callbackUrl: cookie('scriptorium.next'),
    },
    callbacks: {
      jwt({ token, user }) {
        const loginId = user ? (user as Partial<SignedIn>)[LOGIN_CLAIM] : token[LOGIN_CLAIM]
        return typeof loginId === 'string' ? { [LOGIN_CLAIM]: loginId } : {}
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        const loginId = token?.[LOGIN_CLAIM]
        if (typeof loginId === 'string') await signOut(loginId)
      },
    },
  }
}
