import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { readerCookieName } from '@/lib/access/authorize-reader'
import { showReading } from '@/lib/beta/reading'
import { ContentsPage } from '@/components/reading/contents-page'
import { UnknownReaderPage } from '@/components/reading/unknown-reader-page'
import { readingText } from '@/components/text/reading'
import { readerHere } from '@/app/_server/reader'
import { ownLinkName } from '@/app/_server/reader-cookie'
import { maybeViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ sessionId: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const grant = await readerHere((await params).sessionId, 'look')
  if (typeof grant === 'string') return { title: readingText.unknown.document }
  return { title: (await showReading(grant)).manuscript }
}

export default async function Page({ params }: PageProps) {
  const { sessionId } = await params
  const grant = await readerHere(sessionId, 'look')
  if (typeof grant === 'string') return <UnknownReaderPage sessionId={sessionId} />
  const [reading, viewer, jar] = await Promise.all([showReading(grant), maybeViewer(), cookies()])
  return (
    <ContentsPage
      reading={reading}
      ownLink={jar.get(ownLinkName(sessionId))?.value ?? null}
      device={{
        isSignedIn: viewer !== null,
        hasCookie: jar.has(readerCookieName(sessionId)),
      }}
    />
  )
}
