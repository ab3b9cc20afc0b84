import type { ArchiveRow, LogArchive } from './archive'
import { Unmergeable, type Merge } from './merge'
import { DamagedSegment, unpackSegment, type KeptRow } from './segments'
import { isSound } from './soundness'

/** Rows read at a time. A reader that stops early has read this many too many at most. */
const READ_AT_A_TIME = { rows: 1_000, bytes: 4 * 1024 * 1024 }

/**
 * One step of a history. A `row` is one durable update with who wrote it and when. A `gap` stands for positions of
 * which nothing can be read: they were dropped after 30 days, or are damaged. What comes after a gap may refer to what
 * was in it, so rows on both sides of one cannot be applied to the same doc; begin again with `stateAt` behind it.
 */
export type HistoryStep = ({ kind: 'row' } & KeptRow) | { kind: 'gap'; fromSeq: number; toSeq: number }

/** Where to begin: at a position, or with the first row written at or after a time (milliseconds since 1970). */
export type HistoryStart = { fromSeq: number } | { since: number }

/**
 * A doc as it stood at a position.
 * - `at`: `state` is one Yjs update (V1) that holds all of it, without the content of what was deleted by then;
 * - `gone`: the way there was dropped; `firstSeq` is the earliest position that can still be had;
 * - `damaged`: a row on the way there cannot be read;
 * - `ahead`: the log ends before.
 */
export type StateAt =
  | { state: 'at'; seq: number; bytes: Uint8Array }
  | { state: 'gone'; firstSeq: number }
  | { state: 'damaged' }
  | { state: 'ahead'; lastSeq: number }

/** Everything that is kept of a doc's past: each keystroke of 30 days, and what is not compacted yet. */
export interface History {
  /**
   * Every kept row in order of `seq`, from the beginning unless told otherwise. Safe beside typing and compaction; it
   * ends at the row that was the last when it got there. Rows hold deleted words too: a deletion is an update that
   * names what it deletes, and the words are in the row that wrote them. To look at a deleted passage apply the rows to
   * a doc made with `gc: false`.
   *
   * A row's `authorId` is who sent it. Who wrote a passage is more than that: text that one transaction deletes and
   * inserts again (Enter in somebody's paragraph) keeps its author.
   * @throws when the store does not answer
   */
  rows(docId: string, start?: HistoryStart): AsyncIterable<HistoryStep>
  /** The doc at a position; 0 is the empty doc. @throws when the store does not answer */
  stateAt(docId: string, seq: number): Promise<StateAt>
}

/**
 * Opens the histories of all docs.
 * @param merge where states are put together: `mergeHere` in a promise, or the merge thread of a server
 */
export function openHistory(archive: LogArchive, merge: Merge): History {
  return {
    rows: (docId, start) => historyOf(archive, docId, start ?? { fromSeq: 1 }),
    stateAt: (docId, seq) => stateAt(archive, merge, docId, seq),
  }
}

async function* historyOf(
  archive: LogArchive,
  docId: string,
  start: HistoryStart,
): AsyncGenerator<HistoryStep> {
  const since = 'since' in start ? start.since : null
  let next = 'fromSeq' in start ? start.fromSeq : await firstSince(archive, docId, start.since)
  if (next === null) return
  for (;;) {
    const { rows, isEnd } = await stretchFrom(archive, docId, next)
    if (isEnd) return
    for (const row of rows) {
      if ('fromSeq' in row) {
        yield { kind: 'gap', ...row }
        next = row.toSeq + 1
        continue
      }
      const { seq, at, authorId, bytes } = row
      next = seq + 1
      if (since === null || at >= since) yield { kind: 'row', seq, at, authorId, bytes }
    }
  }
}

type Gap = { fromSeq: number; toSeq: number }

/**
 * What comes from a position on, a piece at a time. The table is read before the segments: rows that move meanwhile are
 * then found in both, and never in neither.
 */
async function stretchFrom(
  archive: LogArchive,
  docId: string,
  next: number,
): Promise<{ rows: (KeptRow | Gap)[]; isEnd: boolean }> {
  const table = await archive.rowsAfter(docId, next - 1, READ_AT_A_TIME)
  const place = (await archive.segments(docId)).find(({ toSeq }) => toSeq >= next)
  const first = Math.min(table[0]?.seq ?? Infinity, Math.max(next, place?.fromSeq ?? Infinity))
  if (first === Infinity) return { rows: [], isEnd: true }
  if (first > next) return { rows: [{ fromSeq: next, toSeq: first - 1 }], isEnd: false }
  if (place && place.fromSeq <= first)
    return { rows: await fromSegment(archive, docId, place, next), isEnd: false }
  const before = place?.fromSeq ?? Infinity
  return {
    rows: unbroken(
      table.filter(({ seq }) => seq < before),
      next,
    ),
    isEnd: false,
  }
}

/** Rows of the table as far as they follow one another; an unsound one is a gap. */
function unbroken(table: readonly ArchiveRow[], next: number): (KeptRow | Gap)[] {
  const end = table.findIndex((row, index) => row.seq !== next + index)
  return table
    .slice(0, end === -1 ? undefined : end)
    .map((row) => (isSound(row) ? row : { fromSeq: row.seq, toSeq: row.seq }))
}

async function fromSegment(
  archive: LogArchive,
  docId: string,
  { fromSeq, toSeq }: Gap,
  next: number,
): Promise<(KeptRow | Gap)[]> {
  const bytes = await archive.segmentBytes(docId, fromSeq)
  try {
    if (bytes) return unpackSegment(bytes).filter(({ seq }) => seq >= next)
  } catch (error) {
    if (!(error instanceof DamagedSegment)) throw error
  }
  return [{ fromSeq: next, toSeq }]
}

async function firstSince(archive: LogArchive, docId: string, since: number): Promise<number | null> {
  const inTable = await archive.firstRowSince(docId, since)
  const place = (await archive.segments(docId)).find(({ lastAt }) => lastAt >= since)
  const first = Math.min(inTable ?? Infinity, place?.fromSeq ?? Infinity)
  return first === Infinity ? null : first
}

async function stateAt(archive: LogArchive, merge: Merge, docId: string, seq: number): Promise<StateAt> {
  const snapshots = await archive.snapshots(docId)
  const bases = [...snapshots.filter((uptoSeq) => uptoSeq <= seq).reverse(), 0]
  let lastSeq = 0
  for (const baseSeq of bases) {
    const base = baseSeq === 0 ? null : await archive.snapshot(docId, baseSeq)
    if (baseSeq > 0 && (!base || !isSound(base))) continue
    const rows = await rowsBetween(archive, docId, baseSeq, seq)
    lastSeq = Math.max(lastSeq, rows.at(-1)?.seq ?? baseSeq)
    if (baseSeq + rows.length < seq) continue
    try {
      const { state } = await merge({ base: base?.bytes, rows, pack: false })
      return { state: 'at', seq, bytes: state }
    } catch (error) {
      if (!(error instanceof Unmergeable)) throw error
    }
  }
  return whyNot(archive, docId, seq, snapshots)
}

/** The rows after `after` up to `seq`, as far as they follow one another. */
async function rowsBetween(
  archive: LogArchive,
  docId: string,
  after: number,
  seq: number,
): Promise<KeptRow[]> {
  const rows: KeptRow[] = []
  if (after === seq) return rows
  for await (const step of historyOf(archive, docId, { fromSeq: after + 1 })) {
    if (step.kind === 'gap' || step.seq > seq) break
    rows.push(step)
    if (step.seq === seq) break
  }
  return rows
}

async function whyNot(
  archive: LogArchive,
  docId: string,
  seq: number,
  snapshots: readonly number[],
): Promise<StateAt> {
  let lastSeq = snapshots.at(-1) ?? 0
  let firstSeq = Infinity
  for await (const step of historyOf(archive, docId, { fromSeq: 1 })) {
    if (step.kind === 'gap') continue
    firstSeq = Math.min(firstSeq, step.seq)
    lastSeq = Math.max(lastSeq, step.seq)
  }
  if (seq > lastSeq) return { state: 'ahead', lastSeq }
  // The history begins with the oldest snapshot, or with the first row when that is the doc's first.
  const begins = Math.min(firstSeq === 1 ? 1 : Infinity, snapshots[0] ?? Infinity)
  return seq < begins && begins < Infinity ? { state: 'gone', firstSeq: begins } : { state: 'damaged' }
}
