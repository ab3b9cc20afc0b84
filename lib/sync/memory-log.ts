import type { LogEntry, LogRow, StoredDoc, UpdateLog } from './contract'

/** What a memory log does with the next append: fail without storing, or wait for the test to let it go. */
type Fault = { kind: 'fail' } | { kind: 'hang'; until: Promise<void> }

interface MemoryDoc {
  epoch: number
  snapshot?: { uptoSeq: number; bytes: Uint8Array }
  rows: LogRow[]
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
      const rows = update ? [{ seq: 1, bytes: update, authorId: null }] : []
      docs.set(docId, { epoch: 1, rows, owners: new Map() })
    },
    rowsOf: (docId) => docOf(docId).rows,
    damage(docId, seq, bytes) {
      docOf(docId).rows[seq - 1] = { ...docOf(docId).rows[seq - 1]!, bytes }
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
      const seq = doc.rows.at(-1)?.seq ?? doc.snapshot?.uptoSeq ?? 0
      return { epoch: doc.epoch, seq, snapshot: doc.snapshot, rows: [...doc.rows] }
    },
    async append(docId, entries) {
      calls.append++
      const fault = faults.shift()
      if (fault?.kind === 'hang') await fault.until
      await Promise.resolve()
      assertThere()
      if (fault?.kind === 'fail') throw new Error('The disk is full.')
      const position = appendTo(docOf(docId), entries)
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

function appendTo(doc: MemoryDoc, entries: readonly LogEntry[]): { firstSeq: number; lastSeq: number } {
  const bindings = entries.flatMap((entry) => entry.bindings)
  const taken = bindings.find(({ clientId }) => doc.owners.has(clientId))
  if (taken) throw new Error(`Client ${taken.clientId} has an owner already.`)
  for (const { clientId, userId } of bindings) doc.owners.set(clientId, userId)
  const firstSeq = (doc.rows.at(-1)?.seq ?? doc.snapshot?.uptoSeq ?? 0) + 1
  for (const { bytes, authorId } of entries) {
    const seq = (doc.rows.at(-1)?.seq ?? doc.snapshot?.uptoSeq ?? 0) + 1
    doc.rows.push({ seq, bytes: bytes.slice(), authorId })
  }
  return { firstSeq, lastSeq: firstSeq + entries.length - 1 }
}
