/**
 * What a thread knows of its passage (DESIGN §5). All positions are encoded Yjs relative positions. The caller
 * keeps the log position (`seq`) beside it. Offsets are UTF-16 code units of plain text.
 */
export interface Anchor {
  /** Bound to the first character. */
  readonly start: Uint8Array
  /** Bound to the last character. */
  readonly end: Uint8Array
  /** Bound to the character right before the passage, or to the start of its block. */
  readonly left: Uint8Array
  /** Bound to the character right after the passage, or to the end of its block. */
  readonly right: Uint8Array
  /** The block in which the passage begins. */
  readonly block: Uint8Array
  /** The block before that one; null at the start of the chapter. */
  readonly before: Uint8Array | null
  /** The block after the one in which the passage ends; null at the end of the chapter. */
  readonly after: Uint8Array | null
  /** The words when the thread was made. They never change: they are what the thread is about. */
  readonly quote: string
  /** Up to `CONTEXT_LENGTH` characters right before the passage. */
  readonly prefix: string
  /** Up to `CONTEXT_LENGTH` characters right after the passage. */
  readonly suffix: string
  /** Where the passage last began. */
  readonly from: number
  /** First characters of other passages that read the same or nearly so: never to be taken for this one. */
  readonly twins: readonly Uint8Array[]
  /** True when there were more twins than `twins` holds. */
  readonly crowded: boolean
}

/** `Anchor` as JSON: positions in base64. */
export interface EncodedAnchor {
  start: string
  end: string
  left: string
  right: string
  block: string
  before: string | null
  after: string | null
  quote: string
  prefix: string
  suffix: string
  from: number
  twins: string[]
  crowded: boolean
}

/** Characters of context kept on each side of a passage (DESIGN §5). */
export const CONTEXT_LENGTH = 64
