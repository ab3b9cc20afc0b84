import { z } from 'zod'
import type { PersonView } from '@/lib/workshop/contract'
import { ReceiptOutcome, type ReceiptView } from './contract.receipts'
import { seesReceipt, type Sight } from './visible'

/** What every query of receipts reads of a thread. */
export const receiptSelect = {
  receipt: true,
  receiptNote: true,
  receiptChange: true,
  receiptById: true,
  receiptAt: true,
  receiptSentAt: true,
} as const

/** The columns of a receipt. */
export interface ReceiptRow {
  receipt: ReceiptOutcome | null
  receiptNote: string | null
  receiptChange: unknown
  receiptById: string | null
  receiptAt: Date | null
  receiptSentAt: Date | null
}

const Change = z.object({ before: z.string(), after: z.string(), seq: z.number().int() })

const Told = z.object({
  outcome: ReceiptOutcome,
  note: z.string().nullable(),
  change: Change.nullable(),
  byId: z.string(),
  at: z.iso.datetime(),
  sentAt: z.iso.datetime(),
})
export type Told = z.infer<typeof Told>

/** What stands in `receiptChange`: the change, and while another receipt is not told yet, what was told before it. */
export const StoredChange = z.object({ change: Change.nullable(), told: Told.nullable() })
export type StoredChange = z.infer<typeof StoredChange>

/** A receipt, whoever may see it. */
export interface Given {
  outcome: ReceiptOutcome
  note: string | null
  change: StoredChange['change']
  byId: string
  at: Date
  sentAt: Date | null
}

/** What is stored beside a receipt. */
export function storedIn({ receiptChange }: Pick<ReceiptRow, 'receiptChange'>): StoredChange {
  return StoredChange.safeParse(receiptChange).data ?? { change: null, told: null }
}

/** The receipt as it stands, told or not. */
export function givenIn(row: ReceiptRow): Given | null {
  const { receipt, receiptNote, receiptById, receiptAt, receiptSentAt } = row
  if (!receipt || !receiptById || !receiptAt) return null
  const { change } = storedIn(row)
  return {
    ...{ outcome: receipt, note: receiptNote, change, byId: receiptById },
    ...{ at: receiptAt, sentAt: receiptSentAt },
  }
}

/** What was told last: the receipt itself, or the one before it while it is not told yet. */
export function toldIn(row: ReceiptRow): Given | null {
  const given = givenIn(row)
  if (!given || given.sentAt) return given
  const { told } = storedIn(row)
  return told && { ...told, at: new Date(told.at), sentAt: new Date(told.sentAt) }
}

/** The receipt that reaches the viewer: who writes the chapter sees it as it stands, others as it was told. */
export function receiptReaching(row: ReceiptRow & { chapterId: string }, sight: Sight): Given | null {
  const given = sight.writes === 'all' ? givenIn(row) : toldIn(row)
  return given && seesReceipt(sight, row.chapterId, given.sentAt) ? given : null
}

/** As the API shows it. */
export function receiptView(given: Given | null, person: (id: string) => PersonView): ReceiptView | null {
  if (!given) return null
  const { outcome, note, change, byId, at, sentAt } = given
  return {
    ...{ outcome, note, by: person(byId) },
    change: change && { before: change.before, after: change.after },
    ...{ at: at.toISOString(), sentAt: sentAt?.toISOString() ?? null },
  }
}
