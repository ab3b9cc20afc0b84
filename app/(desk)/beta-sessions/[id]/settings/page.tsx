import type { Metadata } from 'next'
import { SettingsForm } from '@/components/beta/settings-form'
import { SessionFrame } from '@/components/beta/frame'
import { betaText } from '@/components/text/beta'
import { betaSessionOf } from '@/app/_server/beta-session'

interface PageProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { session } = await betaSessionOf((await params).id, '/settings')
  return { title: `${betaText.places.settings} · ${session.title}` }
}

export default async function Page({ params }: PageProps) {
  const { session, manuscript } = await betaSessionOf((await params).id, '/settings')
  return (
    <SessionFrame session={session} manuscript={manuscript} place="settings">
      <SettingsForm manuscript={manuscript} session={session} />
    </SessionFrame>
  )
}
