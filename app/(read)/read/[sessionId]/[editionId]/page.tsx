import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { showChanges, sinceReading } from '@/lib/beta/changes'
import { showEdition } from '@/lib/beta/edition-views'
import { showReading } from '@/lib/beta/reading'
import { isAppError } from '@/lib/errors'
import { ChapterPage } from '@/components/reading/chapter-page'
import { drawnChapter } from '@/components/reading/drawn-chapter'
import { LOOK_COOKIE, lookIn } from '@/components/reading/look'
import { UnknownReaderPage } from '@/components/reading/unknown-reader-page'
import { viewIn } from '@/components/reading/views'
import { readingText } from '@/components/text/reading'
import { found } from '@/app/_server/found'
import { readerHere } from '@/app/_server/reader'

interface PageProps {
  params: Promise<{ sessionId: string; editionId: string }>
  searchParams: Promise<{ with?: string | string[] }>
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
  return edition ? { grant, edition, reading: await showReading(grant) } : 'shut'
})

/** What changed since he read it; null where that is too much to be worked out, or too many wait for it. */
async function changesOf(...asked: Parameters<typeof showChanges>) {
  return showChanges(...asked).catch((error: unknown) => {
    if (isAppError(error) && (error.code === 'invalid' || error.code === 'unavailable')) return null
    throw error
  })
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { sessionId, editionId } = await params
  const chapter = await chapterOf(sessionId, editionId)
  if (typeof chapter === 'string') return { title: readingText.unknown.document }
  return { title: `${chapter.edition.title} · ${chapter.reading.manuscript}` }
}

export default async function Page({ params, searchParams }: PageProps) {
  const { sessionId, editionId } = await params
  const chapter = await chapterOf(sessionId, editionId)
  // The contents say why, and what opens it.
  if (chapter === 'shut') redirect(`/read/${sessionId}`)
  if (chapter === 'unknown') return <UnknownReaderPage sessionId={sessionId} />
  const { grant, edition, reading } = chapter
  const { html: _html, paragraphs, contentNotes: _notes, questions, ...summary } = edition
  const since = await sinceReading(grant, editionId)
  const asksChanges = since?.differs === true && viewIn(await searchParams) === 'changes'
  const changes = asksChanges ? await changesOf(grant, editionId) : null
  const { segments, ...ids } = drawnChapter(edition, changes, since?.place ?? null)
  return (
    <ChapterPage
      key={summary.id}
      chapter={{ ...summary, paragraphs: paragraphs.length }}
      segments={segments}
      questions={questions.filter(({ paragraph }) => paragraph === null)}
      reading={reading}
      noted={lookIn((await cookies()).get(LOOK_COOKIE)?.value).noted}
      since={
        since && {
          ...{ ...since, ...ids, view: changes ? 'changes' : 'clean', counts: changes },
          failed: asksChanges && !changes,
        }
      }
    />
  )
}
