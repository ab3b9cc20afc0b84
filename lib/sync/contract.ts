import type * as Y from 'yjs'
import type { ErrorCode } from '@/lib/errors'

/** Who an update is stored under, and which client ids it claims for that person. */
export interface LogEntry {
  /** A Yjs update, V1 encoding, exactly as a doc emitted it. */
  bytes: Uint8Array
  /** The person who wrote it. */
  authorId: string
  /** Client ids that write here for the first time; stored in the same transaction as the update. */
  bindings: readonly { clientId: number; userId: string }[]
  /** Something that stands or falls with this update (a suggestion's status): plain data, known to the log only. */
  companion?: unknown
}

/** One stored update. `seq` counts from 1 and is contiguous per doc. */
export interface LogRow {
  seq: number
  bytes: Uint8Array
  /** Null once the account was deleted. */
  authorId: string | null
}

/**
 * What is wrong with stored data (SPEC [SY47]). `does_not_fit`: all bytes are as they were written, but one refers to
 * what is not there; `bad_snapshot`: the base cannot be read, and what it was made of is not all there.
 */
export type DamageReason = 'bad_bytes' | 'missing_row' | 'bad_snapshot' | 'does_not_fit'

/** A doc that opens at its last good position, for reading only, until it is repaired. */
export interface Damage {
  /** The last position up to which everything could be read whole; 0 for nothing at all. */
  goodSeq: number
  /** The last position in the log when the damage was found. */
  lastSeq: number
  reason: DamageReason
}

/** All that can be read of a doc: the snapshot, then the rows after it in order of `seq`. */
export interface StoredDoc {
  /** The history this doc belongs to; a restore from backup starts another one. */
  epoch: number
  /** Position of the last durable row, 0 for a doc that nobody has written in. */
  seq: number
  snapshot?: { uptoSeq: number; bytes: Uint8Array }
  rows: readonly LogRow[]
  /** Set when more is stored than could be read: `seq` is then `goodSeq`, and nothing may be appended. */
  damage?: Damage
  /** Positions of newer snapshots that could not be read. Without `damage` nothing is lost: older ones and rows did. */
  badSnapshots?: readonly number[]
}

/**
 * The append-only log of all docs. Two implementations share one contract suite (`log.contract.ts`).
 * Every method rejects when the store does not answer; nothing may then be taken as stored or as absent.
 */
export interface UpdateLog {
  /** What is stored of the doc, verified (`soundness.ts`), or null when there is no such doc. */
  load(docId: string): Promise<StoredDoc | null>
  /**
   * Appends the entries in their order, all or none, and resolves when they are on disk. Neighbouring entries of
   * one author may become one row. The positions given out are the next ones, without a hole. Rejects, storing
   * nothing, while the doc is in quarantine, and when `epoch` is given and the doc has begun another one since.
   */
  append(
    docId: string,
    entries: readonly LogEntry[],
    epoch?: number,
  ): Promise<{ firstSeq: number; lastSeq: number }>
  /** Records that a doc was found damaged, once: from now on nothing is appended until it is repaired. */
  quarantine(docId: string, damage: Damage): Promise<void>
  /** The owner of each client id that has one in this doc; the others are absent from the answer. */
  ownerOf(docId: string, clientIds: readonly number[]): Promise<Map<number, string>>
}

/** What a connection may do in a doc, as judged when it was admitted. */
export interface Admission {
  userId: string
  /** Shown to others beside the cursor; written into presence by the server. */
  name: string
  /** CSS colour of the cursor, `#rrggbb`. */
  colour: string
  canEdit: boolean
  /** True when presence shows him those who may edit, and nobody else but himself in his other windows. */
  seesOnlyWriters?: boolean
  docId: string
  manuscriptId: string
  /** True when the handshake asked for the extensions of `wire.ts` (`x=1`). */
  wantsExtensions: boolean
  /** Schema version the client edits with; absent for a stock provider. */
  schemaVersion?: number
  /** Epoch of the state the client holds; absent when it holds none. */
  epoch?: number
  /** Login session or token this connection came with; revoking that one closes this one. */
  connectionKey: string
  /** Client address, for the limit per address. */
  address?: string
  /**
   * Milliseconds since 1970 when this judgement began, before anything was read. A right that was taken away between
   * then and `connect` is judged again at once; without it only changes after `connect` are.
   */
  judgedAt?: number
  /** Milliseconds since 1970 at which the login ends; the connection is judged again then. */
  expiresAt?: number
  /** Judges again from what is stored now; call it as a method. Rejects when the store does not answer. */
  rejudge(): Promise<Admission | { gone: ErrorCode }>
}

/** Which connections to judge again; all given fields must fit. An empty match fits none. */
export interface ConnectionMatch {
  userId?: string
  manuscriptId?: string
  connectionKey?: string
  docId?: string
  /** True for every connection of this process. */
  all?: boolean
}

/** Who gets a notice; without an audience everyone in the doc does. */
export interface Audience {
  userIds?: readonly string[]
  /** Only those who may edit. */
  canEdit?: boolean
}

/**
 * What a refused update asks of its sender (DESIGN §4).
 * - `resync`: something before it is missing; the server has asked for it with SyncStep1.
 * - `rebase`: this copy cannot be saved as it is; keep it as a recovery version, open a fresh doc, re-apply the text.
 * - `refused`: no editor of ours makes such an update; lock and offer the text.
 */
export type RefusalClass = 'resync' | 'rebase' | 'refused'

/** Why an update was refused; also the name of its counter (`refused_<reason>`). */
export type RefusalReason =
  | 'malformed'
  | 'too_large'
  | 'too_many_parts'
  | 'too_costly'
  | 'read_only'
  | 'gap'
  | 'passage_changed'
  | 'client_taken'
  | 'other_history'
  | 'unknown_node'
  | 'bad_content'
  | 'bad_attribute'
  | 'bad_mark'
  | 'too_deep'
  | 'unknown_root'
  | 'bad_link'
  | 'bad_structure'

/** A refusal: what the sender is asked to do, and why. */
export interface Refusal {
  class: RefusalClass
  reason: RefusalReason
}

/** The durable prefix of a doc: everything up to `seq`, and nothing that a crash could take back. */
export interface DurableState {
  epoch: number
  seq: number
  /** One Yjs update, V1 encoding, that holds the whole state. Shared: do not write into it. */
  state: Uint8Array
}

/** What goes with an update that did not come over a socket. */
export interface ApplyOptions {
  /** Plain data that the log stores in the same transaction (`companionWrites` of the Prisma log). */
  companion?: unknown
  /** Asked in the very turn in which the update is applied; false refuses it (`passage_changed`). It may not write. */
  onlyIf?: (chapter: Y.XmlFragment) => boolean
}

/** What became of an update that did not come over a socket. */
export type Applied = { state: 'durable'; seq: number } | { state: 'refused'; refusal: Refusal }

/**
 * WebSocket close codes of the sync endpoint besides `CLOSE_CODE` of `lib/errors`. A stock provider takes 4400 to
 * 4499 as final and retries every other code (y-websocket 3.1).
 */
export const SYNC_CLOSE = {
  /** Rights changed but something is still allowed: come back and be judged again. */
  judgeAgain: 4000,
  /** The server is going down; another one or the next start answers. */
  restart: 1012,
  /** The store did not answer, the reader was too slow, or a gap did not close: try again. */
  tryAgain: 1013,
  /** Final: a frame that no editor of ours sends. */
  refused: 4400,
  /** Final: this person may not edit, and there is no other way to tell a stock provider. */
  readOnly: 4403,
  /** Final: there is no such doc. */
  notFound: 4404,
  /** Final: this copy cannot be saved as it is (`rebase`). */
  rebase: 4409,
} as const
