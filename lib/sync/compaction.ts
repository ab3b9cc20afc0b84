import type { Clock } from '@/lib/clock'
import type { LogArchive } from './archive'
import { Unmergeable, type Merge } from './merge'
import { DamagedSegment, unpackSegment } from './segments'
import { isSound } from './soundness'

/** The bounds of compaction. Rows, bytes and milliseconds. */
export const COMPACTION = {
  /**
   * Rows of one step. They are merged in a worker; the store then takes them away in one transaction, during which
   * saves wait. With 2,000 rows that was 44 ms, and reading them held the event loop for longer than 50 ms.
   */
  sliceRows: 500,
  sliceBytes: 4 * 1024 * 1024,
  /** A load of 20,000 rows took 180 ms, so 500 cost little; fewer are not worth a snapshot of the whole chapter. */
  enoughRows: 500,
  /** Few rows can be heavy: three pasted books of 300 KiB. */
  enoughBytes: 1024 * 1024,
  /** Nobody has typed for this long: the chapter has been left, or its writer thinks. */
  quietMs: 60_000,
  /** An hour and a half of one fast typist who never pauses for a minute: then it is done beside the typing. */
  muchRows: 20_000,
  muchBytes: 16 * 1024 * 1024,
  /** Between two slices of a doc, so that loads and saves come in between. */
  pauseMs: 100,
  /** DESIGN §4: any word deleted in the last 30 days can be found. */
  keepMs: 30 * 24 * 60 * 60 * 1000,
} as const

/** What the steps work with. */
export interface CompactionWorld {
  archive: LogArchive
  merge: Merge
  clock: Clock
}

/**
 * What became of one step. `moved`: there may be more. `nothing`: no rows wait. `left`: what is stored is damaged or
 * does not merge, and was not touched. `raced`: another process was faster.
 */
export type StepOutcome = 'moved' | 'nothing' | 'left' | 'raced'

/** True when a doc's rows are worth a snapshot now: enough of them and nobody writes, or a great many. */
export async function isDue({ archive, clock }: CompactionWorld, docId: string): Promise<boolean> {
  const { rows, bytes, lastAt } = await archive.weigh(docId)
  if (rows >= COMPACTION.muchRows || bytes >= COMPACTION.muchBytes) return true
  const isEnough = rows >= COMPACTION.enoughRows || bytes >= COMPACTION.enoughBytes
  return isEnough && clock.now() - lastAt >= COMPACTION.quietMs
}

/**
 * One step: the oldest rows after the newest snapshot become the next one, and move into a segment, in one
 * transaction. Nothing is changed before that; rows that are written meanwhile come after them. A process that ends at
 * any moment leaves the log as it was before the step or as it is after it.
 */
export async function compactSlice(world: CompactionWorld, docId: string): Promise<StepOutcome> {
  const { archive, merge, clock } = world
  const epoch = await archive.epochOf(docId)
  if (epoch === null) return 'nothing'
  if (await archive.isQuarantined(docId)) return 'left'
  const baseSeq = (await archive.snapshots(docId)).at(-1) ?? 0
  const base = baseSeq === 0 ? null : await archive.snapshot(docId, baseSeq)
  if (baseSeq > 0 && !base) return 'raced'
  if (base && !isSound(base)) return 'left'
  const bounds = { rows: COMPACTION.sliceRows, bytes: COMPACTION.sliceBytes }
  const rows = await archive.rowsAfter(docId, baseSeq, bounds)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return 'nothing'
  if (!rows.every((row, index) => row.seq === baseSeq + 1 + index && isSound(row))) return 'left'
  try {
    const { state, segment } = await merge({ base: base?.bytes, rows, pack: true })
    const times = { firstAt: first.at, lastAt: last.at, at: clock.now() }
    const slice = { epoch, baseSeq, fromSeq: first.seq, toSeq: last.seq, state, segment, ...times }
    return (await archive.moveToSnapshot(docId, slice)) ? 'moved' : 'raced'
  } catch (error) {
    if (error instanceof Unmergeable) return 'left'
    throw error
  }
}

/**
 * Drops the segments of a doc that ended more than 30 days ago, oldest first. The history then begins with a snapshot
 * at the end of what was dropped. What leads from the previous snapshot to the newest stays, however old: it is the way
 * back should the newest be damaged.
 * @returns how many were dropped
 */
export async function thinSegments(world: CompactionWorld, docId: string): Promise<number> {
  const { archive, clock } = world
  const before = clock.now() - COMPACTION.keepMs
  let dropped = 0
  for (const place of await archive.segments(docId)) {
    const previous = (await archive.snapshots(docId)).at(-2) ?? 0
    if (place.lastAt >= before || place.toSeq > previous) break
    const floor = await floorAfter(world, docId, place)
    if (!(await archive.dropSegment(docId, place, floor, clock.now()))) break
    dropped++
  }
  return dropped
}

/** The state at the end of a segment; null when it cannot be made any more, or stands there already. */
async function floorAfter(
  { archive, merge }: CompactionWorld,
  docId: string,
  { fromSeq, toSeq }: { fromSeq: number; toSeq: number },
): Promise<Uint8Array | null> {
  if (await archive.snapshot(docId, toSeq)) return null
  const base = fromSeq === 1 ? null : await archive.snapshot(docId, fromSeq - 1)
  const bytes = await archive.segmentBytes(docId, fromSeq)
  if (!bytes || (fromSeq > 1 && (!base || !isSound(base)))) return null
  try {
    return (await merge({ base: base?.bytes, rows: unpackSegment(bytes), pack: false })).state
  } catch (error) {
    if (error instanceof Unmergeable || error instanceof DamagedSegment) return null
    throw error
  }
}
