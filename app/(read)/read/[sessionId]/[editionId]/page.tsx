import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { showEdition } from '@/lib/beta/edition-views'
import { showReading } from '@/lib/beta/reading'
import { isAppError } from '@/lib/errors'
import { proseTree } from '@/lib/prose/html-tree'
import { ChapterPage } from '@/components/reading/chapter-page'
import { LOOK_COOKIE, lookIn } from '@/components/reading/look'
import { segmentsOf } from '@/components/reading/segments'
import { UnknownReaderPage } from '@/components/reading/unknown-reader-page'
import { readingText } from '@/components/text/reading'
import { found } from '@/app/_server/found'
import { readerHere } from '@/app/_server/reader'

interface PageProps {
  params: Promise<{ sessionId: string; editionId: string }>
}

/** The chapter with all that stands around it; `unknown` for who is no reader here, `shut` while it may not be read. */
const chapterOf = cache(async (sessionId: string, editionId: string) => {
  const grant = await readerHere(sessionId, 'read')
  if (grant === 'forbidden' || grant === 'gone') return 'shut'
  if (typeof grant === 'string') return 'unknown'
  const edition = await found(
    showEdition(grant, editionId).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'forbidden') return null
      throw error
    }),
  )
  return edition ? { edition, reading: await showReading(grant) } : 'shut'
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { sessionId, editionId } = await params
  const chapter = await chapterOf(sessionId, editionId)
  if (typeof chapter === 'string') return { title: readingText.unknown.document }
  return { title: `${chapter.edition.title} · ${chapter.reading.manuscript}` }
}

export default async function Page({ params }: PageProps) {
  const { sessionId, editionId } = await params
  const chapter = await chapterOf(sessionId, editionId)
  // The contents say why, and what opens it.
  if (chapter === 'shut') redirect(`/read/${sessionId}`)
  if (chapter === 'unknown') return <UnknownReaderPage sessionId={sessionId} />
  const { edition, reading } = chapter
  const { html, paragraphs, contentNotes, questions, ...summary } = edition
  return (
    <ChapterPage
      key={summary.id}
      chapter={{ ...summary, paragraphs: paragraphs.length }}
      segments={segmentsOf(proseTree(html), contentNotes, questions)}
      questions={questions.filter(({ paragraph }) => paragraph === null)}
      reading={reading}
      noted={lookIn((await cookies()).get(LOOK_COOKIE)?.value).noted}
    />
  )
}
