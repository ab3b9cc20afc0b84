import type * as Y from 'yjs'
import { partOf, type Attributes, type Bit } from '@/lib/text/bits'
import type { BlockForm } from '@/lib/text/blocks'
import { IdMap, type CharId, type IdRange } from '@/lib/text/ranges'

/** Deletions by one person with no longer pause are one go: a sentence taken back letter by letter is one cut. */
export const GO_PAUSE_MS = 10_000
/** … but a go does not last longer than this, or an evening of revising would be one. */
export const GO_LONGEST_MS = 120_000

/** A cut with fewer words is a correction. */
export const FEWEST_CUT_WORDS = 3

/** A block of a cut passage as it stood. */
export interface CutBlock extends BlockForm {
  readonly runs: readonly { readonly text: string; readonly marks: Attributes }[]
  /** All that stood in the block was cut. */
  readonly whole: boolean
}

/** A passage that somebody cut. */
export interface Cut {
  /** Names it within its doc's history. */
  readonly id: string
  /** Who cut it; null once the account was deleted. */
  readonly authorId: string | null
  /** The log positions of its first and last deletion. */
  readonly fromSeq: number
  readonly toSeq: number
  /** When the last of it was deleted, in milliseconds since 1970. */
  readonly at: number
  readonly blocks: readonly CutBlock[]
  readonly words: number
  /** Up to 60 characters that stood before and after it, in its paragraph or the next one; may be empty. */
  readonly before: string
  readonly after: string
  /** Its first and last character. */
  readonly first: CharId
  readonly last: CharId
  /** Who is behind its characters, in order; `text` as in plain text. */
  readonly bits: readonly (IdRange & { readonly text: string })[]
}

/** A bit that was deleted, with the block it stood in. */
export interface CutBit extends Bit {
  readonly block: Y.XmlElement
  readonly form: BlockForm
  readonly seq: number
  readonly at: number
}

/** What one person deletes without a long pause. */
export class Go {
  readonly bits = new IdMap<CutBit>()
  readonly blocks = new Set<Y.XmlElement>()
  characters = 0
  lastAt: number
  /** What was written since the go began: from which clock on, by client. */
  readonly #writtenFrom = new Map<number, number>()

  constructor(
    readonly authorId: string | null,
    readonly firstSeq: number,
    readonly firstAt: number,
  ) {
    this.lastAt = firstAt
  }

  add(bit: CutBit): void {
    this.bits.add(bit, bit)
    this.blocks.add(bit.block)
    this.characters += bit.text.length
    this.lastAt = Math.max(this.lastAt, bit.at)
  }

  /** Notes how far the clients of a row had written before it. */
  note(before: ReadonlyMap<number, number>): void {
    for (const [client, clock] of before)
      if (!this.#writtenFrom.has(client)) this.#writtenFrom.set(client, clock)
  }

  /** True when the person wrote it himself since the go began: words put in the place of what was cut. */
  wrote({ client, clock }: CharId): boolean {
    return clock >= (this.#writtenFrom.get(client) ?? Infinity)
  }

  isOverAt(at: number): boolean {
    return at - this.lastAt > GO_PAUSE_MS || at - this.firstAt > GO_LONGEST_MS
  }

  /** The parts of a bit that were deleted in this go, and those that were not, in order. */
  *split(bit: Bit): Generator<{ part: Bit; cut: CutBit | null }> {
    for (const piece of this.bits.pieces(bit)) {
      const { entry } = piece
      yield { part: partOf(bit, piece), cut: entry ? partOf(entry.value, piece) : null }
    }
  }
}
