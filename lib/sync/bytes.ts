import * as Y from 'yjs'

/** Bytes of these updates together. */
export function sizeOf(updates: readonly Uint8Array[]): number {
  return updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** Most bytes that are merged into one update: merging reads all of them, and 64 KiB take about 3 ms. */
export const MERGE_BYTES = 64 * 1024

/** True for an update that is stored, merged and sent by itself. */
export function isLarge({ byteLength }: Uint8Array): boolean {
  return byteLength > MERGE_BYTES
}

/** One update of many; a single one is passed on as it is. */
export function mergeAll(updates: readonly Uint8Array[]): Uint8Array {
  return updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates as Uint8Array[])
}

/** True when these updates may be merged into one without holding the loop. */
export function fitsOneRun(updates: readonly Uint8Array[]): boolean {
  return sizeOf(updates) <= MERGE_BYTES
}

/** As few updates of many as can be made without holding the loop; their order is kept. */
export function mergeRuns(updates: readonly Uint8Array[]): Uint8Array[] {
  if (updates.length < 2) return [...updates]
  const runs: { updates: Uint8Array[]; bytes: number }[] = []
  for (const update of updates) {
    const run = runs.at(-1)
    if (run && run.bytes + update.byteLength <= MERGE_BYTES) {
      run.updates.push(update)
      run.bytes += update.byteLength
    } else {
      runs.push({ updates: [update], bytes: update.byteLength })
    }
  }
  return runs.map((run) => mergeAll(run.updates))
}
