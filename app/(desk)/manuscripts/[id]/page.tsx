import type { Metadata } from 'next'
import { cache } from 'react'
import { authorize } from '@/lib/access/authorize'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { ManuscriptPage } from '@/components/manuscript/manuscript-page'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const manuscriptOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/manuscripts/${id}`)
  const grant = await found(authorize(viewer, id, 'read'))
  return viewManuscript(grant)
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { title } = await manuscriptOf((await params).id)
  return { title }
}

export default async function Page({ params }: PageProps) {
  return <ManuscriptPage manuscript={await manuscriptOf((await params).id)} />
}
