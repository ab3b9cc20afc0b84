import { MANUSCRIPT_VERBS, type ChapterGrant, type Grant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import type { PersonView } from '@/lib/workshop/contract'
import { decodeAnchor, encodeAnchor, type Anchor } from '@/lib/text/anchor'
import type { Placement } from '@/lib/text/placement'
import { CategoryName, type CommentView, type PlacementView, type ThreadView } from './contract'
import { REACTIONS, type ReactionView } from './contract.reactions'
import { chapterText } from './chapter-text'
import { isIndependent, type PackageTimes } from './independence'
import { placeInSlices } from './placing'
import { receiptReaching, receiptSelect, receiptView, type ReceiptRow } from './receipt-views'
import { isBoundIn, sees, seesComment, seesReaction, sightOf, type Sight } from './visible'

/** What every query of threads reads. */
export const threadSelect = {
  id: true,
  chapterId: true,
  kind: true,
  category: true,
  status: true,
  authorId: true,
  createdAt: true,
  updatedAt: true,
  quote: true,
  replacement: true,
  resolvedById: true,
  resolvedAt: true,
  packageId: true,
  releasedAt: true,
  ...receiptSelect,
  package: {
    select: {
      firstHandedInAt: true,
      round: { select: { isBlind: true, endedAt: true, endsAt: true } },
    },
  },
  anchors: { orderBy: { version: 'desc' as const }, take: 1, select: { anchor: true, version: true } },
  comments: {
    orderBy: [{ createdAt: 'asc' as const }, { id: 'asc' as const }],
    select: {
      id: true,
      threadId: true,
      authorId: true,
      body: true,
      createdAt: true,
      editedAt: true,
      deletedAt: true,
      // Sorted below: of more than a thousand comments Prisma reads these in parts, which it cannot order.
      reactions: { select: { kind: true, userId: true, at: true } },
      mentions: { select: { userId: true } },
    },
  },
}

interface CommentRow {
  id: string
  threadId: string
  authorId: string
  body: string
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  reactions: { kind: string; userId: string; at: Date }[]
  mentions: { userId: string }[]
}

/** A row of `threadSelect`. */
export interface ThreadRow extends ReceiptRow {
  id: string
  chapterId: string
  kind: ThreadView['kind']
  category: string | null
  status: ThreadView['status']
  authorId: string
  createdAt: Date
  updatedAt: Date
  quote: string | null
  replacement: string | null
  resolvedById: string | null
  resolvedAt: Date | null
  packageId: string | null
  releasedAt: Date | null
  package: PackageTimes | null
  anchors: { anchor: unknown; version: number }[]
  comments: CommentRow[]
}

/** Whoever deleted his account is still somebody who said something. */
const FORMER: Omit<PersonView, 'userId'> = { name: 'Former member', colour: '#786f63' }

function peopleOf(rows: ThreadRow[], sight: Sight): Promise<(id: string) => PersonView> {
  return peopleNamed(
    rows.flatMap((row) => [
      row.authorId,
      row.resolvedById ?? row.authorId,
      receiptReaching(row, sight)?.byId ?? row.authorId,
      ...row.comments.flatMap((c) => [
        c.authorId,
        ...[...c.reactions, ...c.mentions].map(({ userId }) => userId),
      ]),
    ]),
  )
}

/** Those of the people with these ids who are known still, beta readers among them, by id. */
export async function knownPeople(ids: readonly string[]): Promise<ReadonlyMap<string, PersonView>> {
  const asked = [...new Set(ids)]
  const select = { id: true, name: true, colour: true }
  const users = await database().user.findMany({ where: { id: { in: asked } }, select })
  const found = new Set(users.map(({ id }) => id))
  const others = asked.filter((id) => !found.has(id))
  const readers =
    others.length > 0 ? await database().betaReader.findMany({ where: { id: { in: others } }, select }) : []
  return new Map([...users, ...readers].map(({ id, name, colour }) => [id, { userId: id, name, colour }]))
}

/** The people with these ids, beta readers among them, by id; those who deleted their account as “Former member”. */
export async function peopleNamed(ids: readonly string[]): Promise<(id: string) => PersonView> {
  const known = await knownPeople(ids)
  return (userId) => known.get(userId) ?? { userId, ...FORMER }
}

/** A placement as the API shows it. @param text the plain text it was found in */
export function placementView(placement: Placement, text: string): PlacementView {
  if (placement.state !== 'unplaced') {
    const { state, from, to } = placement
    return { state, from, to, text: text.slice(from, to) }
  }
  const { near, reason } = placement
  const unplaced = { state: 'unplaced' as const, from: near, to: near, text: '', reason, near }
  switch (placement.reason) {
    case 'rewritten':
      return { ...unplaced, nearTo: placement.nearTo }
    case 'unsure':
      return { ...unplaced, candidates: placement.candidates.map(({ from, to }) => ({ from, to })) }
    case 'gone':
      return unplaced
  }
}

function reactionViews(row: CommentRow, person: (id: string) => PersonView): ReactionView[] {
  return REACTIONS.flatMap((kind) => {
    const of = row.reactions
      .filter((one) => one.kind === kind)
      .sort((a, b) => +a.at - +b.at || (a.userId < b.userId ? -1 : 1))
    return of.length > 0 ? [{ kind, people: of.map(({ userId }) => person(userId)) }] : []
  })
}

function commentView(row: CommentRow, person: (id: string) => PersonView): CommentView {
  const deleted = row.deletedAt !== null
  return {
    id: row.id,
    threadId: row.threadId,
    author: person(row.authorId),
    body: deleted ? '' : row.body,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deleted,
    reactions: deleted ? [] : reactionViews(row, person),
    mentions: deleted
      ? []
      : row.mentions
          .map(({ userId }) => userId)
          .sort()
          .map(person),
  }
}

/** A deleted message shows only where it is needed: the opening one, and one that somebody answered after. */
function visibleComments(rows: CommentRow[]): CommentRow[] {
  const lastAlive = rows.findLastIndex((row) => row.deletedAt === null)
  return rows.filter((row, index) => row.deletedAt === null || index < lastAlive)
}

/** The newest anchor of a thread, or null for a thread about the whole chapter. */
export function anchorOf(row: Pick<ThreadRow, 'anchors'>): Anchor | null {
  const newest = row.anchors[0]
  return newest ? decodeAnchor(newest.anchor) : null
}

/** What a grant's holder may do with a thread: its author looks after his own, whoever decides looks after all. */
export function mayWith(grant: Grant<'read'>, authorId: string): ThreadView['can'] {
  const verbs = MANUSCRIPT_VERBS[grant.role]
  const looksAfter =
    verbs.includes('decide') || (verbs.includes('comment') && authorId === grant.viewer.userId)
  const decide = verbs.includes('edit')
  return {
    reply: verbs.includes('comment'),
    resolve: looksAfter,
    delete: looksAfter,
    pin: looksAfter,
    decide,
  }
}

/** Whether an open suggestion's very words stand where it is placed. */
function fitsOf(row: ThreadRow, placement: PlacementView | null | undefined): boolean | null {
  if (row.kind !== 'suggestion' || row.status !== 'open') return null
  return placement?.state !== 'unplaced' && placement?.text === row.quote
}

/** A note counts as independent by when its opening words were written last. */
function independentNote({ package: times, authorId, createdAt, comments }: ThreadRow): boolean {
  const edited = comments.find((comment) => comment.authorId === authorId)?.editedAt ?? createdAt
  return times !== null && isIndependent(times, edited)
}

/** What of these rows reaches the viewer; nothing of the rest leaves a trace, be it in a date. */
function reaching(rows: ThreadRow[], sight: Sight): ThreadRow[] {
  return rows
    .filter((row) => sees(sight, row))
    .map((row) => {
      if (!isBoundIn(sight, row.chapterId)) return row
      const comments = row.comments
        .filter((comment) => seesComment(sight, row.chapterId, comment))
        .map((comment) => ({
          ...comment,
          reactions: comment.reactions.filter((one) => seesReaction(sight, row.chapterId, one)),
        }))
      const times = comments.flatMap(({ createdAt, editedAt }) => [createdAt, editedAt ?? createdAt])
      const newest = [row.createdAt, row.resolvedAt ?? row.createdAt, ...times].sort((a, b) => +b - +a)[0]
      return { ...row, comments, updatedAt: newest ?? row.createdAt }
    })
}

/**
 * The views of those threads of one chapter that reach the viewer, placed in its text as it is now. One query for
 * people, one pass for places.
 * Each is placed by its newest anchor only, which is the one that browsers are given; `reanchorThreads` is what goes
 * back to an older one.
 */
export async function threadViews(
  grant: Grant<'read'> & Pick<ChapterGrant<'read'>, 'docId'>,
  all: ThreadRow[],
): Promise<ThreadView[]> {
  const sight = await sightOf(grant)
  const rows = reaching(all, sight)
  const person = await peopleOf(rows, sight)
  const anchored = rows.map((row) => ({ row, anchor: anchorOf(row) }))
  const anchors = anchored.flatMap(({ anchor }) => (anchor ? [anchor] : []))
  const places = new Map<Anchor, PlacementView>()
  if (anchors.length > 0) {
    const { plain } = await chapterText(grant.docId)
    const placements = await placeInSlices(plain, anchors)
    placements.forEach((placement, index) => {
      const anchor = anchors[index]
      if (anchor) places.set(anchor, placementView(placement, plain.text))
    })
  }
  return anchored.map(({ row, anchor }) => ({
    id: row.id,
    chapterId: row.chapterId,
    kind: row.kind,
    category: CategoryName.safeParse(row.category).data ?? null,
    status: row.status,
    author: person(row.authorId),
    quote: row.quote,
    replacement: row.replacement,
    fits: fitsOf(row, anchor && places.get(anchor)),
    anchor: anchor && encodeAnchor(anchor),
    placement: (anchor && places.get(anchor)) ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: row.resolvedById ? person(row.resolvedById) : null,
    comments: visibleComments(row.comments).map((comment) => commentView(comment, person)),
    visibility: row.releasedAt ? ('released' as const) : ('private' as const),
    independent: independentNote(row),
    packageId: row.packageId,
    receipt: receiptView(receiptReaching(row, sight), person),
    can: mayWith(grant, row.authorId),
  }))
}
