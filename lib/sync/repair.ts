import type { Clock } from '@/lib/clock'
import type { LogArchive } from './archive'
import type { Damage, StoredDoc, UpdateLog } from './contract'
import { mergeHere, Unmergeable } from './merge'
import { fittingPart } from './opening'

/**
 * What became of a repair. `lost`: positions that stay in the store but are not part of the chapter any more; empty when
 * only a spare was damaged.
 */
export type Repaired =
  | { state: 'sound' }
  | { state: 'repaired'; goodSeq: number; lost: { fromSeq: number; toSeq: number } | null }
  | { state: 'nothing_good' }
  | { state: 'not_found' }
  | { state: 'changed' }

/** A doc as it can be read and fits together, and whether that is all. */
export async function examineDoc(
  archive: Pick<LogArchive, 'load'>,
  docId: string,
): Promise<StoredDoc | null> {
  const stored = await archive.load(docId)
  return stored && (fits(stored) ? stored : fittingPart(stored))
}

/**
 * Writes the last good version of a doc beside what is damaged, begins the next epoch and ends the quarantine. Nothing
 * is deleted. Works while servers run: appends are stopped first, and browsers with another epoch keep their words as a
 * recovery version.
 */
export async function repairDamage(
  { archive, log, clock }: { archive: LogArchive; log: UpdateLog; clock: Clock },
  docId: string,
): Promise<Repaired> {
  const before = await examineDoc(archive, docId)
  if (!before) return { state: 'not_found' }
  if (!before.damage && !before.badSnapshots) return { state: 'sound' }
  await log.quarantine(docId, before.damage ?? sparesOnly(before))
  // Read again: a server may have appended until a moment ago.
  const stored = await examineDoc(archive, docId)
  if (!stored) return { state: 'not_found' }
  const { seq: goodSeq, epoch, snapshot, rows } = stored
  if (goodSeq === 0) return { state: 'nothing_good' }
  const damage = stored.damage ?? sparesOnly(stored)
  const kept = rows.map(({ bytes, ...row }) => ({ ...row, bytes, at: 0 }))
  const { state } = mergeHere({ base: snapshot?.bytes, rows: kept, pack: false })
  if (!(await archive.repair(docId, { epoch, state, damage, at: clock.now() }))) return { state: 'changed' }
  const { lastSeq } = damage
  return {
    state: 'repaired',
    goodSeq,
    lost: lastSeq > goodSeq ? { fromSeq: goodSeq + 1, toSeq: lastSeq } : null,
  }
}

/** All words are there, only a snapshot is damaged. */
function sparesOnly({ seq }: StoredDoc): Damage {
  return { goodSeq: seq, lastSeq: seq, reason: 'bad_snapshot' }
}

function fits({ snapshot, rows }: StoredDoc): boolean {
  try {
    mergeHere({ base: snapshot?.bytes, rows: rows.map((row) => ({ ...row, at: 0 })), pack: false })
    return true
  } catch (error) {
    if (error instanceof Unmergeable) return false
    throw error
  }
}
