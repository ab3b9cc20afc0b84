import { rolesOn, whoMay } from '@/lib/access/people'
import type { ThreadGrant } from '@/lib/access/contract'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { chapterText } from './chapter-text'
import type { ThreadView } from './contract'
import type { ReceiptBody, ReceiptOffer } from './contract.receipts'
import { changeOfSuggestion, changeSince } from './receipt-change'
import { givenIn, receiptSelect, storedIn, type ReceiptRow, type StoredChange } from './receipt-views'
import { announceThread, showThread } from './threads'
import { anchorOf } from './views'

const DELETED = 'This note was deleted.'
const OWN = 'This is your own note, so there is nobody to tell. Resolve it.'
const WHOLE_CHAPTER =
  'linked: this note is about the whole chapter, so there is no passage whose change could be shown'
const SAME = 'The words of this note read as they did, so there is no change to link. Mark it without a link.'
const UNSURE =
  'The words of this note stand in more than one place, so their change cannot be told. Pin the note first, or mark it without a link.'
const SUGGESTION = 'A suggestion is accepted or rejected, not resolved.'
const MEANWHILE = 'Somebody else has just said what became of this note, or told it. Look at it again.'
const TOLD = 'This was told already, so it cannot be taken back. Change it instead, and tell it again.'

type Linked = NonNullable<StoredChange['change']>

/** The change that a receipt of the thread can be linked to now. @throws {AppError} `gone` when it was deleted */
async function changeOf({ threadId, chapterId, docId }: ThreadGrant<'edit'>) {
  const row = await database().thread.findUnique({
    where: { id: threadId, chapterId, deletedAt: null },
    select: {
      ...{ status: true, quote: true, replacement: true },
      anchors: { orderBy: { version: 'desc' }, take: 1, select: { anchor: true, version: true } },
    },
  })
  if (!row) throw new AppError('gone', DELETED)
  const anchor = anchorOf(row)
  const { status, quote, replacement } = row
  if (!anchor || quote === null) return { change: 'none' as const, seq: 0 }
  const { plain, seq } = await chapterText(docId)
  if (status === 'accepted' && replacement !== null)
    return { change: changeOfSuggestion(quote, replacement), seq }
  return { change: changeSince(quote, anchor, plain), seq }
}

/** What a receipt could be linked to. @throws {AppError} `gone` when the thread was deleted */
export async function offerReceipt(grant: ThreadGrant<'edit'>): Promise<ReceiptOffer> {
  const { change } = await changeOf(grant)
  return { change: typeof change === 'string' ? null : change }
}

/** @throws {AppError} `invalid` for the whole chapter, `conflict` when nothing changed or nobody can tell */
async function linkedChange(grant: ThreadGrant<'edit'>): Promise<Linked> {
  const { change, seq } = await changeOf(grant)
  if (change === 'none') throw new AppError('invalid', WHOLE_CHAPTER)
  if (change === 'same') throw new AppError('conflict', SAME)
  if (change === 'unsure') throw new AppError('conflict', UNSURE)
  return { ...change, seq }
}

interface MarkedRow extends ReceiptRow {
  authorId: string
  kind: ThreadView['kind']
  status: ThreadView['status']
}

async function rowOf(
  tx: DatabaseTransaction,
  { threadId, chapterId, viewer }: ThreadGrant<'edit'>,
): Promise<MarkedRow> {
  const row = await tx.thread.findUnique({
    where: { id: threadId, chapterId, deletedAt: null },
    select: { authorId: true, kind: true, status: true, ...receiptSelect },
  })
  if (!row) throw new AppError('gone', DELETED)
  if (row.authorId === viewer.userId) throw new AppError('forbidden', OWN)
  return row
}

/** Writes a receipt over the one that was read. @throws {AppError} `conflict` when that one is not there any more */
async function write(
  tx: DatabaseTransaction,
  { threadId, chapterId }: ThreadGrant<'edit'>,
  { receiptAt, receiptSentAt }: ReceiptRow,
  data: object,
): Promise<void> {
  const { count } = await tx.thread.updateMany({
    where: { id: threadId, chapterId, deletedAt: null, receiptAt, receiptSentAt },
    data,
  })
  if (count === 0) throw new AppError('conflict', MEANWHILE)
}

/** What was told so far, kept beside a receipt that is not told yet. */
function toldBefore(row: ReceiptRow): StoredChange['told'] {
  const given = givenIn(row)
  if (!given?.sentAt) return storedIn(row).told
  const { outcome, note, change, byId, at, sentAt } = given
  return { ...{ outcome, note, change, byId }, at: at.toISOString(), sentAt: sentAt.toISOString() }
}

function saysTheSame(row: ReceiptRow, { outcome, note }: ReceiptBody, change: Linked | null): boolean {
  const given = givenIn(row)
  const was = given?.change
  return (
    given?.outcome === outcome &&
    given.note === (note || null) &&
    was?.before === change?.before &&
    was?.after === change?.after
  )
}

/** Tells the browsers of those who write the chapter, and of nobody else, that a receipt was marked or taken back. */
async function announceMark({ manuscriptId, chapterId, docId, threadId, viewer }: ThreadGrant<'edit'>) {
  const audience = whoMay(await rolesOn(manuscriptId), 'edit')
  publish({ kind: 'thread_changed', chapterId, docId, threadId, byUserId: viewer.userId, audience })
}

/**
 * Says what became of a note; nobody but those who write the chapter sees it before `tellReceipts`. Another one in place of
 * what was told is told again, and until then what was told stands. No date of the thread tells of it, unless it is
 * resolved in the same step.
 * @throws {AppError} `gone`, `forbidden` for one's own note, `invalid` and `conflict` as `linkedChange`, `conflict` for a
 *   suggestion to resolve or when somebody else was quicker
 */
export async function giveReceipt(grant: ThreadGrant<'edit'>, asked: ReceiptBody): Promise<ThreadView> {
  const change = asked.linked ? await linkedChange(grant) : null
  const { userId } = grant.viewer
  const { changes, resolves } = await inTransaction(async (tx) => {
    const at = new Date()
    const row = await rowOf(tx, grant)
    if (asked.resolve && row.kind === 'suggestion') throw new AppError('conflict', SUGGESTION)
    const resolves = asked.resolve && row.status === 'open'
    const changes = !saysTheSame(row, asked, change)
    const stored: StoredChange = { change, told: toldBefore(row) }
    if (changes || resolves)
      await write(tx, grant, row, {
        ...(changes && {
          receipt: asked.outcome,
          receiptNote: asked.note || null,
          receiptChange: stored,
          ...{ receiptById: userId, receiptAt: at, receiptSentAt: null },
        }),
        ...(resolves && { status: 'resolved', resolvedAt: at, resolvedById: userId, updatedAt: at }),
      })
    return { changes, resolves }
  })
  if (resolves) await announceThread(grant, grant.threadId)
  else if (changes) await announceMark(grant)
  return showThread(grant)
}

const NOTHING = {
  ...{ receipt: null, receiptNote: null, receiptById: null, receiptAt: null, receiptSentAt: null },
  receiptChange: { change: null, told: null } satisfies StoredChange,
}

/**
 * Takes a receipt back that was not told yet; what was told before it stands again. Where there is none nothing happens.
 * @throws {AppError} `conflict` when it was told, `gone`, `forbidden` for one's own note
 */
export async function takeReceiptBack(grant: ThreadGrant<'edit'>): Promise<void> {
  const isTaken = await inTransaction(async (tx) => {
    const row = await rowOf(tx, grant)
    if (!row.receipt) return false
    if (row.receiptSentAt) throw new AppError('conflict', TOLD)
    const { told } = storedIn(row)
    await write(
      tx,
      grant,
      row,
      told
        ? {
            ...{ receipt: told.outcome, receiptNote: told.note, receiptById: told.byId },
            ...{ receiptAt: new Date(told.at), receiptSentAt: new Date(told.sentAt) },
            receiptChange: { change: told.change, told: null } satisfies StoredChange,
          }
        : NOTHING,
    )
    return true
  })
  if (isTaken) await announceMark(grant)
}
