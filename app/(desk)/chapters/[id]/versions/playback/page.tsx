import type { Metadata } from 'next'
import { cache } from 'react'
import { authorizeChapter } from '@/lib/access/authorize'
import { viewChapter } from '@/lib/manuscript/chapters'
import { PlaybackScreen } from '@/components/past/playback-screen'
import { pastText } from '@/components/text/past'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const chapterOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/chapters/${id}/versions/playback`)
  return found(viewChapter(await found(authorizeChapter(viewer, id, 'edit'))))
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const chapter = await chapterOf((await params).id)
  return { title: pastText.of(pastText.playback, chapter.title) }
}

export default async function Page({ params }: PageProps) {
  const chapter = await chapterOf((await params).id)
  return <PlaybackScreen chapter={chapter} />
}
