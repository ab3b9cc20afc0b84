import type { Metadata } from 'next'
import { listNotices } from '@/lib/notify/notices'
import { NoticesPage } from '@/components/notices/notices-page'
import { noticesText } from '@/components/text/notices'
import { requireViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: noticesText.document }

export default async function Page() {
  const viewer = await requireViewer('/notices')
  return <NoticesPage list={await listNotices(viewer, { limit: 100 })} />
}
