import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { authorizeChapter } from '@/lib/access/authorize'
import { listCategories } from '@/lib/critique/categories'
import { viewChapter } from '@/lib/manuscript/chapters'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { KEPT_COOKIE } from '@/lib/sync/client/kept-mark'
import { ChapterScreen } from '@/components/chapter/chapter-screen'
import { CategoriesProvider } from '@/components/margin/categories'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const chapterOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/chapters/${id}`)
  const grant = await found(authorizeChapter(viewer, id, 'read'))
  const [chapter, manuscript, { categories }] = await Promise.all([
    found(viewChapter(grant)),
    viewManuscript(grant),
    listCategories(grant),
  ])
  return { viewer, chapter, categories, authors: manuscript.authors.map((author) => author.name) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { chapter } = await chapterOf((await params).id)
  return { title: `${chapter.title} · ${chapter.manuscript.title}` }
}

export default async function Page({ params }: PageProps) {
  const { viewer, chapter, authors, categories } = await chapterOf((await params).id)
  const { userId, name, colour, isAdmin } = viewer
  return (
    <CategoriesProvider categories={categories}>
      <ChapterScreen
        key={chapter.id}
        chapter={chapter}
        authors={authors}
        viewer={{ userId, name, colour, isAdmin }}
        isKeptHere={(await cookies()).get(KEPT_COOKIE)?.value === userId}
      />
    </CategoriesProvider>
  )
}
