import type { Metadata } from 'next'
import { cache } from 'react'
import { authorize } from '@/lib/access/authorize'
import { listCategories } from '@/lib/critique/categories'
import { criticsOf } from '@/lib/critique/all-threads'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { CategoriesProvider } from '@/components/margin/categories'
import { AllNotes } from '@/components/notes/all-notes'
import { notesText } from '@/components/text/notes'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const notesOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/manuscripts/${id}/notes`)
  const grant = await found(authorize(viewer, id, 'read'))
  const [manuscript, people, { categories }] = await Promise.all([
    viewManuscript(grant),
    criticsOf(grant),
    listCategories(grant),
  ])
  return { manuscript, people, categories }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { manuscript } = await notesOf((await params).id)
  return { title: `${notesText.all.title} · ${manuscript.title}` }
}

export default async function Page({ params }: PageProps) {
  const { manuscript, people, categories } = await notesOf((await params).id)
  return (
    <CategoriesProvider categories={categories}>
      <AllNotes manuscript={manuscript} people={people} />
    </CategoriesProvider>
  )
}
