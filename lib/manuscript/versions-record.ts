import { openHistory } from '@/lib/sync/history'
import { mergeHere } from '@/lib/sync/merge'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { systemClock, type Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { ask, type DocState } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import type { VersionKind } from './contract.versions'
import { doTextWork } from './text-work'
import { threadsStanding } from './versions-threads'

/** Why a version is recorded, and for whom; nobody for an automatic one. */
export interface Occasion {
  kind: VersionKind
  name?: string
  byId?: string
}

async function newest(chapterId: string) {
  return database().version.findFirst({
    where: { chapterId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { epoch: true, seq: true },
  })
}

/** Who wrote after `from` and until `to`, as far as the history goes back. */
async function writersBetween(docId: string, from: number, to: number): Promise<string[]> {
  const history = openHistory(openPrismaArchive(database()), (ask) => Promise.resolve(mergeHere(ask)))
  const writers = new Set<string>()
  for await (const step of history.rows(docId, { fromSeq: from + 1 })) {
    if (step.kind === 'gap') continue
    if (step.seq > to) break
    if (step.authorId !== null) writers.add(step.authorId)
  }
  return [...writers]
}

/**
 * Records the durable text of a chapter with its threads as they stand.
 * @param now that text, when the caller has asked for it already
 * @returns the new version's id; null when an automatic one would say what the last one says
 */
export async function recordVersion(
  { chapterId, docId }: { chapterId: string; docId: string },
  { kind, name, byId }: Occasion,
  clock: Clock = systemClock,
  now?: DocState,
): Promise<string | null> {
  const { state, seq, epoch } = now ?? (await ask('doc.state', { docId }))
  const last = await newest(chapterId)
  const isSame = last?.epoch === epoch && last.seq === seq
  if (kind === 'automatic' && isSame) return null
  const [{ packed, words }, threads, writerIds] = await Promise.all([
    doTextWork('pack', { state }),
    threadsStanding(chapterId, state),
    writersBetween(docId, last?.epoch === epoch ? last.seq : 0, seq),
  ])
  const id = newId()
  await database().version.create({
    data: {
      ...{ id, chapterId, docId, epoch, seq, kind, words, threads, writerIds },
      ...{ name: name ?? null, createdById: byId ?? null, createdAt: new Date(clock.now()) },
      bytes: packed as Uint8Array<ArrayBuffer>,
    },
    select: { id: true },
  })
  return id
}
