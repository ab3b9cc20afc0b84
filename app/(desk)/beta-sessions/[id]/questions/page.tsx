import type { Metadata } from 'next'
import { QuestionsForm } from '@/components/beta/questions-form'
import { SessionFrame } from '@/components/beta/frame'
import { betaText } from '@/components/text/beta'
import { betaSessionOf } from '@/app/_server/beta-session'

interface PageProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { session } = await betaSessionOf((await params).id, '/questions')
  return { title: `${betaText.places.questions} · ${session.title}` }
}

export default async function Page({ params }: PageProps) {
  const { session, manuscript } = await betaSessionOf((await params).id, '/questions')
  return (
    <SessionFrame session={session} manuscript={manuscript} place="questions">
      <QuestionsForm session={session} />
    </SessionFrame>
  )
}
