import type { Damage, StoredDoc } from './contract'
import type { KeptRow } from './segments'
import type { StoredRow, StoredSnapshot } from './soundness'

/** How much lies in a doc's log after its last snapshot. */
export interface Weight {
  rows: number
  bytes: number
  /** Milliseconds since 1970 of the last row; 0 when there is none. */
  lastAt: number
}

/** Where a segment stands. */
export interface SegmentPlace {
  fromSeq: number
  toSeq: number
  /** Milliseconds since 1970 of its first and its last row. */
  firstAt: number
  lastAt: number
}

/** A row as it lies in the table, with its time and check sum. */
export type ArchiveRow = KeptRow & StoredRow

/** Bounds of one look at a table; at least one row is always read. */
export interface SliceBounds {
  rows: number
  bytes: number
}

/** One step of compaction: the rows from `fromSeq` to `toSeq` become a snapshot and a segment. */
export interface CompactedSlice {
  epoch: number
  /** The snapshot it was made from; 0 for none. */
  baseSeq: number
  fromSeq: number
  toSeq: number
  state: Uint8Array
  segment: Uint8Array
  firstAt: number
  lastAt: number
  /** Milliseconds since 1970, now. */
  at: number
}

/** A repair: the last good state, written beside what is damaged. */
export interface Repair {
  /** The epoch that was read; the next one begins. */
  epoch: number
  state: Uint8Array
  damage: Damage
  /** Milliseconds since 1970, now. */
  at: number
}

/**
 * What compaction, history and repair need of the log besides `UpdateLog`. Every method rejects when the store does
 * not answer. The writing ones are one transaction each, hold the store for one slice at most, and answer false, with
 * nothing changed, when the log is not any more as the caller read it.
 */
export interface LogArchive {
  /** Ids of docs in order, those after `after`. */
  docIds(after: string | null, most: number): Promise<string[]>
  /** As `UpdateLog.load`. */
  load(docId: string): Promise<StoredDoc | null>
  weigh(docId: string): Promise<Weight>
  /** The epoch of a doc, null when there is none. */
  epochOf(docId: string): Promise<number | null>
  /** Whether the doc is in quarantine. */
  isQuarantined(docId: string): Promise<boolean>
  /** Rows of the table after `seq`, in order, holes and damaged ones as they are. */
  rowsAfter(docId: string, seq: number, bounds: SliceBounds): Promise<ArchiveRow[]>
  /** The first row of the table written at or after a time, else null. */
  firstRowSince(docId: string, at: number): Promise<number | null>
  /** Every segment of the doc, oldest first. */
  segments(docId: string): Promise<SegmentPlace[]>
  /** The bytes of the segment that begins there. */
  segmentBytes(docId: string, fromSeq: number): Promise<Uint8Array | null>
  /** Docs that have a segment that ended before `at`. */
  docsWithSegmentsBefore(at: number): Promise<string[]>
  /** Positions of the doc's snapshots, oldest first. */
  snapshots(docId: string): Promise<number[]>
  snapshot(docId: string, uptoSeq: number): Promise<StoredSnapshot | null>
  /** Puts a slice in the place of its rows, and forgets the snapshot before the previous one. */
  moveToSnapshot(docId: string, slice: CompactedSlice): Promise<boolean>
  /** Drops the doc's oldest segment; `floor` is the state at its end, which the history then begins with. */
  dropSegment(docId: string, place: SegmentPlace, floor: Uint8Array | null, at: number): Promise<boolean>
  /** Writes a good state as the newest, begins the next epoch and ends the quarantine. */
  repair(docId: string, repair: Repair): Promise<boolean>
}
