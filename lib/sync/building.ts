import * as Y from 'yjs'
import { sizeOf } from './bytes'
import { clocksOf, readDoc } from './doc-work'
import type { DocWorker } from './doc-work'
import type { SyncLimits } from './limits'

/** What is stored does not decode or does not fit together. It is never served and never overwritten. */
export class DamagedDoc extends Error {
  override readonly name = 'DamagedDoc'
}

/** What a doc in memory is given. */
export interface RoomDocWorld {
  limits: SyncLimits
  /** Does the work on a large doc elsewhere. */
  work: DocWorker
}

/** What a thread made of the stored blobs, applied here. */
export interface Opened {
  doc: Y.Doc
  state: Uint8Array
  clocks: [client: number, clock: number][]
}

/** True when what grows with these updates is not done at once. */
export function isLargeDoc(
  updates: readonly Uint8Array[],
  { inlineDocBytes, refreshEntries }: SyncLimits,
): boolean {
  return sizeOf(updates) > inlineDocBytes || updates.length > 2 * refreshEntries
}

/**
 * Makes a doc of stored updates: at once when they are small, else in a thread and then here in slices.
 * @throws {DamagedDoc} if they are damaged; {AppError} unavailable, when the thread has too much to do
 */
export async function opened(blobs: readonly Uint8Array[], { limits, work }: RoomDocWorld): Promise<Opened> {
  if (!isLargeDoc(blobs, limits)) return openedHere(blobs)
  const { slices, state, clocks } = stateOf(await work('open', { blobs }))
  const read = readDoc([])
  if ('damage' in read) throw new DamagedDoc(read.damage)
  await applySlices(read.doc, slices)
  return { doc: read.doc, state, clocks }
}

/** As `opened`, here and at once. */
export function openedHere(blobs: readonly Uint8Array[]): Opened {
  const read = readDoc(blobs)
  if ('damage' in read) throw new DamagedDoc(read.damage)
  return { doc: read.doc, state: Y.encodeStateAsUpdate(read.doc), clocks: clocksOf(read.doc) }
}

/** What the thread made. @throws {DamagedDoc} if it found damage */
export function stateOf<T extends object>(answer: T | { damage: string }): T {
  if ('damage' in answer) throw new DamagedDoc(answer.damage)
  return answer
}

/**
 * Applies slices with a rest after each, in which everything else in this process goes on.
 * @throws {DamagedDoc} if something is still missing at the end
 */
export async function applySlices(doc: Y.Doc, slices: readonly Uint8Array[]): Promise<void> {
  for (const slice of slices) {
    Y.applyUpdate(doc, slice)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new DamagedDoc('A slice does not fit.')
}
