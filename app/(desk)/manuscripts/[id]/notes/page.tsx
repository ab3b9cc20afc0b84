import type { Metadata } from 'next'
import { cache } from 'react'
import { authorize } from '@/lib/access/authorize'
import { listCategories } from '@/lib/critique/categories'
import { criticsOf } from '@/lib/critique/all-threads'
import { ManuscriptThreadQuery } from '@/lib/critique/contract.filters'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { CategoriesProvider } from '@/components/margin/categories'
import { AllNotes } from '@/components/notes/all-notes'
import { notesText } from '@/components/text/notes'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[]>>
}

/** `author=me` of an address is whoever reads it. */
const ME = 'me'

/** What the address asks for, in the words of the API; null when it asks for nothing that can be asked. */
function askedIn(query: Record<string, string | string[]>, viewerId: string) {
  const asked = query['author'] === ME ? { ...query, author: viewerId } : query
  const parsed = ManuscriptThreadQuery.safeParse(asked)
  return parsed.success && Object.keys(query).length > 0 ? parsed.data : null
}

const notesOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/manuscripts/${id}/notes`)
  const grant = await found(authorize(viewer, id, 'read'))
  const [manuscript, people, { categories }] = await Promise.all([
    viewManuscript(grant),
    criticsOf(grant),
    listCategories(grant),
  ])
  return { manuscript, people, categories, viewerId: viewer.userId }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { manuscript } = await notesOf((await params).id)
  return { title: `${notesText.all.title} · ${manuscript.title}` }
}

export default async function Page({ params, searchParams }: PageProps) {
  const { manuscript, people, categories, viewerId } = await notesOf((await params).id)
  const asked = askedIn(await searchParams, viewerId)
  return (
    <CategoriesProvider categories={categories}>
      <AllNotes key={JSON.stringify(asked)} {...{ manuscript, people, viewerId, asked }} />
    </CategoriesProvider>
  )
}
