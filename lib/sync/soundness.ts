import { crc32 } from 'node:zlib'
import type { Damage, DamageReason, LogRow, StoredDoc } from './contract'
import { readUpdate } from './gate'
import { SYNC_LIMITS } from './limits'

/** A row as it lies in the store. `crc` is null in rows that are older than the check. */
export interface StoredRow extends LogRow {
  crc: number | null
}

/** A snapshot as it lies in the store. */
export interface StoredSnapshot {
  uptoSeq: number
  bytes: Uint8Array
  crc: number | null
}

/** What is stored was not made by an update that one person could send, so only its form is read. */
const UNBOUNDED = { ...SYNC_LIMITS, structs: Infinity, deleteRanges: Infinity }

/** The check sum stored beside bytes: CRC-32 (IEEE 802.3, as in gzip) as a signed 32-bit integer. */
export function crcOf(bytes: Uint8Array): number {
  return crc32(bytes) | 0
}

/** True when bytes are what was written; without a check sum, when they decode to their end. */
export function isSound({ bytes, crc }: { bytes: Uint8Array; crc: number | null }): boolean {
  if (crc !== null) return crcOf(bytes) === crc
  const read = readUpdate(bytes, UNBOUNDED)
  return !('refusal' in read) || read.refusal.reason === 'gap'
}

/** The doc when everything about it is as it should be, else null: then `bestOf` says what can be had. */
export function wholeOf(
  epoch: number,
  snapshot: StoredSnapshot | null,
  rows: readonly StoredRow[],
): StoredDoc | null {
  if (snapshot && !isSound(snapshot)) return null
  const after = snapshot?.uptoSeq ?? 0
  if (!rows.every((row, index) => row.seq === after + 1 + index && isSound(row))) return null
  return { epoch, seq: after + rows.length, snapshot: baseOf(snapshot), rows }
}

/**
 * The longest part of a doc that can be read whole, from whichever snapshot leads furthest.
 * @param snapshots every generation that is kept
 * @param rows every row that is kept, those of segments too, in order of `seq`; unreadable ones may be among them
 */
export function bestOf(
  epoch: number,
  snapshots: readonly StoredSnapshot[],
  rows: readonly StoredRow[],
): StoredDoc {
  const lastSeq = Math.max(0, ...snapshots.map(({ uptoSeq }) => uptoSeq), rows.at(-1)?.seq ?? 0)
  const newestFirst = [...snapshots].sort((a, b) => b.uptoSeq - a.uptoSeq)
  const bad = newestFirst.filter((snapshot) => !isSound(snapshot))
  const bases = [...newestFirst.filter((snapshot) => !bad.includes(snapshot)), null]
  let best = chainFrom(bases[0] ?? null, rows)
  for (const base of bases.slice(1)) {
    const chain = chainFrom(base, rows)
    if (chain.seq > best.seq) best = chain
  }
  const { base, chain, seq } = best
  const newerBad = bad.map(({ uptoSeq }) => uptoSeq).filter((uptoSeq) => uptoSeq > (base?.uptoSeq ?? 0))
  const stored: StoredDoc = { epoch, seq, snapshot: baseOf(base), rows: chain }
  if (newerBad.length > 0) stored.badSnapshots = newerBad
  if (seq < lastSeq) stored.damage = { goodSeq: seq, lastSeq, reason: reasonAt(seq + 1, rows, newerBad) }
  return stored
}

/** The rows that follow one another from a base up to the first that is missing or unsound. */
function chainFrom(base: StoredSnapshot | null, rows: readonly StoredRow[]) {
  let seq = base?.uptoSeq ?? 0
  const chain: StoredRow[] = []
  for (const row of rows) {
    if (row.seq <= seq) continue
    if (row.seq !== seq + 1 || !isSound(row)) break
    chain.push(row)
    seq = row.seq
  }
  return { base, chain, seq }
}

function reasonAt(seq: number, rows: readonly StoredRow[], badSnapshots: readonly number[]): DamageReason {
  if (rows.some((row) => row.seq === seq)) return 'bad_bytes'
  return badSnapshots.some((uptoSeq) => uptoSeq >= seq) ? 'bad_snapshot' : 'missing_row'
}

function baseOf(snapshot: StoredSnapshot | null): StoredDoc['snapshot'] {
  return snapshot ? { uptoSeq: snapshot.uptoSeq, bytes: snapshot.bytes } : undefined
}

/** A doc that was put into quarantine stays there until it is repaired, whatever can be read of it now. */
export function withOpenDamage(stored: StoredDoc, open: Damage | null): StoredDoc {
  if (!open || stored.damage) return stored
  return { ...stored, damage: { ...open, goodSeq: stored.seq, lastSeq: Math.max(open.lastSeq, stored.seq) } }
}
