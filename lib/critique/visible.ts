import type { ManuscriptRole, Viewer } from '@/lib/access/contract'
import { chaptersVisibleTo } from '@/lib/access/visible'
import { database } from '@/lib/db/client'

/**
 * Which notes reach whom. This file alone decides it: a filter for what is listed or counted, a judgement for one thread
 * or comment, and the audience of what browsers are told. The rules are [CR1] to [CR9] of SPEC.md, for receipts [CR20] to
 * [CR22].
 */

/** What one person sees of the notes of others. */
export interface Sight {
  readonly userId: string
  /**
   * The chapters in which he is bound by a blind round, each with when it began: of others he sees there only what was
   * released before.
   */
  readonly since: ReadonlyMap<string, Date>
  /**
   * Whether he writes what he looks at: then what beta readers noted reaches him, and receipts before they are told. `some`
   * of what is looked at: what readers noted there, and receipts as they were told.
   */
  readonly writes: 'all' | 'some' | 'none'
}

/** Those who are never bound: the text is theirs. */
const WRITERS: readonly ManuscriptRole[] = ['author', 'coauthor']

/** A Prisma filter: the rounds that are open at `now`, by the clock and not by whoever closes them. */
export function openRounds(now: Date) {
  return { endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
}

/** True when a round has ended by `now`. */
export function hasEnded(round: { endedAt: Date | null; endsAt: Date | null }, now: Date): boolean {
  return round.endedAt !== null || (round.endsAt !== null && round.endsAt <= now)
}

/** A Prisma filter: blind rounds that are open and in which the person has not handed in yet. */
function binding(userId: string, now: Date) {
  const handedIn = { criticId: userId, firstHandedInAt: { not: null } }
  return { ...openRounds(now), isBlind: true, packages: { none: handedIn } }
}

/** A Prisma filter: manuscripts that the person does not write himself. */
function notWrittenBy(userId: string) {
  return { collaborators: { none: { userId, role: { in: [...WRITERS] } } } }
}

async function sight(
  userId: string,
  { where, writes }: { where: object; writes: Sight['writes'] },
  now: Date,
): Promise<Sight> {
  const rounds = await database().critiqueRound.findMany({
    where: { AND: [binding(userId, now), where] },
    orderBy: { startedAt: 'desc' },
    select: { chapterId: true, startedAt: true },
  })
  // Two open rounds of one chapter are not made; of two the one that hides more would count.
  return { userId, writes, since: new Map(rounds.map(({ chapterId, startedAt }) => [chapterId, startedAt])) }
}

/** What the grant's holder sees of its manuscript, or of its chapter when it is a chapter's grant. */
export async function sightOf(
  grant: { viewer: Viewer; manuscriptId: string; role: ManuscriptRole; chapterId?: string },
  now = new Date(),
): Promise<Sight> {
  const { viewer, manuscriptId, role, chapterId } = grant
  const { userId } = viewer
  if (WRITERS.includes(role)) return { userId, since: new Map(), writes: 'all' }
  const where = chapterId ? { chapterId } : { chapter: { manuscriptId } }
  return sight(userId, { where, writes: 'none' }, now)
}

/** What a person sees of all chapters that he may read, for lists that start from the viewer; of receipts what was told. */
export async function sightOfAll(viewer: Viewer, now = new Date()): Promise<Sight> {
  const { userId } = viewer
  const chapter = { AND: [chaptersVisibleTo(viewer), { manuscript: notWrittenBy(userId) }] }
  return sight(userId, { where: { chapter }, writes: 'some' }, now)
}

/** True when the person is bound in the chapter. */
export function isBoundIn({ since }: Sight, chapterId: string): boolean {
  return since.has(chapterId)
}

/** A Prisma filter: beta readers speak to those who write the text, and to nobody else. */
function fromReaders({ userId, writes }: Sight) {
  if (writes === 'all') return []
  const isNote = { kind: { not: 'reader_note' as const } }
  if (writes === 'none') return [isNote]
  const writer = { userId, role: { in: [...WRITERS] } }
  return [{ OR: [isNote, { chapter: { manuscript: { collaborators: { some: writer } } } }] }]
}

/** A Prisma filter: the threads that reach the person, of chapters he may read. Deleted ones are not left out. */
export function threadsSeenBy(sight: Sight) {
  const { userId, since } = sight
  return {
    AND: fromReaders(sight),
    OR: [
      { authorId: userId },
      { releasedAt: { not: null }, chapterId: { notIn: [...since.keys()] } },
      ...[...since].map(([chapterId, began]) => ({ chapterId, releasedAt: { lt: began } })),
    ],
  }
}

/** A Prisma filter: the comments that reach the person, in threads that reach him. Combine with `threadsSeenBy`. */
export function commentsSeenBy({ userId, since }: Sight) {
  return {
    OR: [
      { authorId: userId },
      { thread: { chapterId: { notIn: [...since.keys()] } } },
      ...[...since].map(([chapterId, began]) => ({
        thread: { chapterId },
        createdAt: { lt: began },
        OR: [{ editedAt: null }, { editedAt: { lt: began } }],
      })),
    ],
  }
}

/**
 * True when the thread reaches the person whose sight is that of one manuscript. Who may not read its chapter is not asked
 * about here.
 */
export function sees(
  { userId, since, writes }: Sight,
  thread: { kind?: string; chapterId: string; authorId: string; releasedAt: Date | null },
): boolean {
  if (thread.kind === 'reader_note' && writes !== 'all') return false
  if (thread.authorId === userId) return true
  const began = since.get(thread.chapterId)
  return thread.releasedAt !== null && (!began || thread.releasedAt < began)
}

/** True when the comment reaches a person whom its thread reaches. */
export function seesComment(
  { userId, since }: Sight,
  chapterId: string,
  comment: { authorId: string; createdAt: Date; editedAt: Date | null },
): boolean {
  const began = since.get(chapterId)
  if (!began || comment.authorId === userId) return true
  return comment.createdAt < began && (!comment.editedAt || comment.editedAt < began)
}

/** True when the reaction reaches a person whom its comment reaches. */
export function seesReaction(
  { userId, since }: Sight,
  chapterId: string,
  reaction: { userId: string; at: Date },
): boolean {
  const began = since.get(chapterId)
  return !began || reaction.userId === userId || reaction.at < began
}

/** A Prisma filter: the threads whose receipt, as it was told, reaches the person, of those that reach him. */
export function receiptsSeenBy({ since }: Sight) {
  return {
    receiptSentAt: { not: null },
    OR: [
      { chapterId: { notIn: [...since.keys()] } },
      ...[...since].map(([chapterId, began]) => ({ chapterId, receiptSentAt: { lt: began } })),
    ],
  }
}

/** True when a receipt that was told at `sentAt`, or not at all, reaches a person whom its thread reaches. */
export function seesReceipt({ since, writes }: Sight, chapterId: string, sentAt: Date | null): boolean {
  if (writes === 'all') return true
  const began = since.get(chapterId)
  return sentAt !== null && (!began || sentAt < began)
}

/** The blind round that is open in the chapter, with those whom it does not bind: its writers, and who handed in. */
async function blindRound(
  chapterId: string,
  now: Date,
): Promise<{ startedAt: Date; unbound: string[] } | null> {
  const round = await database().critiqueRound.findFirst({
    where: { ...openRounds(now), isBlind: true, chapterId },
    select: {
      startedAt: true,
      packages: { where: { firstHandedInAt: { not: null } }, select: { criticId: true } },
      chapter: {
        select: {
          manuscript: {
            select: { collaborators: { where: { role: { in: [...WRITERS] } }, select: { userId: true } } },
          },
        },
      },
    },
  })
  if (!round) return null
  const writers = round.chapter.manuscript.collaborators.map(({ userId }) => userId)
  const unbound = [...writers, ...round.packages.map(({ criticId }) => criticId)]
  return { startedAt: round.startedAt, unbound }
}

/** Those who write the chapter. */
async function writersOf(chapterId: string): Promise<string[]> {
  const rows = await database().collaborator.findMany({
    where: { role: { in: [...WRITERS] }, manuscript: { chapters: { some: { id: chapterId } } } },
    select: { userId: true },
  })
  return rows.map(({ userId }) => userId)
}

/** Those whom an open blind round of the chapter does not bind, by what they have handed in or write; null without one. */
export async function unboundIn(chapterId: string, now = new Date()): Promise<ReadonlySet<string> | null> {
  const round = await blindRound(chapterId, now)
  return round && new Set(round.unbound)
}

/** What happened to threads, as far as it decides who may be told. */
export interface Touch {
  /**
   * `comment` when only what was said in a thread changed: that is hidden from the bound also in a thread that they see.
   */
  touched: 'thread' | 'comment'
  /** Who did it; he is told in his other windows. Empty for the server itself. */
  byUserId: string
}

/**
 * Whom browsers may be told of what happened to threads of one chapter, by the thread's id: ids of people, or null for
 * everyone who may read the chapter. A constant number of queries; threads that are not there are absent.
 */
export async function audiencesOf(
  chapterId: string,
  threadIds: readonly string[],
  { touched, byUserId }: Touch,
  now = new Date(),
): Promise<Map<string, readonly string[] | null>> {
  const threads = await database().thread.findMany({
    where: { chapterId, id: { in: [...threadIds] } },
    select: { id: true, kind: true, authorId: true, releasedAt: true },
  })
  const round = await blindRound(chapterId, now)
  const writers = threads.some(({ kind }) => kind === 'reader_note') ? await writersOf(chapterId) : []
  return new Map(
    threads.map(({ id, kind, authorId, releasedAt }) => {
      if (kind === 'reader_note') return [id, writers]
      if (releasedAt === null) return [id, [authorId]]
      if (!round) return [id, null]
      if (touched === 'comment') return [id, [...round.unbound, byUserId]]
      return [id, releasedAt < round.startedAt ? null : [...round.unbound, authorId]]
    }),
  )
}

/** Whom browsers may be told of what a critic released: null for everyone who may read the chapter. */
export async function audienceOfPackage(
  chapterId: string,
  criticId: string,
  now = new Date(),
): Promise<readonly string[] | null> {
  const round = await blindRound(chapterId, now)
  return round && [...round.unbound, criticId]
}
