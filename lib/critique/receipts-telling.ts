import type { ChapterGrant } from '@/lib/access/contract'
import { whoMay } from '@/lib/access/people'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { announceNotices } from '@/lib/notify/telling'
import {
  RECEIPT_OUTCOMES,
  type ReceiptCounts,
  type ReceiptOutcome,
  type ReceiptsTold,
  type ReceiptsWaiting,
} from './contract.receipts'
import { circleOf, tellOfReceipts, type Circle } from './telling'
import { peopleNamed } from './views'
import { audiencesOf, sightOf, threadsSeenBy, type Sight } from './visible'

const NONE = 'There is nothing to tell: no note is marked, or its critic was told already.'
const BOUND =
  'Those whose notes are marked write independently just now. They can be told when they have handed in, or when the round has ended.'

/** A Prisma filter: the notes of others in the chapter that reach the viewer. */
function notesOfOthers({ chapterId, viewer }: ChapterGrant<'edit'>, sight: Sight) {
  return {
    ...{ chapterId, deletedAt: null, authorId: { not: viewer.userId } },
    AND: [threadsSeenBy(sight)],
  }
}

const NOT_TOLD = { receipt: { not: null }, receiptSentAt: null }

interface CountedRow {
  authorId: string
  receipt: ReceiptOutcome | null
}

function countsOf(rows: readonly CountedRow[]): ReceiptCounts {
  const many = (outcome: ReceiptOutcome) => rows.filter(({ receipt }) => receipt === outcome).length
  return Object.fromEntries(RECEIPT_OUTCOMES.map((one) => [one, many(one)])) as ReceiptCounts
}

function byAuthor(rows: readonly CountedRow[]): Map<string, ReceiptCounts> {
  const ids = [...new Set(rows.map(({ authorId }) => authorId))]
  return new Map(ids.map((id) => [id, countsOf(rows.filter(({ authorId }) => authorId === id))]))
}

/** How a message can reach people: those who may not read the chapter are told nothing, the bound not yet. */
function reachIn({ roles, unbound }: Circle): (userId: string) => 'told' | 'waits' | 'left' {
  const readers = new Set(whoMay(roles, 'read'))
  return (userId) => {
    if (!readers.has(userId)) return 'left'
    return unbound && !unbound.has(userId) ? 'waits' : 'told'
  }
}

/** What is marked in the chapter and not told yet, by critic. */
export async function waitingReceipts(grant: ChapterGrant<'edit'>): Promise<ReceiptsWaiting> {
  const [circle, sight] = await Promise.all([circleOf(grant), sightOf(grant)])
  const notes = notesOfOthers(grant, sight)
  const [rows, unmarked] = await Promise.all([
    database().thread.findMany({
      where: { ...notes, ...NOT_TOLD },
      select: { authorId: true, receipt: true },
    }),
    database().thread.count({ where: { ...notes, receipt: null } }),
  ])
  const counted = byAuthor(rows)
  const person = await peopleNamed([...counted.keys()])
  const reach = reachIn(circle)
  const critics = [...counted].map(([id, counts]) => ({ critic: person(id), counts, reach: reach(id) }))
  return { critics: critics.sort((a, b) => a.critic.name.localeCompare(b.critic.name)), unmarked }
}

/** Tells one critic: how many of his notes, together with what he was told before and has not read. */
async function tellCritic(
  tx: DatabaseTransaction,
  grant: ChapterGrant<'edit'>,
  { criticId, at }: { criticId: string; at: Date },
): Promise<string[]> {
  const { chapterId } = grant
  const unread = await tx.notice.findFirst({
    where: { kind: 'receipts', groupKey: chapterId, userId: criticId, readAt: null },
    select: { createdAt: true },
  })
  const rows = await tx.thread.findMany({
    where: {
      ...{ chapterId, authorId: criticId, deletedAt: null, receipt: { not: null } },
      receiptSentAt: { gte: unread?.createdAt ?? at },
    },
    select: { authorId: true, receipt: true },
  })
  return tellOfReceipts(tx, grant, { criticId, receipts: countsOf(rows), at })
}

/**
 * Tells each critic of the chapter once what became of his notes, of all that is marked and not told; from then on
 * everyone whom a note reaches sees its receipt. Those whom a blind round binds are told when it does not any more.
 * @throws {AppError} `conflict` when there is nothing to tell
 */
export async function tellReceipts(grant: ChapterGrant<'edit'>): Promise<ReceiptsTold> {
  const { chapterId, docId, viewer } = grant
  const [circle, sight] = await Promise.all([circleOf(grant), sightOf(grant)])
  const reach = reachIn(circle)
  const bound = whoMay(circle.roles, 'read').filter((userId) => reach(userId) === 'waits')
  const notes = notesOfOthers(grant, sight)
  const { rows, told } = await inTransaction(async (tx) => {
    const at = new Date()
    const { count } = await tx.thread.updateMany({
      where: { ...notes, ...NOT_TOLD, authorId: { not: viewer.userId, notIn: bound } },
      data: { receiptSentAt: at },
    })
    if (count === 0) {
      const isBound = (await tx.thread.count({ where: { ...notes, ...NOT_TOLD } })) > 0
      throw new AppError('conflict', isBound ? BOUND : NONE)
    }
    const rows = await tx.thread.findMany({
      where: { ...notes, receiptSentAt: at },
      orderBy: { id: 'asc' },
      select: { id: true, authorId: true, receipt: true },
    })
    const told: string[] = []
    for (const criticId of new Set(rows.map(({ authorId }) => authorId)))
      if (reach(criticId) === 'told') told.push(...(await tellCritic(tx, grant, { criticId, at })))
    return { rows, told }
  })
  await announceTold({ chapterId, docId, byUserId: viewer.userId }, rows[0]?.id ?? '')
  announceNotices(told)
  return toldView(rows, reach)
}

async function toldView(
  rows: readonly CountedRow[],
  reach: ReturnType<typeof reachIn>,
): Promise<ReceiptsTold> {
  const isReached = ({ authorId }: CountedRow) => reach(authorId) === 'told'
  const reached = byAuthor(rows.filter(isReached))
  const person = await peopleNamed([...reached.keys()])
  const told = [...reached].map(([id, counts]) => ({ critic: person(id), counts }))
  return {
    told: told.sort((a, b) => a.critic.name.localeCompare(b.critic.name)),
    ofThoseWhoLeft: rows.filter((row) => !isReached(row)).length,
  }
}

/** One notice to browsers, however many notes: they ask for all of the chapter's again. */
async function announceTold(
  { chapterId, docId, byUserId }: { chapterId: string; docId: string; byUserId: string },
  threadId: string,
): Promise<void> {
  // As what is said in a thread: the bound see neither the receipt nor that there is one.
  const audiences = await audiencesOf(chapterId, [threadId], { touched: 'comment', byUserId })
  for (const audience of audiences.values())
    publish({ kind: 'thread_changed', chapterId, docId, threadId, byUserId, audience })
}
