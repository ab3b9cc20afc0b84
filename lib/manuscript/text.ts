import type { ChapterGrant } from '@/lib/access/contract'
import { AppError } from '@/lib/errors'
import { ask, type DocState } from '@/lib/events/events'

/** The durable text of a chapter: after a frame was acknowledged or seen, it is in here. */
export function stateOf(grant: ChapterGrant<'read'>): Promise<DocState> {
  return ask('doc.state', { docId: grant.docId })
}

/** What a browser compares to know that it holds the newest state (RFC 9110, 8.8.3). */
export function stateTag({ epoch, seq }: Pick<DocState, 'epoch' | 'seq'>): string {
  return `"${epoch}-${seq}"`
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
