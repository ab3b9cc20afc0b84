import type { Damage, LogEntry, LogRow, StoredDoc, UpdateLog } from './contract'
import { bestOf, crcOf, wholeOf, withOpenDamage, type StoredRow, type StoredSnapshot } from './soundness'

/** What a memory log does with the next append: fail without storing, or wait for the test to let it go. */
type Fault = { kind: 'fail' } | { kind: 'hang'; until: Promise<void> }

interface MemoryDoc {
  epoch: number
  snapshots: StoredSnapshot[]
  /** Rows after the newest snapshot, and damaged ones that a repair left behind. */
  rows: StoredRow[]
  /** Rows that a snapshot replaced. */
  kept: StoredRow[]
  damage: Damage | null
  owners: Map<number, string>
}

/** An update log in memory, for tests: the same contract, and faults on demand. */
export interface MemoryLog extends UpdateLog {
  /** Makes an empty doc, or one that holds `update`, written by nobody who can come back. */
  create(docId: string, update?: Uint8Array): void
  /** The stored rows of a doc, oldest first. */
  rowsOf(docId: string): readonly LogRow[]
  /** Replaces the stored bytes of a row, as a failing disk would. */
  damage(docId: string, seq: number, bytes: Uint8Array): void
  /** Takes a row away, as a failing disk would. */
  lose(docId: string, seq: number): void
  /** Puts a state in the place of the rows up to `uptoSeq`, as a compaction does; damaged bytes may be given. */
  compact(docId: string, snapshot: StoredSnapshot): void
  /** Writes a good state as the newest, begins another epoch and ends the quarantine, as a repair does. */
  repair(docId: string, state: Uint8Array): void
  /** Starts another history, as a restore from backup does. */
  setEpoch(docId: string, epoch: number): void
  /** The next `count` appends fail and store nothing. */
  failAppends(count: number): void
  /** The next append waits; the answer lets it go on and succeed. */
  hangAppend(): () => void
  /** While true, every call rejects. */
  isAway: boolean
  /** Loads wait until the answer is called. */
  holdLoads(): () => void
  /** What was stored beside updates, oldest first. */
  readonly companions: unknown[]
  /** Calls so far. */
  readonly calls: { load: number; append: number; ownerOf: number }
}

/** Opens an empty memory log. */
export function openMemoryLog(): MemoryLog {
  const docs = new Map<string, MemoryDoc>()
  const faults: Fault[] = []
  const companions: unknown[] = []
  const calls = { load: 0, append: 0, ownerOf: 0 }
  let loadGate: Promise<void> = Promise.resolve()
  const docOf = (docId: string): MemoryDoc => {
    const doc = docs.get(docId)
    if (!doc) throw new Error(`There is no doc ${docId}.`)
    return doc
  }
  const assertThere = () => {
    if (log.isAway) throw new Error('The log is away.')
  }
  const log: MemoryLog = {
    isAway: false,
    calls,
    companions,
    create(docId, update) {
      const rows = update ? [{ seq: 1, bytes: update, authorId: null, crc: crcOf(update) }] : []
      docs.set(docId, { epoch: 1, snapshots: [], rows, kept: [], damage: null, owners: new Map() })
    },
    rowsOf: (docId) => docOf(docId).rows,
    damage(docId, seq, bytes) {
      const { rows } = docOf(docId)
      const index = rows.findIndex((row) => row.seq === seq)
      rows[index] = { ...rows[index]!, bytes }
    },
    lose(docId, seq) {
      const doc = docOf(docId)
      doc.rows = doc.rows.filter((row) => row.seq !== seq)
    },
    compact(docId, snapshot) {
      const doc = docOf(docId)
      doc.kept.push(...doc.rows.filter(({ seq }) => seq <= snapshot.uptoSeq))
      doc.rows = doc.rows.filter(({ seq }) => seq > snapshot.uptoSeq)
      doc.snapshots = [...doc.snapshots.slice(-1), snapshot]
    },
    repair(docId, state) {
      const doc = docOf(docId)
      doc.snapshots.push({ uptoSeq: lastSeqOf(doc), bytes: state, crc: crcOf(state) })
      doc.damage = null
      doc.epoch++
    },
    setEpoch(docId, epoch) {
      docOf(docId).epoch = epoch
    },
    failAppends(count) {
      for (let i = 0; i < count; i++) faults.push({ kind: 'fail' })
    },
    hangAppend() {
      let letGo = () => {}
      faults.push({ kind: 'hang', until: new Promise((resolve) => (letGo = resolve)) })
      return () => letGo()
    },
    holdLoads() {
      let letGo = () => {}
      loadGate = new Promise((resolve) => (letGo = resolve))
      return () => letGo()
    },
    async load(docId): Promise<StoredDoc | null> {
      calls.load++
      await loadGate
      assertThere()
      const doc = docs.get(docId)
      if (!doc) return null
      return storedOf(doc)
    },
    async quarantine(docId, damage) {
      await Promise.resolve()
      assertThere()
      docOf(docId).damage ??= damage
    },
    async append(docId, entries, epoch) {
      calls.append++
      const fault = faults.shift()
      if (fault?.kind === 'hang') await fault.until
      await Promise.resolve()
      assertThere()
      if (fault?.kind === 'fail') throw new Error('The disk is full.')
      const position = appendTo(docOf(docId), entries, epoch)
      companions.push(...entries.flatMap(({ companion }) => (companion === undefined ? [] : [companion])))
      return position
    },
    async ownerOf(docId, clientIds) {
      calls.ownerOf++
      await Promise.resolve()
      assertThere()
      const { owners } = docOf(docId)
      const found = new Map<number, string>()
      for (const clientId of clientIds) {
        const owner = owners.get(clientId)
        if (owner !== undefined) found.set(clientId, owner)
      }
      return found
    },
  }
  return log
}

function lastSeqOf({ rows, snapshots }: MemoryDoc): number {
  return Math.max(rows.at(-1)?.seq ?? 0, snapshots.at(-1)?.uptoSeq ?? 0)
}

function storedOf({ epoch, snapshots, rows, kept, damage }: MemoryDoc): StoredDoc {
  const snapshot = snapshots.at(-1) ?? null
  const after = rows.filter(({ seq }) => seq > (snapshot?.uptoSeq ?? 0))
  return withOpenDamage(
    wholeOf(epoch, snapshot, after) ?? bestOf(epoch, snapshots, [...kept, ...rows]),
    damage,
  )
}

function appendTo(
  doc: MemoryDoc,
  entries: readonly LogEntry[],
  epoch = doc.epoch,
): { firstSeq: number; lastSeq: number } {
  if (doc.damage || epoch !== doc.epoch) throw new Error('Nothing is appended to this history any more.')
  const bindings = entries.flatMap((entry) => entry.bindings)
  const taken = bindings.find(({ clientId }) => doc.owners.has(clientId))
  if (taken) throw new Error(`Client ${taken.clientId} has an owner already.`)
  for (const { clientId, userId } of bindings) doc.owners.set(clientId, userId)
  const firstSeq = lastSeqOf(doc) + 1
  for (const { bytes, authorId } of entries) {
    doc.rows.push({ seq: lastSeqOf(doc) + 1, bytes: bytes.slice(), authorId, crc: crcOf(bytes) })
  }
  return { firstSeq, lastSeq: firstSeq + entries.length - 1 }
}
