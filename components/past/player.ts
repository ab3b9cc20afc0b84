import * as Y from 'yjs'
import { fetchBytes } from '@/components/api'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { blocksOf, type TextBlock } from '@/lib/text/blocks'
import { compareTexts, type ComparedBlock } from '@/lib/text/compare'
import { TEXT_ROOT } from '@/lib/text/plain'
import { unpackPiece, type Piece } from '@/lib/text/row-bytes'
import type { HistoryView, MomentView } from '@/lib/manuscript/contract.past'

/** Pieces that are kept at hand: going back a little costs nothing. */
const MOST_PIECES = 6

/** A moment as it is shown: the text at its end, marked with what it changed. */
export type Frame = readonly ComparedBlock[]

/**
 * Makes the frames of a chapter's history in the browser, from pieces that the server gives. One frame is made at a
 * time.
 */
export class Player {
  /** By the first position of their rows; the one asked for last at the end. */
  readonly #pieces = new Map<number, Piece>()
  #doc: Y.Doc | null = null
  /** The position that the doc stands at. */
  #at = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly chapterId: string,
    private readonly history: Pick<HistoryView, 'moments' | 'epoch'>,
    private readonly load: (path: string) => Promise<Uint8Array> = fetchBytes,
  ) {}

  /** The frame of a moment. What a chapter began with is shown without marks. @throws {ApiError} */
  frame(index: number): Promise<Frame> {
    const frame = this.#last.then(() => this.#make(index))
    this.#last = frame.catch(() => undefined)
    return frame
  }

  close(): void {
    this.#doc?.destroy()
    this.#doc = null
    this.#pieces.clear()
  }

  async #make(index: number): Promise<Frame> {
    const moment = this.history.moments[index]
    if (!moment) return []
    const before = moment.from > 1 ? await this.#textBefore(moment) : null
    const after = await this.#textAt(moment.to)
    return compareTexts(before ?? after, after).blocks
  }

  #textBefore({ from, afterGap }: MomentView): Promise<TextBlock[]> {
    return afterGap ? this.#textBeforePiece(from) : this.#textAt(from - 1)
  }

  async #textBeforePiece(from: number): Promise<TextBlock[]> {
    const { base } = await this.#piece(from)
    this.#begin(base)
    return this.#text()
  }

  async #textAt(seq: number): Promise<TextBlock[]> {
    await this.#goTo(seq)
    return this.#text()
  }

  #text(): TextBlock[] {
    return this.#doc ? blocksOf(fragmentToProse(this.#doc.getXmlFragment(TEXT_ROOT))) : []
  }

  /** Forward from where the doc stands when its rows are at hand, else from the beginning of a piece. */
  async #goTo(seq: number): Promise<void> {
    const isAhead =
      this.#doc !== null && this.#at <= seq && (this.#at === seq || this.#known(this.#at + 1) !== null)
    if (!isAhead) {
      const piece = this.#known(seq) ?? (await this.#piece(this.#startBefore(seq)))
      this.#begin(piece.base)
    }
    while (this.#at < seq) {
      const piece = this.#known(this.#at + 1) ?? (await this.#piece(this.#at + 1))
      this.#follow(piece, seq)
    }
  }

  #begin(base: Piece['base']): void {
    this.#doc?.destroy()
    this.#doc = new Y.Doc()
    this.#doc.getXmlFragment(TEXT_ROOT)
    if (base) Y.applyUpdate(this.#doc, base.bytes)
    this.#at = base?.seq ?? 0
  }

  #follow({ rows }: Piece, seq: number): void {
    const doc = this.#doc
    if (!doc) return
    const due = rows.filter((row) => row.seq > this.#at && row.seq <= seq)
    doc.transact(() => {
      for (const { bytes } of due) Y.applyUpdate(doc, bytes)
    })
    this.#at = due.at(-1)?.seq ?? seq
  }

  /** The moment that holds a position begins a piece. */
  #startBefore(seq: number): number {
    return this.history.moments.findLast(({ from }) => from <= seq)?.from ?? 1
  }

  /** A piece at hand that holds a row. */
  #known(seq: number): Piece | null {
    for (const [from, { rows }] of this.#pieces)
      if (from <= seq && (rows.at(-1)?.seq ?? 0) >= seq) return this.#used(from)
    return null
  }

  #used(from: number): Piece | null {
    const piece = this.#pieces.get(from)
    if (!piece) return null
    this.#pieces.delete(from)
    this.#pieces.set(from, piece)
    return piece
  }

  async #piece(from: number): Promise<Piece> {
    const known = this.#used(from)
    if (known) return known
    const path = `/chapters/${this.chapterId}/history/${from}?epoch=${this.history.epoch}`
    const piece = unpackPiece(await this.load(path))
    this.#pieces.set(from, piece)
    for (const oldest of this.#pieces.keys()) {
      if (this.#pieces.size <= MOST_PIECES) break
      this.#pieces.delete(oldest)
    }
    return piece
  }
}
