import type { Metadata } from 'next'
import { cache } from 'react'
import { previewEdition } from '@/lib/beta/edition-views'
import { EditionPage } from '@/components/beta/edition-page'
import { betaText } from '@/components/text/beta'
import { betaSessionOf } from '@/app/_server/beta-session'
import { found } from '@/app/_server/found'

interface PageProps {
  params: Promise<{ id: string; editionId: string }>
}

const editionOf = cache(async (id: string, editionId: string) => {
  const { grant, session, manuscript } = await betaSessionOf(id, `/editions/${editionId}`)
  return { session, manuscript, edition: await found(previewEdition(grant, editionId)) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id, editionId } = await params
  const { edition } = await editionOf(id, editionId)
  return { title: `${edition.title} · ${betaText.editions.of(edition.number)}` }
}

export default async function Page({ params }: PageProps) {
  const { id, editionId } = await params
  return <EditionPage {...await editionOf(id, editionId)} />
}
