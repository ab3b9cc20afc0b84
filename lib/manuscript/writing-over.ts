import { randomInt } from 'node:crypto'
import type { ChapterGrant } from '@/lib/access/contract'
import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { ask } from '@/lib/events/events'
import { applyAs, CLIENT_IDS, untilDone, type Act } from './applying'
import type { RestoredView } from './contract.versions'
import { doTextWork } from './text-work'
import type { BlockId } from './versions-difference'
import { recordVersion } from './versions-record'

/**
 * How long words that were on their way when somebody wrote over the chapter may take to arrive: browsers send within
 * 100 ms, and a slow line needs about a second. Emptied blocks stand for so long; with nobody there they do not.
 */
export const SETTLE_MS = 1_500

/** Somebody else, or the same person in another window, may be writing at this moment. */
async function isAnybodyThere(docId: string): Promise<boolean> {
  return (await ask('doc.present', { docId })).userIds.length > 0
}

/**
 * Makes the chapter say what a packed text says, as a new edit by the viewer: the difference to the text as it is now.
 * That text is recorded first as a version of this kind, so restoring that one undoes it. Words that others write
 * meanwhile stay: they come after the recorded state, and blocks that go are emptied first and taken away after
 * `SETTLE_MS`, unless somebody wrote into them.
 * @throws {AppError} `conflict` with the sentence `tooFast` when the chapter changed too fast, `unavailable`
 */
export async function writeOver(
  grant: ChapterGrant<'edit'>,
  packed: Uint8Array,
  { kind, tooFast, clock }: { kind: 'before_restore' | 'before_import'; tooFast: string; clock: Clock },
): Promise<RestoredView> {
  const { docId, chapterId, viewer } = grant
  const mayEmpty = await isAnybodyThere(docId)
  let beforeId: string | null = null
  let emptied: readonly BlockId[] = []
  const done = await untilDone(async () => {
    const now = await ask('doc.state', { docId })
    const how = { packed, clientId: randomInt(CLIENT_IDS), mayEmpty }
    const difference = await doTextWork('difference', { state: now.state, ...how })
    if (!difference) return 'unchanged'
    emptied = difference.emptied
    beforeId = await recordVersion(grant, { kind, byId: viewer.userId }, clock, now)
    const act = await applyAs(grant, difference.update)
    if (act === 'conflict' && beforeId)
      await database().version.deleteMany({ where: { id: beforeId, chapterId } })
    return act
  }, tooFast)
  if (done === 'unchanged') {
    const { seq } = await ask('doc.state', { docId })
    return { seq, beforeId: null, changed: false }
  }
  if (emptied.length === 0) return { seq: done.seq, beforeId, changed: true }
  await new Promise<void>((resolve) => clock.after(SETTLE_MS, resolve))
  const swept = await untilDone(() => sweep(grant, emptied), tooFast)
  return { seq: swept === 'unchanged' ? done.seq : swept.seq, beforeId, changed: true }
}

async function sweep(grant: ChapterGrant<'edit'>, emptied: readonly BlockId[]): Promise<Act> {
  const { state } = await ask('doc.state', { docId: grant.docId })
  const update = await doTextWork('sweep', { state, emptied, clientId: randomInt(CLIENT_IDS) })
  return update ? applyAs(grant, update) : 'unchanged'
}
