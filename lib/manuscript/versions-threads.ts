import { z } from 'zod'
import * as Y from 'yjs'
import type { ChapterGrant } from '@/lib/access/contract'
import { CategoryName, PlacementView } from '@/lib/critique/contract'
import { placeInSlices } from '@/lib/critique/placing'
import { anchorOf, placementView } from '@/lib/critique/views'
import { commentsSeenBy, sightOf, threadsSeenBy } from '@/lib/critique/visible'
import { database } from '@/lib/db/client'
import type { Anchor } from '@/lib/text/anchor'
import { plainText, TEXT_ROOT } from '@/lib/text/plain'
import type { PersonView } from '@/lib/workshop/contract'
import type { StoodThread } from './contract.versions'

/** What a version keeps of a thread. Its words stay where they are, so that deleting them deletes them. */
const Stood = z.object({
  id: z.string(),
  status: z.enum(['open', 'resolved', 'accepted', 'rejected']),
  placement: PlacementView.nullable(),
})
type Stood = z.infer<typeof Stood>

/**
 * The threads of a chapter as they stand in this state.
 * @param state the doc's durable state, V1
 */
export async function threadsStanding(chapterId: string, state: Uint8Array): Promise<Stood[]> {
  const rows = await database().thread.findMany({
    where: { chapterId, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      status: true,
      anchors: { orderBy: { version: 'desc' }, take: 1, select: { anchor: true, version: true } },
    },
  })
  if (rows.length === 0) return []
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const plain = plainText(doc.getXmlFragment(TEXT_ROOT))
  const anchored = rows.map((row) => ({ row, anchor: anchorOf(row) }))
  const anchors = anchored.flatMap(({ anchor }) => anchor ?? [])
  const placements = await placeInSlices(plain, anchors)
  const found = new Map<Anchor, PlacementView>()
  anchors.forEach((anchor, index) => {
    const placement = placements[index]
    if (placement) found.set(anchor, placementView(placement, plain.text))
  })
  doc.destroy()
  return anchored.map(({ row, anchor }) => ({
    id: row.id,
    status: row.status,
    placement: (anchor && found.get(anchor)) ?? null,
  }))
}

/** Whoever has no account any more is still somebody who said something. */
const FORMER = { name: 'Former member', colour: '#786f63' }

/** The people with these ids, by id; those who deleted their account as “Former member”. */
export async function peopleById(ids: readonly string[]): Promise<(id: string) => PersonView> {
  const people = await database().user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, colour: true },
  })
  const byId = new Map(people.map(({ id, name, colour }) => [id, { userId: id, name, colour }]))
  return (userId) => byId.get(userId) ?? { userId, ...FORMER }
}

/**
 * The threads that a version keeps and that reach the viewer now, with what was said in them until then and has not been
 * deleted since. A version keeps private notes too: they are shown once they are handed in.
 * @param kept the column `threads` of the version
 */
export async function threadsAsTheyStood(
  grant: ChapterGrant<'edit'>,
  kept: unknown,
  at: Date,
): Promise<StoodThread[]> {
  const { chapterId } = grant
  const sight = await sightOf(grant)
  const stood = z.array(Stood).parse(kept)
  const rows = await database().thread.findMany({
    where: { id: { in: stood.map(({ id }) => id) }, chapterId, deletedAt: null, AND: [threadsSeenBy(sight)] },
    select: {
      id: true,
      kind: true,
      category: true,
      authorId: true,
      quote: true,
      comments: {
        where: { createdAt: { lte: at }, deletedAt: null, AND: [commentsSeenBy(sight)] },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: { id: true, authorId: true, body: true, createdAt: true },
      },
    },
  })
  const ids = rows.flatMap((row) => [row.authorId, ...row.comments.map(({ authorId }) => authorId)])
  const person = await peopleById(ids)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return stood.flatMap(({ id, status, placement }): StoodThread[] => {
    const row = byId.get(id)
    if (!row) return []
    const comments = row.comments.map((comment) => ({
      id: comment.id,
      author: person(comment.authorId),
      body: comment.body,
      createdAt: comment.createdAt.toISOString(),
    }))
    return [
      {
        ...{ id, kind: row.kind, category: CategoryName.safeParse(row.category).data ?? null, status },
        ...{ author: person(row.authorId), quote: row.quote, placement, comments },
      },
    ]
  })
}
