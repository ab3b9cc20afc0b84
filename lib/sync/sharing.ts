import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { fitsOneRun, mergeAll, mergeRuns } from './bytes'

/** An update, and whoever wrote it. */
export interface Written<From> {
  bytes: Uint8Array
  from: From
}

/** What a commit brings to whom, as few updates as can be made of it. */
export interface Shared<From> {
  /** All of it, for those who wrote nothing of it. Made once. */
  forAll(): Uint8Array[]
  /** All but what `from` wrote. */
  without(from: From): Uint8Array[]
}

/**
 * Shares out the updates of a commit. Of a busy doc most are keys of different people: each is one client's structs
 * and no deletion. Such updates are merged by laying their bytes side by side, with the outcome of `Y.mergeUpdates`,
 * which would read and write all of them again for each of the people who wrote.
 * @param written as Yjs emitted them, in their order
 */
export function shareOut<From>(written: readonly Written<From>[]): Shared<From> {
  const parts = partsOf(written)
  const merged = (of: readonly Written<From>[]) => mergeRuns(of.map(({ bytes }) => bytes))
  const without = (from: From) => (of: { from: From }) => of.from !== from
  let all: Uint8Array[] | null = null
  return {
    forAll: () => (all ??= parts ? laid(parts) : merged(written)),
    without: (from) => (parts ? laid(parts.filter(without(from))) : merged(written.filter(without(from)))),
  }
}

/** The structs of one client, without what surrounds them in an update. */
interface Part<From> {
  client: number
  structs: Uint8Array
  from: From
}

/** One part for each client, in the order of Yjs: the greatest id first. Null when one of them is more than that. */
function partsOf<From>(written: readonly Written<From>[]): Part<From>[] | null {
  if (!fitsOneRun(written.map(({ bytes }) => bytes))) return null
  const byClient = new Map<number, { updates: Uint8Array[]; from: From }>()
  for (const { bytes, from } of written) {
    const client = onlyClientOf(bytes)
    if (client === null) return null
    const known = byClient.get(client)
    if (known && known.from !== from) return null
    if (known) known.updates.push(bytes)
    else byClient.set(client, { updates: [bytes], from })
  }
  return [...byClient]
    .sort(([a], [b]) => b - a)
    .map(([client, { updates, from }]) => ({ client, from, structs: mergeAll(updates).subarray(1, -1) }))
}

/**
 * The one client whose structs an update of Yjs (V1) holds, null when it holds those of several, or deletions: it begins
 * with the number of clients and ends with the deletions, whose last number is a length and not 0, or with their number.
 */
function onlyClientOf(update: Uint8Array): number | null {
  if (update[0] !== 1 || update.at(-1) !== 0) return null
  const decoder = decoding.createDecoder(update)
  decoder.pos = 1
  decoding.readVarUint(decoder)
  return decoding.readVarUint(decoder)
}

function laid(parts: readonly Part<unknown>[]): Uint8Array[] {
  if (parts.length === 0) return []
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, parts.length)
    for (const { structs } of parts) encoding.writeUint8Array(encoder, structs)
    encoding.writeVarUint(encoder, 0)
  })
  return [update]
}
