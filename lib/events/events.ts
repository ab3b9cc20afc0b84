/**
 * The one seam between web requests and live rooms. Only bytes and plain objects cross it, because the server
 * and Next's bundles evaluate the same classes separately.
 */

/** Whom a notice may reach: ids of people, or null for everyone who may read the chapter. */
export type Audience = readonly string[] | null

/** What happened, told to whoever listens in this process. */
export type Notice =
  /** A right may have changed: judge the connections it touches again. Absent fields match everything. */
  | { kind: 'access_changed'; userId?: string; workshopId?: string; manuscriptId?: string; loginId?: string }
  /** Edits up to `seq` are durable. */
  | { kind: 'doc_changed'; docId: string; seq: number }
  /** The last person who may edit has left the doc. */
  | { kind: 'doc_emptied'; docId: string }
  /** What these people are told of in the app changed. */
  | { kind: 'notices_changed'; userIds: string[] }
  /** A thread of the chapter was made, changed, deleted or re-anchored. Nobody outside the audience hears of it. */
  | {
      kind: 'thread_changed'
      chapterId: string
      docId: string
      threadId: string
      byUserId: string
      audience: Audience
    }
  /** A critic handed in a package, or what he added to it, and all of it is released; or he took it back. */
  | {
      kind: 'package_handed_in' | 'package_withdrawn'
      roundId: string
      chapterId: string
      docId: string
      criticId: string
      audience: Audience
    }
  /** A round of critique began, changed or ended. Everyone who reads the chapter may know. */
  | { kind: 'round_changed'; roundId: string; chapterId: string; docId: string }
  /** The title, position or status of a chapter changed. */
  | { kind: 'chapter_changed'; chapterId: string; docId: string }

/** Questions to the live rooms, with what each answers. */
export interface Questions {
  /** The durable state of a doc: a Yjs V1 update. Rejects with `not_found` when there is no such doc. */
  'doc.state': { ask: { docId: string }; answer: DocState }
  /** Sends an update through the gate as `userId`; answers once it is durable. */
  'doc.apply': {
    ask: {
      docId: string
      update: Uint8Array
      userId: string
      /** Stored in the transaction of the update (`decisionWrites` of critique). */
      companion?: object
      /** What must still stand there, or it is a `conflict`: the first and last character, in base64, and all its words. */
      passage?: { start: string; end: string; words: string }
    }
    answer: { seq: number }
  }
  /** Who has the doc open now, each person once. */
  'doc.present': { ask: { docId: string }; answer: { userIds: string[] } }
}

/** A doc as everyone may see it: nothing in it can be taken back by a crash. */
export interface DocState {
  seq: number
  epoch: number
  /** Yjs V1 update holding the whole doc. */
  state: Uint8Array
}

type Listener = (notice: Notice) => void
type Answerer<Q extends keyof Questions> = (ask: Questions[Q]['ask']) => Promise<Questions[Q]['answer']>

interface Seam {
  listeners: Set<Listener>
  answerers: Map<keyof Questions, Answerer<never>>
}

const HOLDER = Symbol.for('scriptorium.events')

function seam(): Seam {
  const holder = globalThis as { [HOLDER]?: Seam }
  return (holder[HOLDER] ??= { listeners: new Set(), answerers: new Map() })
}

/** Tells every listener in this process. Call it after the commit, never inside the transaction. */
export function publish(notice: Notice): void {
  for (const listener of seam().listeners) listener(notice)
}

/** Listens to every notice until the answer is called. A listener must not throw. */
export function subscribe(listener: Listener): () => void {
  seam().listeners.add(listener)
  return () => seam().listeners.delete(listener)
}

/** Makes `answerer` answer `question` in this process until the answer is called. */
export function answer<Q extends keyof Questions>(question: Q, answerer: Answerer<Q>): () => void {
  seam().answerers.set(question, answerer as unknown as Answerer<never>)
  return () => seam().answerers.delete(question)
}

/**
 * Asks the live rooms.
 * @throws {Error} with code `unavailable` when this process has no rooms (the command line), else what they throw
 */
export async function ask<Q extends keyof Questions>(
  question: Q,
  payload: Questions[Q]['ask'],
): Promise<Questions[Q]['answer']> {
  const answerer = seam().answerers.get(question) as unknown as Answerer<Q> | undefined
  if (!answerer)
    throw Object.assign(new Error(`Nobody answers ${question} here`), {
      name: 'AppError',
      code: 'unavailable',
    })
  return answerer(payload)
}
