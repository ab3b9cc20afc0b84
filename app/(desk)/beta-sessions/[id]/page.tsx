import type { Metadata } from 'next'
import { listReaders } from '@/lib/beta/readers'
import { reportOf } from '@/lib/beta/report'
import { Report } from '@/components/beta/report'
import { SessionFrame } from '@/components/beta/frame'
import { betaText } from '@/components/text/beta'
import { betaSessionOf } from '@/app/_server/beta-session'

interface PageProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { session } = await betaSessionOf((await params).id, '')
  return { title: `${betaText.places.report} · ${session.title}` }
}

export default async function Page({ params }: PageProps) {
  const { grant, session, manuscript } = await betaSessionOf((await params).id, '')
  const [report, { readers }] = await Promise.all([reportOf(grant), listReaders(grant)])
  return (
    <SessionFrame session={session} manuscript={manuscript} place="report">
      <Report session={session} report={report} readers={readers} manuscript={manuscript} />
    </SessionFrame>
  )
}
