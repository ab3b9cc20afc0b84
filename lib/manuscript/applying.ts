import type { ChapterGrant } from '@/lib/access/contract'
import { AppError, isAppError } from '@/lib/errors'
import { ask } from '@/lib/events/events'

/** How often an edit is made anew when the chapter did not take it as it was. */
const TRIES = 5

/** Yjs client ids are unsigned 32-bit integers (yjs, `generateNewClientId`). */
export const CLIENT_IDS = 2 ** 32

/** What became of an edit: durable at a position, nothing to do, or not taken because the chapter moved on. */
export type Act = { seq: number } | 'unchanged' | 'conflict'

/**
 * Sends an edit of ours through the gate, as the viewer.
 * @param passage words that must still stand there in the turn in which it is applied
 * @throws {AppError} what the gate refuses it with
 */
export async function applyAs(
  { docId, viewer }: ChapterGrant<'edit'>,
  update: Uint8Array,
  passage?: { start: string; end: string; words: string },
): Promise<Act> {
  try {
    return { seq: (await ask('doc.apply', { docId, update, userId: viewer.userId, passage })).seq }
  } catch (error) {
    if (isAppError(error) && error.code === 'conflict') return 'conflict'
    throw error
  }
}

/**
 * Does it, and again when the chapter moved on under it.
 * @param sentence what to say when it always did
 * @throws {AppError} `conflict` when it always did
 */
export async function untilDone(
  act: () => Promise<Act>,
  sentence: string,
): Promise<Exclude<Act, 'conflict'>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const done = await act()
    if (done !== 'conflict') return done
  }
  throw new AppError('conflict', sentence)
}
