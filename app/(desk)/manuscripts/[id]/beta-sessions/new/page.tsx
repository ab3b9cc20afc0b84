import type { Metadata } from 'next'
import { authorize } from '@/lib/access/authorize'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { NewSession } from '@/components/beta/new-session'
import { betaText } from '@/components/text/beta'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: betaText.new }

export default async function Page({ params }: PageProps) {
  const { id } = await params
  const viewer = await requireViewer(`/manuscripts/${id}/beta-sessions/new`)
  const grant = await found(authorize(viewer, id, 'decide'))
  return <NewSession manuscript={await viewManuscript(grant)} />
}
