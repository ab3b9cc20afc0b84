import type { Metadata } from 'next'
import { deskOf } from '@/lib/manuscript/desk'
import { Desk } from '@/components/workshop/desk'
import { text } from '@/components/text/en'
import { requireViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: text.desk.document }

export default async function DeskPage() {
  const viewer = await requireViewer()
  return <Desk desk={await deskOf(viewer)} />
}
