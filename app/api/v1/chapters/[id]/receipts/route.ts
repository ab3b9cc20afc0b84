import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { tellReceipts, waitingReceipts } from '@/lib/critique/receipts-telling'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await waitingReceipts(await authorizeChapter(await viewer(), params.id, 'edit')))
})

export const POST = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await tellReceipts(await authorizeChapter(await viewer(), params.id, 'edit')))
})
