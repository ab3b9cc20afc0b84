import 'server-only'
import { authorizeBetaSession } from '@/lib/access/authorize'
import type { BetaSessionGrant, ReaderGrant, Viewer } from '@/lib/access/contract'
import { isAppError } from '@/lib/errors'
import type { Call } from './respond'

/** As whom somebody sits at a beta session: as one of its readers, or as who decides about what is read. */
export type Seat =
  { kind: 'author'; grant: BetaSessionGrant } | { kind: 'reader'; grant: ReaderGrant<'read'> }

async function asAuthor(viewer: Viewer, sessionId: string): Promise<BetaSessionGrant | Error> {
  return authorizeBetaSession(viewer, sessionId).catch((error: unknown) => {
    if (isAppError(error)) return error
    throw error
  })
}

/**
 * For what both may look at.
 * @throws {AppError} as `authorizeReader`; `forbidden` to who reads the manuscript but is neither
 */
export async function seatAt(
  { maybeViewer, reader }: Pick<Call<object>, 'maybeViewer' | 'reader'>,
  sessionId: string,
): Promise<Seat> {
  const viewer = await maybeViewer()
  const author = viewer ? await asAuthor(viewer, sessionId) : null
  if (author && !(author instanceof Error)) return { kind: 'author', grant: author }
  try {
    return { kind: 'reader', grant: await reader(sessionId, 'read') }
  } catch (error) {
    if (author && isAppError(author) && isAppError(error) && error.code === 'not_found') throw author
    throw error
  }
}
