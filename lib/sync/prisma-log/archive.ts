import type { Database, DatabaseTransaction } from '@/lib/db/client'
import type { CompactedSlice, LogArchive, Repair, SegmentPlace, SliceBounds, Weight } from '../archive'
import { crcOf } from '../soundness'
import { loadDoc, openDamageOf } from './loading'

/** Prisma's clients want bytes that are not shared between threads, which none of ours are. */
type Bytes = Uint8Array<ArrayBuffer>

/** Opens the part of the log in the database that compaction, history and repair work with. */
export function openPrismaArchive(database: Database): LogArchive {
  return {
    ...readingOf(database),
    moveToSnapshot: (docId, slice) => database.$transaction((tx) => moveToSnapshot(tx, docId, slice)),
    dropSegment: (docId, place, floor, at) =>
      database.$transaction((tx) => dropSegment(tx, docId, place, floor, at)),
    repair: (docId, repair) => database.$transaction((tx) => repairDoc(tx, docId, repair)),
  }
}

function readingOf(database: Database) {
  return {
    async docIds(after, most) {
      const where = after === null ? {} : { id: { gt: after } }
      const docs = await database.doc.findMany({
        ...{ where, orderBy: { id: 'asc' }, take: most, select: { id: true } },
      })
      return docs.map(({ id }) => id)
    },
    load: (docId) => loadDoc(database, docId),
    weigh: (docId) => weigh(database, docId),
    async epochOf(docId) {
      const doc = await database.doc.findUnique({ where: { id: docId }, select: { epoch: true } })
      return doc?.epoch ?? null
    },
    isQuarantined: async (docId) => (await openDamageOf(database, docId)) !== null,
    rowsAfter: (docId, seq, bounds) => rowsAfter(database, docId, seq, bounds),
    async firstRowSince(docId, at) {
      const row = await database.docUpdate.findFirst({
        where: { docId, createdAt: { gte: new Date(at) } },
        orderBy: { seq: 'asc' },
        select: { seq: true },
      })
      return row?.seq ?? null
    },
    segments: (docId) => segmentsOf(database, docId),
    async segmentBytes(docId, fromSeq) {
      const where = { docId_fromSeq: { docId, fromSeq } }
      return (await database.docSegment.findUnique({ where, select: { bytes: true } }))?.bytes ?? null
    },
    async docsWithSegmentsBefore(at) {
      const old = await database.docSegment.findMany({
        where: { lastAt: { lt: new Date(at) } },
        distinct: ['docId'],
        select: { docId: true },
      })
      return old.map(({ docId }) => docId)
    },
    snapshots: (docId) => snapshotsOf(database, docId),
    snapshot: (docId, uptoSeq) =>
      database.docSnapshot.findUnique({
        where: { docId_uptoSeq: { docId, uptoSeq } },
        select: { uptoSeq: true, bytes: true, crc: true },
      }),
  } satisfies Omit<LogArchive, 'moveToSnapshot' | 'dropSegment' | 'repair'>
}

async function weigh(database: Database, docId: string): Promise<Weight> {
  const after = (await snapshotsOf(database, docId)).at(-1) ?? 0
  const [sum] = await database.$queryRaw<{ rows: number | bigint; bytes: number | bigint | null }[]>`
    SELECT COUNT(*) AS "rows", SUM(LENGTH("bytes")) AS "bytes"
    FROM "DocUpdate" WHERE "docId" = ${docId} AND "seq" > ${after}`
  const last = await database.docUpdate.findFirst({
    where: { docId, seq: { gt: after } },
    orderBy: { seq: 'desc' },
    select: { createdAt: true },
  })
  return {
    rows: Number(sum?.rows ?? 0),
    bytes: Number(sum?.bytes ?? 0),
    lastAt: last?.createdAt.getTime() ?? 0,
  }
}

async function rowsAfter(database: Database, docId: string, seq: number, bounds: SliceBounds) {
  const found = await database.docUpdate.findMany({
    where: { docId, seq: { gt: seq } },
    orderBy: { seq: 'asc' },
    take: bounds.rows,
    select: { seq: true, authorId: true, createdAt: true, bytes: true, crc: true },
  })
  let bytes = 0
  const within = found.filter((row, index) => (bytes += row.bytes.byteLength) <= bounds.bytes || index === 0)
  return within.map(({ createdAt, ...row }) => ({ ...row, at: createdAt.getTime() }))
}

async function segmentsOf(database: DatabaseTransaction, docId: string): Promise<SegmentPlace[]> {
  const found = await database.docSegment.findMany({
    where: { docId },
    orderBy: { fromSeq: 'asc' },
    select: { fromSeq: true, toSeq: true, firstAt: true, lastAt: true },
  })
  return found.map(({ fromSeq, toSeq, firstAt, lastAt }) => ({
    ...{ fromSeq, toSeq },
    firstAt: firstAt.getTime(),
    lastAt: lastAt.getTime(),
  }))
}

async function snapshotsOf(database: DatabaseTransaction, docId: string): Promise<number[]> {
  const found = await database.docSnapshot.findMany({
    ...{ where: { docId }, orderBy: { uptoSeq: 'asc' }, select: { uptoSeq: true } },
  })
  return found.map(({ uptoSeq }) => uptoSeq)
}

async function writeSnapshot(
  tx: DatabaseTransaction,
  docId: string,
  { uptoSeq, state, at }: { uptoSeq: number; state: Uint8Array; at: number },
): Promise<void> {
  const data = { docId, uptoSeq, bytes: state as Bytes, crc: crcOf(state), createdAt: new Date(at) }
  await tx.docSnapshot.create({ data, select: { uptoSeq: true } })
}

async function moveToSnapshot(
  tx: DatabaseTransaction,
  docId: string,
  slice: CompactedSlice,
): Promise<boolean> {
  const { fromSeq, toSeq, baseSeq, epoch, firstAt, lastAt, at } = slice
  const doc = await tx.doc.findUnique({ where: { id: docId }, select: { epoch: true } })
  const before = await snapshotsOf(tx, docId)
  if (doc?.epoch !== epoch || (before.at(-1) ?? 0) !== baseSeq) return false
  const moved = await tx.docUpdate.deleteMany({ where: { docId, seq: { gte: fromSeq, lte: toSeq } } })
  if (moved.count !== toSeq - fromSeq + 1) throw new Error(`Rows of doc ${docId} went away meanwhile.`)
  await writeSnapshot(tx, docId, { uptoSeq: toSeq, state: slice.state, at })
  const times = { firstAt: new Date(firstAt), lastAt: new Date(lastAt) }
  const segment = { docId, fromSeq, toSeq, bytes: slice.segment as Bytes, ...times }
  await tx.docSegment.create({ data: segment, select: { fromSeq: true } })
  const floor = ((await segmentsOf(tx, docId))[0]?.fromSeq ?? 0) - 1
  const forgotten = before.filter((uptoSeq) => uptoSeq < baseSeq && uptoSeq !== floor)
  await tx.docSnapshot.deleteMany({ where: { docId, uptoSeq: { in: forgotten } } })
  return true
}

async function dropSegment(
  tx: DatabaseTransaction,
  docId: string,
  { fromSeq, toSeq }: SegmentPlace,
  floor: Uint8Array | null,
  at: number,
): Promise<boolean> {
  const [oldest] = await segmentsOf(tx, docId)
  const snapshots = await snapshotsOf(tx, docId)
  if (oldest?.fromSeq !== fromSeq) return false
  const generations = snapshots.slice(-2)
  if (floor && !snapshots.includes(toSeq))
    await writeSnapshot(tx, docId, { uptoSeq: toSeq, state: floor, at })
  await tx.docSegment.delete({ where: { docId_fromSeq: { docId, fromSeq } }, select: { fromSeq: true } })
  const forgotten = snapshots.filter((uptoSeq) => uptoSeq < toSeq && !generations.includes(uptoSeq))
  await tx.docSnapshot.deleteMany({ where: { docId, uptoSeq: { in: forgotten } } })
  return true
}

async function repairDoc(
  tx: DatabaseTransaction,
  docId: string,
  { epoch, state, damage, at }: Repair,
): Promise<boolean> {
  const begun = await tx.doc.updateMany({ where: { id: docId, epoch }, data: { epoch: { increment: 1 } } })
  if (begun.count !== 1) return false
  const last = await tx.docUpdate.aggregate({ where: { docId }, _max: { seq: true } })
  const snapshots = await snapshotsOf(tx, docId)
  const lastSeq = Math.max(damage.lastSeq, last._max.seq ?? 0, snapshots.at(-1) ?? 0)
  // A snapshot that stands at the last position is a damaged one, and stays.
  const uptoSeq = snapshots.includes(lastSeq) ? lastSeq + 1 : lastSeq
  await writeSnapshot(tx, docId, { uptoSeq, state, at })
  const repairedAt = new Date(at)
  const closed = await tx.docDamage.updateMany({ where: { docId, repairedAt: null }, data: { repairedAt } })
  if (closed.count === 0) {
    const where = { docId_lastSeq: { docId, lastSeq } }
    const create = { docId, ...damage, lastSeq, foundAt: repairedAt, repairedAt }
    await tx.docDamage.upsert({ where, create, update: { repairedAt }, select: { docId: true } })
  }
  return true
}
