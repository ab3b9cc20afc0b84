import type { Metadata } from 'next'
import { cache } from 'react'
import { authorizeChapter } from '@/lib/access/authorize'
import { listCategories } from '@/lib/critique/categories'
import { viewChapter } from '@/lib/manuscript/chapters'
import { listVersions } from '@/lib/manuscript/versions'
import { PAGE_LIMIT } from '@/lib/paging'
import { CategoriesProvider } from '@/components/margin/categories'
import { versionsText } from '@/components/text/versions'
import { VersionsScreen } from '@/components/versions/versions-screen'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<{ v?: string | string[] }>
}

const versionsOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/chapters/${id}/versions`)
  const grant = await found(authorizeChapter(viewer, id, 'edit'))
  const [chapter, list, { categories }] = await Promise.all([
    found(viewChapter(grant)),
    listVersions(grant, { limit: PAGE_LIMIT }),
    listCategories(grant),
  ])
  return { chapter, list, categories, now: Date.now() }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { chapter } = await versionsOf((await params).id)
  return { title: versionsText.of(chapter.title) }
}

export default async function Page({ params, searchParams }: PageProps) {
  const { chapter, list, categories, now } = await versionsOf((await params).id)
  const { v } = await searchParams
  return (
    <CategoriesProvider categories={categories}>
      <VersionsScreen
        chapter={chapter}
        list={list}
        now={now}
        chosen={typeof v === 'string' ? v : undefined}
      />
    </CategoriesProvider>
  )
}
