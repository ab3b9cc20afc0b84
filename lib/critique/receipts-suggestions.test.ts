import { afterEach, beforeEach, expect, it } from 'vitest'
import { authorizeChapter, authorizeThread } from '@/lib/access/authorize'
import { workshopDatabase } from '@/tests/support/database'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { NewThread, type ThreadView } from './contract'
import { ReceiptBody } from './contract.receipts'
import { giveReceipt, offerReceipt } from './receipts'
import { acceptSuggestion, changeAnyThread, rejectSuggestion } from './suggestions'
import { openThread } from './threads'

workshopDatabase()
let desk: VersionDesk

beforeEach(async () => {
  desk = await openVersionDesk('The ferry left at six, and nobody waved.')
})

afterEach(() => desk.close())

async function suggest(exact: string, replacement: string): Promise<ThreadView> {
  const body = NewThread.parse({ kind: 'suggestion', quote: { exact }, replacement })
  return openThread(await authorizeChapter(desk.ines, desk.chapterId, 'comment'), body)
}
const edit = ({ id }: ThreadView) => authorizeThread(desk.mara, id, 'edit')
const offered = async (thread: ThreadView) => (await offerReceipt(await edit(thread))).change

it('[CR24] an accepted suggestion is linked to its own words, whatever was written there since', async () => {
  const thread = await suggest('nobody waved', 'one child waved')
  await acceptSuggestion(await edit(thread))
  const tomas = await desk.join(desk.tomas)
  tomas.type('The ferry left at six, and one '.length, 'small ')
  await desk.exchange()
  const marked = await giveReceipt(await edit(thread), ReceiptBody.parse({ outcome: 'used', linked: true }))
  expect(marked).toMatchObject({
    ...{ status: 'accepted' },
    receipt: { outcome: 'used', change: { before: 'nobody waved', after: 'one child waved' } },
  })
})

it('[CR24] an accepted cut is told as a cut', async () => {
  const thread = await suggest(', and nobody waved', '')
  await acceptSuggestion(await edit(thread))
  expect(await offered(thread)).toEqual({ before: ', and nobody waved', after: '' })
})

it('one that was rejected or taken back is linked as any other note', async () => {
  const thread = await suggest('at six', 'at seven')
  await acceptSuggestion(await edit(thread))
  await changeAnyThread(desk.mara, thread.id, { status: 'open' })
  await rejectSuggestion(await edit(thread))
  expect(await offered(thread)).toBe(null)
  const tomas = await desk.join(desk.tomas)
  tomas.type('The ferry left at '.length, 'half past ')
  await desk.exchange()
  expect((await offered(thread))?.after).toContain('left at half past six, and')
})
