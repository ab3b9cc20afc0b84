import type { Database } from '@/lib/db/client'
import type { Damage, DamageReason, StoredDoc } from '../contract'
import { DamagedSegment, unpackSegment } from '../segments'
import { bestOf, crcOf, wholeOf, withOpenDamage, type StoredRow } from '../soundness'

/**
 * How often a load reads again when rows moved into a snapshot meanwhile. Compaction pauses between slices, and each
 * leaves fewer rows to read, so a few are enough; this many mean that something is wrong.
 */
const LOAD_ATTEMPTS = 60

/**
 * Reads a doc whole and verified, or the longest part of it that is sound. Beside a running compaction it reads
 * again until nothing moved between its first and its last look, so that what it answers stood there at one moment.
 * @throws {Error} when the store does not answer, or rows moved each time
 */
export async function loadDoc(database: Database, docId: string): Promise<StoredDoc | null> {
  for (let attempt = 0; attempt < LOAD_ATTEMPTS; attempt++) {
    const doc = await database.doc.findUnique({ where: { id: docId }, select: { epoch: true } })
    if (!doc) return null
    const snapshot = await database.docSnapshot.findFirst({
      where: { docId },
      orderBy: { uptoSeq: 'desc' },
      select: { uptoSeq: true, bytes: true, crc: true },
    })
    const rows = await rowsFrom(database, docId, snapshot?.uptoSeq ?? 0)
    const whole = wholeOf(doc.epoch, snapshot, rows)
    const stored = whole ?? (await loadBest(database, docId, doc.epoch))
    const open = await openDamageOf(database, docId)
    const now = await headOf(database, docId)
    if (now.uptoSeq !== (snapshot?.uptoSeq ?? 0) || now.epoch !== doc.epoch) continue
    return withOpenDamage(stored, open)
  }
  throw new Error(`The rows of doc ${docId} moved each time they were read.`)
}

/** What a compaction or a repair changes in its transaction. */
async function headOf(database: Database, docId: string) {
  const snapshot = await database.docSnapshot.findFirst({
    where: { docId },
    orderBy: { uptoSeq: 'desc' },
    select: { uptoSeq: true },
  })
  const doc = await database.doc.findUnique({ where: { id: docId }, select: { epoch: true } })
  return { uptoSeq: snapshot?.uptoSeq ?? 0, epoch: doc?.epoch }
}

function rowsFrom(database: Database, docId: string, after: number): Promise<StoredRow[]> {
  return database.docUpdate.findMany({
    where: { docId, seq: { gt: after } },
    orderBy: { seq: 'asc' },
    select: { seq: true, bytes: true, authorId: true, crc: true },
  })
}

/** Everything that is kept of a doc, for the rare case that the newest snapshot and its rows are not enough. */
async function loadBest(database: Database, docId: string, epoch: number): Promise<StoredDoc> {
  const select = { uptoSeq: true, bytes: true, crc: true }
  const snapshots = await database.docSnapshot.findMany({ where: { docId }, select })
  const segments = await database.docSegment.findMany({
    where: { docId },
    orderBy: { fromSeq: 'asc' },
    select: { bytes: true },
  })
  const rows = new Map<number, StoredRow>()
  for (const { bytes } of segments) for (const row of rowsOf(bytes)) rows.set(row.seq, row)
  for (const row of await rowsFrom(database, docId, 0)) rows.set(row.seq, row)
  const inOrder = [...rows.values()].sort((a, b) => a.seq - b.seq)
  return bestOf(epoch, snapshots, inOrder)
}

/** None for a segment that cannot be read: its positions are then missing. */
function rowsOf(segment: Uint8Array): StoredRow[] {
  try {
    return unpackSegment(segment).map(({ seq, bytes, authorId }) => ({
      ...{ seq, bytes, authorId },
      crc: crcOf(bytes),
    }))
  } catch (error) {
    if (error instanceof DamagedSegment) return []
    throw error
  }
}

/** The quarantine a doc is in, null for none. */
export async function openDamageOf(database: Database, docId: string): Promise<Damage | null> {
  const open = await database.docDamage.findFirst({
    where: { docId, repairedAt: null },
    orderBy: { lastSeq: 'desc' },
    select: { goodSeq: true, lastSeq: true, reason: true },
  })
  return open && { ...open, reason: open.reason as DamageReason }
}
