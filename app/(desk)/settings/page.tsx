import type { Metadata } from 'next'
import { PASSWORD_MIN } from '@/lib/accounts/contract'
import { listGrants } from '@/lib/accounts/grants'
import { showMe } from '@/lib/accounts/people'
import { switchesOf } from '@/lib/notify/notices'
import { SettingsPage } from '@/components/accounts/settings-page'
import { text } from '@/components/text/en'
import { requireViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: text.settings.document }

export default async function Page() {
  const viewer = await requireViewer('/settings')
  const [me, grants, switches] = await Promise.all([showMe(viewer), listGrants(viewer), switchesOf(viewer)])
  return <SettingsPage me={me} grants={grants} switches={switches} passwordMin={PASSWORD_MIN} />
}
