import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { countAttempt } from '@/lib/accounts/rates'
import { lookAtLink } from '@/lib/beta/invitations'
import { isAppError } from '@/lib/errors'
import { BrokenLinkPage, LinkPage } from '@/components/reading/link-page'
import { readingText } from '@/components/text/reading'
import { maybeViewer } from '@/app/_server/viewer'

// The header says so too (server/http.ts): this address is a secret.
export const metadata: Metadata = { title: readingText.link.document, referrer: 'no-referrer' }

/** What the link leads to, or a sentence why it cannot be looked at. */
async function lookOrReason(token: string) {
  try {
    await countAttempt('link', (await headers()).get('x-scriptorium-address') ?? 'unknown')
    return await lookAtLink(token)
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return readingText.link.missing
    if (isAppError(error) && error.code === 'too_many') return error.message
    throw error
  }
}

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const look = await lookOrReason(token)
  if (typeof look === 'string') return <BrokenLinkPage reason={look} />
  if (look.reason !== null) return <BrokenLinkPage reason={look.reason} />
  const viewer = await maybeViewer()
  return <LinkPage token={token} look={look} account={viewer?.name ?? null} />
}
