import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = Y.Item | Y.GC | Y.Skip
type Deletes = ReadonlyMap<number, readonly { clock: number; len: number }[]>

/** An update refers to a struct that is neither known nor in it. */
export class MissingStruct extends Error {
  override readonly name = 'MissingStruct'
}

/** How much one slice may hold. */
export interface SliceSize {
  /** Structs, or delete ranges. */
  parts: number
  /** Clock units: characters, mostly. */
  length: number
}

/**
 * Parts an update into smaller ones that have the same effect when they are applied one after another, so that
 * whoever applies them can rest in between. Each refers only to what is known before it or comes in it: structs in an
 * order in which they can be integrated (that of Yjs's own `integrateStructs`), then the deletions.
 * @param structs as `Y.decodeUpdate` gives them; those with clocks below `clockOf` are left out
 * @param clockOf the clock that comes next for a client where the slices will be applied
 * @returns updates, V1 encoding, each with a buffer of its own; none when there is nothing new
 * @throws {MissingStruct} if something is referred to that is not there
 */
export function sliceUpdate(
  { structs, deletes }: { structs: readonly Struct[]; deletes: Deletes },
  clockOf: (client: number) => number,
  size: SliceSize,
): Uint8Array[] {
  const slices: Uint8Array[] = []
  let slice = new StructSlice(clockOf)
  for (const struct of inOrder(structs, clockOf)) {
    slice.add(struct)
    if (slice.parts < size.parts && slice.length < size.length) continue
    slices.push(slice.encode())
    slice = new StructSlice(clockOf)
  }
  if (slice.parts > 0) slices.push(slice.encode())
  return [...slices, ...sliceDeletes(deletes, size.parts)]
}

/** Structs of one slice, by client; what comes first for a client may begin below what is known of it. */
class StructSlice {
  parts = 0
  length = 0
  readonly #byClient = new Map<number, Struct[]>()

  constructor(private readonly clockOf: (client: number) => number) {}

  add(struct: Struct): void {
    const { client } = struct.id
    const row = this.#byClient.get(client)
    if (row) row.push(struct)
    else this.#byClient.set(client, [struct])
    this.parts++
    this.length += struct.length
  }

  encode(): Uint8Array {
    const encoder = new Y.UpdateEncoderV1()
    encoding.writeVarUint(encoder.restEncoder, this.#byClient.size)
    for (const [client, structs] of this.#byClient) {
      const first = structs[0]!
      const offset = Math.max(0, this.clockOf(client) - first.id.clock)
      encoding.writeVarUint(encoder.restEncoder, structs.length)
      encoder.writeClient(client)
      encoding.writeVarUint(encoder.restEncoder, first.id.clock + offset)
      structs.forEach((struct, i) => struct.write(encoder, i === 0 ? offset : 0))
    }
    encoding.writeVarUint(encoder.restEncoder, 0)
    return encoder.toUint8Array()
  }
}

/** The new structs in an order in which each one's origins and parent come before it. */
function* inOrder(
  structs: readonly Struct[],
  clockOf: (client: number) => number,
): Generator<Struct, void, void> {
  const rows = rowsByClient(structs, clockOf)
  const stateOf = (client: number) => rows.get(client)?.clock ?? clockOf(client)
  for (const client of rows.keys()) {
    const stack = [client]
    const waiting = new Set(stack)
    while (stack.length > 0) {
      const row = rows.get(stack.at(-1)!)
      const next = row?.structs[row.at]
      if (!row || !next) {
        waiting.delete(stack.pop()!)
        continue
      }
      const missing = missingFor(next, stateOf)
      if (missing === null) {
        row.at++
        row.clock = next.id.clock + next.length
        yield next
        // Whoever waits for this client may have what it needs: going on here could wait for it in turn.
        if (stack.length > 1) waiting.delete(stack.pop()!)
        continue
      }
      // A client that waits already waits for this one, or has no struct left: then nothing brings what is missing.
      const there = rows.get(missing)
      if (waiting.has(missing) || !there || there.at === there.structs.length) throw new MissingStruct()
      stack.push(missing)
      waiting.add(missing)
    }
  }
}

interface Row {
  structs: Struct[]
  /** The struct that comes next, and the clock up to which the client is known then. */
  at: number
  clock: number
}

function rowsByClient(structs: readonly Struct[], clockOf: (client: number) => number): Map<number, Row> {
  const rows = new Map<number, Row>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const known = clockOf(client)
    if (clock + struct.length <= known) continue
    const row = rows.get(client)
    if (row) row.structs.push(struct)
    else rows.set(client, { structs: [struct], at: 0, clock: known })
  }
  return rows
}

/** The client whose structs must come before this one can be integrated, or null. */
function missingFor(struct: Struct, stateOf: (client: number) => number): number | null {
  if (struct.id.clock > stateOf(struct.id.client) || struct instanceof Y.Skip) throw new MissingStruct()
  if (!(struct instanceof Y.Item)) return null
  const parent = struct.parent instanceof Y.ID ? struct.parent : null
  for (const id of [struct.origin, struct.rightOrigin, parent]) {
    if (id === null || id.clock < stateOf(id.client)) continue
    if (id.client !== struct.id.client) return id.client
    throw new MissingStruct()
  }
  return null
}

function sliceDeletes(deletes: Deletes, parts: number): Uint8Array[] {
  const slices: Uint8Array[] = []
  for (const [client, ranges] of deletes) {
    for (let from = 0; from < ranges.length; from += parts) {
      slices.push(encodeDeletes(client, ranges.slice(from, from + parts)))
    }
  }
  return slices
}

function encodeDeletes(client: number, ranges: readonly { clock: number; len: number }[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, 0)
  encoding.writeVarUint(encoder.restEncoder, 1)
  encoder.resetDsCurVal()
  encoding.writeVarUint(encoder.restEncoder, client)
  encoding.writeVarUint(encoder.restEncoder, ranges.length)
  for (const { clock, len } of ranges) {
    encoder.writeDsClock(clock)
    encoder.writeDsLen(len)
  }
  return encoder.toUint8Array()
}
