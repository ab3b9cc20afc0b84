import type { Metadata } from 'next'
import { cache } from 'react'
import { authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer, WorkshopGrant } from '@/lib/access/contract'
import { listInvitations } from '@/lib/accounts/invitations'
import { listCategories } from '@/lib/critique/categories'
import { showCritiqueForm } from '@/lib/critique/critique-form'
import { deskOf } from '@/lib/manuscript/desk'
import { listWorkshopManuscripts } from '@/lib/manuscript/manuscripts'
import { PAGE_LIMIT } from '@/lib/paging'
import { viewWorkshop } from '@/lib/workshop/workshops'
import { WorkshopPage } from '@/components/workshop/workshop-page'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

const workshopOf = cache(async (id: string) => {
  const viewer = await requireViewer(`/workshops/${id}`)
  const grant = await found(authorizeWorkshop(viewer, id, 'see'))
  return { viewer, grant, workshop: await viewWorkshop(grant) }
})

/** Invitations are for hosts; others get null. */
async function invitationsFor(viewer: Viewer, grant: WorkshopGrant<'see'>) {
  if (grant.role === 'member') return null
  const host = await authorizeWorkshop(viewer, grant.workshopId, 'host')
  return (await listInvitations(host)).invitations
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { workshop } = await workshopOf((await params).id)
  return { title: workshop.name }
}

export default async function Page({ params }: PageProps) {
  const { viewer, grant, workshop } = await workshopOf((await params).id)
  const [{ manuscripts }, desk, invitations, { categories }, form] = await Promise.all([
    listWorkshopManuscripts(grant, { limit: PAGE_LIMIT }),
    deskOf(viewer),
    invitationsFor(viewer, grant),
    listCategories(grant),
    grant.role === 'member' ? null : showCritiqueForm(grant),
  ])
  const critique = desk.critique
    .filter((chapter) => chapter.workshop.id === workshop.id)
    .map(({ workshop: _here, ...chapter }) => chapter)
  return (
    <WorkshopPage
      workshop={workshop}
      manuscripts={manuscripts}
      critique={critique}
      invitations={invitations}
      categories={categories}
      form={form}
    />
  )
}
