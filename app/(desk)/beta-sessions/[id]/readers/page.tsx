import type { Metadata } from 'next'
import { listInvitations } from '@/lib/beta/invitations'
import { listReaders } from '@/lib/beta/readers'
import { AccessPanel } from '@/components/beta/access-panel'
import { EditionsPanel } from '@/components/beta/editions-panel'
import { LinksPanel } from '@/components/beta/links-panel'
import { SessionFrame } from '@/components/beta/frame'
import { betaText } from '@/components/text/beta'
import { betaSessionOf } from '@/app/_server/beta-session'

interface PageProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { session } = await betaSessionOf((await params).id, '/readers')
  return { title: `${betaText.places.readers} · ${session.title}` }
}

export default async function Page({ params }: PageProps) {
  const { grant, session, manuscript } = await betaSessionOf((await params).id, '/readers')
  const [{ readers }, { invitations }] = await Promise.all([listReaders(grant), listInvitations(grant)])
  return (
    <SessionFrame session={session} manuscript={manuscript} place="readers">
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <AccessPanel sessionId={session.id} readers={readers} />
        <LinksPanel sessionId={session.id} links={invitations} />
        <EditionsPanel session={session} language={manuscript.language} />
      </div>
    </SessionFrame>
  )
}
