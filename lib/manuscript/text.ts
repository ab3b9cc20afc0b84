import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ChapterGrant } from '@/lib/access/contract'
import { AppError } from '@/lib/errors'
import { ask, type DocState } from '@/lib/events/events'

/** The durable text of a chapter: after a frame was acknowledged or seen, it is in here. */
export function stateOf(grant: ChapterGrant<'read'>): Promise<DocState> {
  return ask('doc.state', { docId: grant.docId })
}

/** How a state travels: as it is, or compressed. Each has a tag of its own (RFC 9110, 8.8.3.3). */
export type StateCoding = 'identity' | 'gzip'

/** What a browser compares to know that it holds the newest state (RFC 9110, 8.8.3). */
export function stateTag(
  { epoch, seq }: Pick<DocState, 'epoch' | 'seq'>,
  coding: StateCoding = 'identity',
): string {
  return coding === 'gzip' ? `"${epoch}-${seq}-gzip"` : `"${epoch}-${seq}"`
}

const compress = promisify(gzip)
const compressed = new WeakMap<Uint8Array, Promise<Uint8Array>>()

/**
 * A state compressed with gzip, off the event loop. All who ask for the same state while it is the newest share one
 * compression: a room hands out the same bytes until somebody writes.
 */
export function compressedState(state: Uint8Array): Promise<Uint8Array> {
  const known = compressed.get(state)
  if (known) return known
  const made = compress(state)
  compressed.set(state, made)
  return made
}

/**
 * Sends a Yjs update (V1) through the same checks as the sync endpoint.
 * @returns the log position at which it is durable
 * @throws {AppError} `invalid` for no update, and what the gate refuses it with
 */
export function applyUpdate(grant: ChapterGrant<'edit'>, update: Uint8Array): Promise<{ seq: number }> {
  if (update.byteLength === 0) throw new AppError('invalid', 'The body holds no update.')
  return ask('doc.apply', { docId: grant.docId, update, userId: grant.viewer.userId })
}
