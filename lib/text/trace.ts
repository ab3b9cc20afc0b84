import * as Y from 'yjs'
import { partOf, type Bit } from '@/lib/text/bits'
import { Go, type Cut, type CutBit } from '@/lib/text/cut'
import { passagesOf } from '@/lib/text/cut-passages'
import { KeptWords } from '@/lib/text/kept-words'
import { addToMoments, type Moment } from '@/lib/text/moments'
import { TEXT_ROOT } from '@/lib/text/plain'
import { deletedBy, IdMap, type CharId, type IdRange } from '@/lib/text/ranges'
import { pairsOf } from '@/lib/text/pairs'
import { findSameWords } from '@/lib/text/same-words'
import { comeTo, goingOf, type Stretch } from '@/lib/text/trace-rows'

/** One durable update of a doc (V1) with who sent it and when, in milliseconds since 1970. */
export interface TracedRow {
  readonly seq: number
  readonly authorId: string | null
  readonly at: number
  readonly bytes: Uint8Array
}

/** Where a history begins that is not kept from the start: the doc as it was at `seq`, V1. */
export interface TraceBase {
  readonly seq: number
  readonly bytes: Uint8Array
}

/** More cut passages, or more characters of them, than these are not kept of one chapter; the oldest go first. */
const MOST_CUTS = 20_000
const MOST_CUT_CHARACTERS = 8 * 1024 * 1024

/** Shorter insertions are not looked up among what was cut. */
const LONG_ENOUGH = 24

/**
 * Follows a doc through its rows, and knows of each character who wrote it first, which passages were cut, and at which
 * moments people wrote. Rules in SPEC.md (WW, CP). It holds the doc with everything that was ever deleted in it.
 */
export class Trace {
  /** The last row that was followed. */
  seq = 0
  /** Rows before this time were not kept, in milliseconds since 1970; null when all were. */
  since: number | null = null
  readonly moments: Moment[] = []
  #doc = new Y.Doc({ gc: false })
  /** For a character that was inserted again: the client behind it. */
  readonly #origins = new IdMap<number>()
  /** For a character that one row deleted and inserted again: which it became. */
  readonly #became = new IdMap<CharId & { seq: number }>()
  readonly #kept = new KeptWords()
  readonly #goes = new Map<string | null, Go>()
  #cuts: Cut[] = []
  #cutCharacters = 0
  #awaitsTime = false

  constructor() {
    this.#prepare()
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  get root(): Y.XmlFragment {
    return this.#doc.getXmlFragment(TEXT_ROOT)
  }

  /** Begins again behind a gap, or in the middle of a history. What was cut before stays known. */
  restart({ seq, bytes }: TraceBase): void {
    this.#closeGoes(Infinity)
    this.#doc.destroy()
    this.#doc = new Y.Doc({ gc: false })
    this.#prepare()
    Y.applyUpdate(this.#doc, bytes)
    this.seq = seq
    this.#awaitsTime = true
  }

  /** Follows the next row. @throws when it is no update */
  follow(row: TracedRow): void {
    if (this.#awaitsTime) this.since = row.at
    this.#awaitsTime = false
    this.#closeGoes(row.at)
    const { structs, ds } = Y.decodeUpdate(row.bytes)
    const before = new Map(structs.map(({ id }) => [id.client, Y.getState(this.#doc.store, id.client)]))
    const gone = goingOf(this.#doc, deletedBy(ds), row)
    Y.applyUpdate(this.#doc, row.bytes)
    // Most rows are a letter: nothing of theirs was there before.
    const written = structs.reduce((sum, { length }) => sum + length, 0)
    const come = gone.length > 0 || written >= LONG_ENOUGH ? comeTo(this.#doc, before) : []
    const left = this.#matchSame(gone, come, row.seq)
    this.#matchKept(come)
    this.#cutIn(left, before, row)
    addToMoments(this.moments, row)
    this.seq = row.seq
  }

  /** The client behind a character, as far as the history tells. */
  *behind(range: IdRange): Generator<IdRange & { by: number }> {
    for (const { client, clock, length, entry } of this.#origins.pieces(range))
      yield { client, clock, length, by: entry?.value ?? client }
  }

  /** The position at which a character was deleted and inserted again; null when it was not. */
  movedIn(id: CharId): number | null {
    return this.#became.at(id)?.value.seq ?? null
  }

  /** Where a character stands now that was deleted and inserted again, or itself. */
  nowAt(id: CharId): CharId {
    let now = id
    for (let steps = 0; steps < 1_000; steps += 1) {
      const entry = this.#became.at(now)
      if (!entry) return now
      now = { client: entry.value.client, clock: entry.value.clock + now.clock - entry.clock }
    }
    return now
  }

  /** The passages that were cut, oldest first; those of a go that is not over as they are by now. */
  cuts(): Cut[] {
    const open = [...this.#goes.values()].flatMap((go) => this.#passagesOf(go))
    return [...this.#cuts, ...open].sort((a, b) => a.at - b.at)
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #prepare(): void {
    this.#doc.getXmlFragment(TEXT_ROOT)
    // Yjs mends redundant formatting with an edit of its own; the past has no edits but those of its rows.
    this.#doc.on('afterTransaction', (transaction) => {
      transaction._needFormattingCleanup = false
    })
  }

  /** Text that the row deletes and inserts again keeps its author. @returns what of the deleted did not come again */
  #matchSame(gone: readonly Stretch<CutBit>[], come: readonly Stretch<Bit>[], seq: number): CutBit[] {
    const again = new IdMap<true>()
    if (gone.length > 0 && come.length > 0) {
      const found = findSameWords(
        come.map(({ text }) => text),
        gone.map(({ text }) => text),
      )
      come.forEach(({ bits }, i) => {
        for (const { at, length, of, from } of found[i] ?? [])
          for (const [old, now] of pairsOf(gone[of]?.bits ?? [], from, bits, at, length)) {
            this.#credit(now, old)
            this.#became.add(old, { client: now.client, clock: now.clock, seq })
            again.add(old, true)
          }
      })
    }
    return gone.flatMap(({ bits }) =>
      bits.flatMap((bit) =>
        [...again.pieces(bit)].flatMap((piece) => (piece.entry ? [] : [partOf(bit, piece)])),
      ),
    )
  }

  /** Words that were cut and come back later keep their author too. */
  #matchKept(come: readonly Stretch<Bit>[]): void {
    for (const { text, bits } of come) {
      if (text.length < LONG_ENOUGH) continue
      this.#closeGoes(Infinity)
      for (const { at, length, of, from } of this.#kept.findIn(text))
        for (const [old, now] of pairsOf(of.bits, from, bits, at, length))
          if (old.client >= 0) this.#credit(now, old)
    }
  }

  /** The first who credits a character is right: what the row itself deleted comes before what was cut long ago. */
  #credit(now: IdRange, old: IdRange): void {
    let clock = now.clock
    for (const { length, by } of [...this.behind(old)]) {
      for (const piece of [...this.#origins.pieces({ client: now.client, clock, length })])
        if (!piece.entry && by !== piece.client) this.#origins.add(piece, by)
      clock += length
    }
  }

  #cutIn(bits: readonly CutBit[], before: ReadonlyMap<number, number>, row: TracedRow): void {
    let go = this.#goes.get(row.authorId)
    if (bits.length > 0 && !go) {
      go = new Go(row.authorId, row.seq, row.at)
      this.#goes.set(row.authorId, go)
    }
    go?.note(before)
    for (const bit of bits) go?.add(bit)
  }

  #closeGoes(at: number): void {
    for (const [authorId, go] of this.#goes) {
      if (!go.isOverAt(at)) continue
      this.#goes.delete(authorId)
      for (const cut of this.#passagesOf(go)) this.#keep(cut)
    }
  }

  #keep(cut: Cut): void {
    const text = cut.bits.map((bit) => bit.text).join('')
    this.#kept.add({ text, bits: cut.bits })
    this.#cuts.push(cut)
    this.#cutCharacters += text.length
    while (this.#cuts.length > MOST_CUTS || this.#cutCharacters > MOST_CUT_CHARACTERS) {
      const [oldest] = this.#cuts.splice(0, 1)
      for (const bit of oldest?.bits ?? []) this.#cutCharacters -= bit.text.length
    }
  }

  #passagesOf(go: Go): Cut[] {
    return passagesOf(this.root, go, (range) => this.#movesOf(range))
  }

  *#movesOf(range: IdRange): Generator<IdRange & { seq: number | null }> {
    for (const { client, clock, length, entry } of this.#became.pieces(range))
      yield { client, clock, length, seq: entry?.value.seq ?? null }
  }
}
