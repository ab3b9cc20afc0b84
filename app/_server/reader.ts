import 'server-only'
import { cookies } from 'next/headers'
import { authorizeReader } from '@/lib/access/authorize-reader'
import type { ReaderGrant, ReaderVerb } from '@/lib/access/contract'
import { isAppError, type ErrorCode } from '@/lib/errors'

/**
 * Who reads this page of a beta session, or the code of the reason why nobody may: pages of readers speak to them
 * rather than sending them to sign in.
 */
export async function readerHere<V extends ReaderVerb>(
  sessionId: string,
  verb: V,
): Promise<ReaderGrant<V> | ErrorCode> {
  const jar = (await cookies()).getAll().map(({ name, value }) => [name, value])
  const credentials = { cookies: Object.fromEntries(jar) as Record<string, string> }
  return authorizeReader(credentials, sessionId, verb).catch((error: unknown) => {
    if (isAppError(error)) return error.code
    throw error
  })
}
