import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { Refusal, RefusalReason } from './contract'
import type { SyncLimits } from './limits'

/** What one client wrote in an update: clocks from `from`, up to and without `to`. */
export interface Span {
  from: number
  to: number
}

/** An update that was read to its last byte and is within its bounds. Nothing of it has been applied. */
export interface ReadUpdate {
  bytes: Uint8Array
  spans: ReadonlyMap<number, Span>
  structs: readonly (Y.Item | Y.GC | Y.Skip)[]
  deletes: ReadonlyMap<number, readonly { clock: number; len: number }[]>
}

/** How much one update may hold. */
export type UpdateBounds = Pick<SyncLimits, 'structs' | 'deleteRanges' | 'writers' | 'clockAdvance'>

/** What the gate knows of a doc when it judges. */
export interface Known {
  /** The clock that comes next for this client. */
  clockOf(clientId: number): number
  /** The person a client id belongs to, null for nobody. */
  ownerOf(clientId: number): string | null
}

/** Either the client ids this update claims for its author, or why it may not be applied. */
export type Judgement = { claims: number[] } | { refusal: Refusal }

class TooManyParts extends Error {}

/** `Y.decodeUpdateV2` makes its decoder by itself and is synchronous, hence one shared reading. */
const reading: { structs: number; deleteRanges: number; decoder: decoding.Decoder } = {
  structs: 0,
  deleteRanges: 0,
  decoder: decoding.createDecoder(new Uint8Array()),
}

/** Counts while Yjs reads, so that a claim of a million parts ends early. */
class BoundedDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: decoding.Decoder) {
    super(decoder)
    reading.decoder = decoder
  }

  override readInfo(): number {
    if (--reading.structs < 0) throw new TooManyParts()
    return super.readInfo()
  }

  override readDsClock(): number {
    if (--reading.deleteRanges < 0) throw new TooManyParts()
    return super.readDsClock()
  }
}

/**
 * Reads an update without applying it: microseconds where applying a hostile one can cost seconds (DESIGN §4).
 * Refused as `malformed` is what does not decode, has bytes left over, names one client twice, or holds parts of
 * no length, which would damage the store of every reader; a Skip leaves clocks out and is a `gap`.
 */
export function readUpdate(
  bytes: Uint8Array,
  limits: Pick<UpdateBounds, 'structs' | 'deleteRanges'>,
): ReadUpdate | { refusal: Refusal } {
  reading.structs = limits.structs
  reading.deleteRanges = limits.deleteRanges
  try {
    const { structs, ds } = Y.decodeUpdateV2(bytes, BoundedDecoder)
    if (reading.decoder.pos !== bytes.byteLength) return refuse('malformed')
    const spans = spansOf(structs)
    if (!spans || !deletesAreSound(ds.clients)) return refuse('malformed')
    if (structs.some((struct) => struct instanceof Y.Skip)) return refuse('gap')
    return { bytes, spans, structs, deletes: ds.clients }
  } catch (error) {
    if (error instanceof TooManyParts) return refuse('too_many_parts')
    if (error instanceof Error) return refuse('malformed')
    throw error
  }
}

/** The client ids with structs in this update that the doc does not have yet. */
export function writersOf(update: Pick<ReadUpdate, 'spans'>, clockOf: Known['clockOf']): number[] {
  const writers: number[] = []
  for (const [client, span] of update.spans) if (span.to > clockOf(client)) writers.push(client)
  return writers
}

/**
 * Judges what an update brings against the doc as it is now. Contiguous clocks first (a gap may be all that is wrong),
 * then whether all it refers to is known, then its names and its size. Null when all is well.
 */
export function judgeParts(
  update: ReadUpdate,
  clockOf: Known['clockOf'],
  bounds: UpdateBounds,
): RefusalReason | null {
  const endOf = (client: number) => Math.max(clockOf(client), update.spans.get(client)?.to ?? 0)
  for (const [client, span] of update.spans) if (span.from > clockOf(client)) return 'gap'
  if (!refersToKnown(update, endOf)) return 'gap'
  if (namesOtherRoot(update)) return 'unknown_root'
  const writers = writersOf(update, clockOf)
  if (writers.length > bounds.writers) return 'too_many_parts'
  const advance = writers.reduce((sum, client) => sum + endOf(client) - clockOf(client), 0)
  return advance > bounds.clockAdvance ? 'too_many_parts' : null
}

/** Judges whether the new structs are in the author's own name, and which client ids they claim for him. */
export function judgeNames(update: Pick<ReadUpdate, 'spans'>, known: Known, authorId: string): Judgement {
  const claims: number[] = []
  for (const client of writersOf(update, known.clockOf)) {
    const owner = known.ownerOf(client)
    // Structs without an owner are the server's or an older history's: nobody may go on under that id.
    if (owner === null && known.clockOf(client) > 0) return refuse('client_taken')
    if (owner !== null && owner !== authorId) return refuse('client_taken')
    if (owner === null) claims.push(client)
  }
  return { claims }
}

const CLASS_OF: Record<RefusalReason, Refusal['class']> = {
  malformed: 'refused',
  too_large: 'refused',
  too_many_parts: 'refused',
  too_costly: 'refused',
  read_only: 'refused',
  gap: 'resync',
  // Somebody else was there first: look again, and decide again.
  passage_changed: 'resync',
  client_taken: 'rebase',
  other_history: 'rebase',
  unknown_node: 'refused',
  // Two honest edits can meet in content that the schema does not allow: the second one re-applies its text.
  bad_content: 'rebase',
  bad_attribute: 'refused',
  bad_mark: 'refused',
  too_deep: 'refused',
  unknown_root: 'refused',
  bad_link: 'refused',
  bad_structure: 'refused',
}

/** The refusal for a reason, with its class. */
export function refuse(reason: RefusalReason): { refusal: Refusal } {
  return { refusal: { class: CLASS_OF[reason], reason } }
}

function spansOf(structs: ReadUpdate['structs']): Map<number, Span> | null {
  const spans = new Map<number, Span>()
  let current: Span | undefined
  let currentClient = -1
  for (const struct of structs) {
    const { client, clock } = struct.id
    const end = clock + struct.length
    if (!Number.isSafeInteger(client) || !Number.isSafeInteger(end) || end <= clock) return null
    if (current && client === currentClient) {
      if (current.to !== clock) return null
      current.to = end
    } else {
      if (spans.has(client)) return null
      current = { from: clock, to: end }
      currentClient = client
      spans.set(client, current)
    }
  }
  return spans
}

function deletesAreSound(deletes: ReadUpdate['deletes']): boolean {
  for (const [client, ranges] of deletes) {
    if (!Number.isSafeInteger(client)) return false
    for (const { clock, len } of ranges) if (!Number.isSafeInteger(clock + len) || !(len > 0)) return false
  }
  return true
}

/** Yjs makes a root for every name it reads, even in structs it has already: so names are judged before applying. */
function namesOtherRoot({ structs }: ReadUpdate): boolean {
  return structs.some((struct) => {
    const parent: unknown = struct instanceof Y.Item ? struct.parent : null
    return typeof parent === 'string' && parent !== CHAPTER_FRAGMENT
  })
}

function refersToKnown(update: ReadUpdate, endOf: (client: number) => number): boolean {
  const isKnown = (id: Y.ID | null) => id === null || id.clock < endOf(id.client)
  for (const struct of update.structs) {
    if (!(struct instanceof Y.Item)) continue
    if (!isKnown(struct.origin) || !isKnown(struct.rightOrigin)) return false
    if (struct.parent instanceof Y.ID && !isKnown(struct.parent)) return false
  }
  for (const [client, ranges] of update.deletes) {
    const end = endOf(client)
    for (const range of ranges) if (range.clock + range.len > end) return false
  }
  return true
}
