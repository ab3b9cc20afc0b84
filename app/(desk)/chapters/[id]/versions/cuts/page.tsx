import type { Metadata } from 'next'
import { cache } from 'react'
import { authorizeChapter } from '@/lib/access/authorize'
import { viewChapter } from '@/lib/manuscript/chapters'
import { CutsScreen } from '@/components/past/cuts-screen'
import { pastText } from '@/components/text/past'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const chapterOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/chapters/${id}/versions/cuts`)
  return {
    chapter: await found(viewChapter(await found(authorizeChapter(viewer, id, 'edit')))),
    now: Date.now(),
  }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { chapter } = await chapterOf((await params).id)
  return { title: pastText.of(pastText.cuts, chapter.title) }
}

export default async function Page({ params }: PageProps) {
  const { chapter, now } = await chapterOf((await params).id)
  return <CutsScreen chapter={chapter} now={now} />
}
