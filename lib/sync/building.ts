import * as Y from 'yjs'
import { sizeOf } from './bytes'
import { clocksOf, newDoc, readDoc } from './doc-work'
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

/** What was made of stored blobs: all that a reader needs. A large doc is empty until it is built, see `build`. */
export interface Opened {
  doc: Y.Doc
  state: Uint8Array
  clocks: [client: number, clock: number][]
  isBuilt: boolean
}

/** True when what grows with these updates is not done at once. */
export function isLargeDoc(
  updates: readonly Uint8Array[],
  { inlineDocBytes, refreshEntries }: SyncLimits,
): boolean {
  return sizeOf(updates) > inlineDocBytes || updates.length > 2 * refreshEntries
}

/**
 * Reads stored updates: at once when they are small, else in a thread, and the doc is then built by `build`.
 * @throws {DamagedDoc} if they are damaged; {AppError} unavailable, when the thread has too much to do
 */
export async function opened(blobs: readonly Uint8Array[], { limits, work }: RoomDocWorld): Promise<Opened> {
  if (!isLargeDoc(blobs, limits)) return openedHere(blobs)
  const { state, clocks } = stateOf(await work('open', { blobs }))
  return { doc: newDoc(), state, clocks, isBuilt: false }
}

/** As `opened`, here and at once. */
export function openedHere(blobs: readonly Uint8Array[]): Opened {
  const read = readDoc(blobs)
  if ('damage' in read) throw new DamagedDoc(read.damage)
  const { doc } = read
  return { doc, state: Y.encodeStateAsUpdate(doc), clocks: clocksOf(doc), isBuilt: true }
}

/**
 * Fills a doc that was opened empty: parted in a thread, applied here in slices.
 * @throws {DamagedDoc} if a slice does not fit; {AppError} unavailable, when the thread has too much to do
 */
export async function build({ doc, state }: Pick<Opened, 'doc' | 'state'>, work: DocWorker): Promise<void> {
  await applySlices(doc, await work('slice', { state }))
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
  doc.on('afterTransaction', leaveStructsApart)
  try {
    for (const slice of slices) {
      Y.applyUpdate(doc, slice)
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    doc.off('afterTransaction', leaveStructsApart)
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new DamagedDoc('A slice does not fit.')
}

/**
 * Yjs joins neighbouring structs after each transaction. Whoever encoded them has done so already; here two could be
 * joined between which a later slice brings another, and parting them again moves all structs of that client.
 */
function leaveStructsApart(transaction: Y.Transaction): void {
  transaction.afterState = new Map()
}
