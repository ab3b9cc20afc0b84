import type { Metadata } from 'next'
import { PAGE_LIMIT } from '@/lib/paging'
import { listTrash } from '@/lib/trash/listing'
import { trashText } from '@/components/text/trash'
import { TrashPage } from '@/components/trash/trash-page'
import { requireViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: trashText.document }

export default async function Page() {
  const viewer = await requireViewer('/trash')
  return <TrashPage trash={await listTrash(viewer, { limit: PAGE_LIMIT })} />
}
