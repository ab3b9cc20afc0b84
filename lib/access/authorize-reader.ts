import { viewerOf, bearerOf, type Credentials } from '@/lib/accounts/viewer'
import { hashOfSecret } from '@/lib/accounts/secrets'
import { cookiesAreSecure } from '@/lib/accounts/login-cookie'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ReaderGrant, ReaderVerb } from './contract'

/** Every reader's token begins with this: no other token is looked for among those of readers. */
export const READER_TOKEN_PREFIX = 'scrr_'

const COOKIE = 'scriptorium.reader.'

/** The cookie in which a browser keeps the token of its reader in one session. */
export function readerCookieName(sessionId: string): string {
  return `${cookiesAreSecure() ? '__Host-' : ''}${COOKIE}${sessionId}`
}

/** True when a cookie of any reader is sent along: such a request must come from our own pages. */
export function carriesReader(cookies: Credentials['cookies']): boolean {
  return Object.keys(cookies).some((name) => name.includes(COOKIE))
}

const NO_SESSION = 'There is no such beta session, or its link was not for you.'
const NOBODY = 'Open the link that you were sent, or sign in: nobody is known to read here.'

const READER = {
  ...{ id: true, name: true, userId: true, removedAt: true, handedInAt: true, lastSeenAt: true },
  ...{ recordsProgress: true, sharesTime: true, reminderWord: true },
  session: {
    select: {
      ...{ id: true, manuscriptId: true, opensAt: true, closesAt: true, trashedAt: true },
      ...{ isSequential: true, asksPredictions: true, visibility: true, release: true },
      manuscript: {
        select: { workshopId: true, trashedAt: true, workshop: { select: { trashedAt: true } } },
      },
    },
  },
} as const

async function readerOfToken(token: string) {
  if (!token.startsWith(READER_TOKEN_PREFIX)) return null
  const login = await database().betaLogin.findUnique({
    where: { hash: hashOfSecret(token) },
    select: { reader: { select: READER } },
  })
  return login?.reader ?? null
}

async function readerOfAccount(userId: string, sessionId: string) {
  return database().betaReader.findUnique({
    where: { sessionId_userId: { sessionId, userId } },
    select: READER,
  })
}

type ReaderRow = NonNullable<Awaited<ReturnType<typeof readerOfToken>>>

/** Who reads by these credentials, in whatever session; `nobody` without any that are known. */
async function readerBy(credentials: Credentials, sessionId: string): Promise<ReaderRow | null | 'nobody'> {
  const bearer = bearerOf(credentials.authorization)
  const token = bearer ?? credentials.cookies[readerCookieName(sessionId)]
  const byToken = token === undefined ? null : await readerOfToken(token)
  if (byToken && !byToken.removedAt) return byToken
  const viewer = await viewerOf(credentials)
  return viewer ? readerOfAccount(viewer.userId, sessionId) : 'nobody'
}

/** @throws {AppError} `forbidden` before a session opens, `gone` once it is closed */
function refuseOutside({ opensAt, closesAt }: ReaderRow['session'], now: Date): void {
  if (opensAt && opensAt > now)
    throw new AppError('forbidden', 'This beta session has not opened yet. Your link will work on its day.')
  if (closesAt && closesAt <= now)
    throw new AppError('gone', 'This beta session is closed. What you wrote is safe with its author.')
}

/**
 * Proves that whoever sends the request is a reader of the session: by the token that joining gave him (in the header, or
 * in the session's own cookie), or by the login of an account that joined. It opens nothing else: to the rest of the
 * server a reader's token is nobody's.
 * @throws {AppError} `unauthenticated` without known credentials, `not_found` for anybody who is no reader of it, and
 *   for `read` `forbidden` before it opens and `gone` once it is closed
 */
export async function authorizeReader<V extends ReaderVerb>(
  credentials: Credentials,
  sessionId: string,
  verb: V,
  now = new Date(),
): Promise<ReaderGrant<V>> {
  const reader = await readerBy(credentials, sessionId)
  if (reader === 'nobody') throw new AppError('unauthenticated', NOBODY)
  const session = reader?.session
  const standing = session && !session.trashedAt && !session.manuscript.trashedAt
  if (!reader || reader.removedAt || session?.id !== sessionId || !standing)
    throw new AppError('not_found', NO_SESSION)
  if (session.manuscript.workshop.trashedAt) throw new AppError('not_found', NO_SESSION)
  if (verb === 'read') refuseOutside(session, now)
  const { manuscriptId, isSequential, asksPredictions, visibility, release } = session
  const { handedInAt, lastSeenAt, recordsProgress, sharesTime, reminderWord } = reader
  return {
    ...{ sessionId, manuscriptId, workshopId: session.manuscript.workshopId },
    ...{ readerId: reader.id, name: reader.name, userId: reader.userId },
    reader: { handedInAt, lastSeenAt, recordsProgress, sharesTime, isReminded: reminderWord !== null },
    session: { isSequential, asksPredictions, visibility, release },
  } as ReaderGrant<V>
}
