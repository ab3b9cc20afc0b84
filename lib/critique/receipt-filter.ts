import { database } from '@/lib/db/client'
import type { ThreadWhereInput } from '@/lib/db/generated/sqlite/models/Thread'
import type { ReceiptFilter } from './contract.receipts'
import { receiptReaching, receiptSelect } from './receipt-views'
import { receiptsSeenBy, type Sight } from './visible'

/** The ids of threads whose receipt is being changed, and that pass with the one that was told before. */
async function idsToldBefore(from: ThreadWhereInput, asked: ReceiptFilter, sight: Sight): Promise<string[]> {
  const rows = await database().thread.findMany({
    where: { AND: [from, { receipt: { not: null }, receiptSentAt: null }] },
    select: { id: true, chapterId: true, ...receiptSelect },
  })
  return rows
    .filter((row) => {
      const outcome = receiptReaching(row, sight)?.outcome
      return outcome !== undefined && (asked === 'any' || asked === 'none' || asked === outcome)
    })
    .map(({ id }) => id)
}

/**
 * A Prisma filter of threads by the receipt that reaches the viewer: what was not told is for those who write the chapter.
 * @param from the threads among which they are looked for
 */
export async function withReceipt(
  from: ThreadWhereInput,
  asked: ReceiptFilter,
  sight: Sight,
): Promise<ThreadWhereInput> {
  const isOutcome = asked !== 'any' && asked !== 'none'
  const receipt = isOutcome ? asked : { not: null }
  if (sight.writes === 'all') return asked === 'none' ? { receipt: null } : { receipt }
  const before = await idsToldBefore(from, asked, sight)
  const has = { OR: [{ receipt, AND: [receiptsSeenBy(sight)] }, { id: { in: before } }] }
  return asked === 'none' ? { NOT: has } : has
}
