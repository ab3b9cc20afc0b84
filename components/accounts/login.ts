'use client'

import { ApiError } from '@/components/api'
import { postToAuth } from '@/components/shell/sign-out'
import { text } from '@/components/text/en'

/** Where to go after signing in: a path of this server only. Browsers drop tabs and line ends from addresses. */
export function safePath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[^\u0000-\u001f]*$/.test(next) ? next : '/'
}

/**
 * Signs this browser in.
 * @throws {ApiError} with a sentence when the server does not agree
 */
export async function signIn(email: string, password: string): Promise<void> {
  let response: Response
  try {
    response = await postToAuth('callback/credentials', { email, password, callbackUrl: '/' })
  } catch (error) {
    if (error instanceof TypeError) throw new ApiError('unavailable', 0, text.offline)
    throw error
  }
  if (response.ok) return
  if (response.status === 429) throw new ApiError('too_many', 429, text.signIn.tooMany)
  const { url } = (await response.json().catch(() => ({}))) as { url?: string }
  const reason = url ? new URL(url, window.location.href).searchParams.get('error') : null
  const tooMany = reason === 'too_many'
  throw new ApiError('unauthenticated', response.status, tooMany ? text.signIn.tooMany : text.signIn.wrong)
}
