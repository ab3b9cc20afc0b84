import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { ReceiptBody } from '@/lib/critique/contract.receipts'
import { giveReceipt, offerReceipt, takeReceiptBack } from '@/lib/critique/receipts'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await offerReceipt(await authorizeThread(await viewer(), params.id, 'edit')))
})

export const PUT = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeThread(await viewer(), params.id, 'edit')
  return ok(await giveReceipt(grant, await body(ReceiptBody)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  await takeReceiptBack(await authorizeThread(await viewer(), params.id, 'edit'))
  return noContent()
})
