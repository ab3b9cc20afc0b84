import type { Metadata } from 'next'
import { cache } from 'react'
import { authorize } from '@/lib/access/authorize'
import { listSessions } from '@/lib/beta/sessions'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { PAGE_LIMIT } from '@/lib/paging'
import { SessionsPage } from '@/components/beta/sessions-page'
import { betaText } from '@/components/text/beta'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const sessionsOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/manuscripts/${id}/beta-sessions`)
  const grant = await found(authorize(viewer, id, 'decide'))
  const [manuscript, { sessions }] = await Promise.all([
    viewManuscript(grant),
    listSessions(grant, { limit: PAGE_LIMIT }),
  ])
  return { manuscript, sessions }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { manuscript } = await sessionsOf((await params).id)
  return { title: `${betaText.title} · ${manuscript.title}` }
}

export default async function Page({ params }: PageProps) {
  return <SessionsPage {...await sessionsOf((await params).id)} />
}
