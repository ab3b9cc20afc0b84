import diff from 'fast-diff'
import type { Run } from '@/lib/text/blocks'
import { diffUnits } from '@/lib/text/long-diff'

/** Stands between the words of two blocks that became one, or of one that became two (Unicode, PARAGRAPH SEPARATOR). */
export const BORDER = '\u2029'

/**
 * A stretch of a compared block. `formatted`: the same words in another dress, `was` being the marks before.
 * `joined`: here two blocks became one; it has no text.
 */
export interface Piece {
  readonly change: 'same' | 'in' | 'out' | 'formatted' | 'joined'
  readonly text: string
  readonly marks: readonly string[]
  readonly was?: readonly string[]
}

/** Words with what joins their parts, one white space run, or one other sign. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[\n\u2029]|[^\S\n\u2029]+|[^\p{L}\p{M}\p{N}\s]/gu

const LETTERS = /[\p{L}\p{M}\p{N}]/gu

const FIRST_UNIT = 0x4e00
const UNITS = 0xd800 - FIRST_UNIT

/** One step through both texts, in tokens: so many equal, or so many taken out and put in. */
interface Step {
  equal: boolean
  out: number
  in: number
}

/** A text with marks as one string. */
class Marked {
  readonly text: string
  readonly tokens: string[]
  readonly #runs: readonly Run[]
  #run = 0
  #runStart = 0

  constructor(runs: readonly Run[]) {
    this.#runs = runs
    this.text = runs.map((run) => run.text).join('')
    this.tokens = this.text.match(TOKEN) ?? []
  }

  /** The marks at `at`, and how far they reach. Ask with offsets that never fall. */
  stretchAt(at: number): { marks: readonly string[]; end: number } {
    let run = this.#runs[this.#run]
    while (run && at >= this.#runStart + run.text.length) {
      this.#runStart += run.text.length
      run = this.#runs[++this.#run]
    }
    return { marks: run?.marks ?? [], end: this.#runStart + (run?.text.length ?? this.text.length) }
  }
}

function spellInto(units: Map<string, number>, tokens: readonly string[]): string {
  let text = ''
  for (const token of tokens) {
    let unit = units.get(token)
    if (unit === undefined) {
      unit = units.size
      units.set(token, unit)
    }
    text += String.fromCharCode(FIRST_UNIT + unit)
  }
  return text
}

function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  const units = new Map<string, number>()
  const spelled = [spellInto(units, before), spellInto(units, after)] as const
  if (units.size > UNITS) return [{ equal: false, out: before.length, in: after.length }]
  const steps: Step[] = []
  for (const [kind, run] of diffUnits(...spelled)) {
    const last = steps.at(-1)
    if (kind === diff.EQUAL) steps.push({ equal: true, out: run.length, in: run.length })
    else {
      const change = last && !last.equal ? last : { equal: false, out: 0, in: 0 }
      if (change !== last) steps.push(change)
      if (kind === diff.DELETE) change.out += run.length
      else change.in += run.length
    }
  }
  return steps
}

/** How much of the text a step is, in letters: the longer of its two sides. */
interface Weighed extends Step {
  letters: number
  /** White space or signs only, between two changes that both replace words. */
  replaces: boolean
}

function weigh(steps: readonly Step[], before: readonly string[], after: readonly string[]): Weighed[] {
  let at = 0
  let bt = 0
  const lettersOf = (tokens: readonly string[]) => tokens.join('').match(LETTERS)?.length ?? 0
  return steps.map((step) => {
    const out = lettersOf(before.slice(at, at + step.out))
    const into = lettersOf(after.slice(bt, bt + step.in))
    at += step.out
    bt += step.in
    return { ...step, letters: Math.max(out, into), replaces: out > 0 && into > 0 }
  })
}

/**
 * Takes equal stretches into the changes around them when they are no more than chance: “to the” between two rewritten
 * halves of a sentence (after diff-match-patch, `diff_cleanupSemantic`; here by letters of whole words).
 */
function withoutChance(steps: readonly Weighed[]): Weighed[] {
  const kept: Weighed[] = []
  for (const step of steps) {
    kept.push(step)
    for (;;) {
      const [first, equal, last] = kept.slice(-3)
      if (!first || !equal?.equal || !last || first.equal || last.equal) break
      const byChance = equal.letters <= first.letters && equal.letters <= last.letters
      const worthIt = equal.letters > 0 ? byChance : byChance && first.replaces && last.replaces
      if (!worthIt) break
      kept.splice(-3, 3, {
        equal: false,
        out: first.out + equal.out + last.out,
        in: first.in + equal.in + last.in,
        letters: first.letters + equal.letters + last.letters,
        replaces: true,
      })
    }
  }
  return kept
}

function sameMarks(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((mark, i) => mark === b[i])
}

/** Collects pieces; neighbours that are alike become one. */
class Pieces {
  readonly all: Piece[] = []

  add(piece: Piece): void {
    const last = this.all.at(-1)
    const joins =
      last &&
      last.change === piece.change &&
      piece.change !== 'joined' &&
      sameMarks(last.marks, piece.marks) &&
      sameMarks(last.was ?? [], piece.was ?? [])
    if (joins) this.all[this.all.length - 1] = { ...last, text: last.text + piece.text }
    else this.all.push(piece)
  }

  /** Adds a stretch of one side only. */
  addSide(change: 'in' | 'out', side: Marked, from: number, to: number): void {
    for (let at = from; at < to;) {
      const { marks, end } = side.stretchAt(at)
      const text = side.text.slice(at, Math.min(end, to))
      for (const part of text.split(/(\u2029)/)) {
        if (part === BORDER && change === 'out') this.add({ change: 'joined', text: '', marks: [] })
        else if (part !== '') this.add({ change, text: part, marks })
      }
      at += text.length
    }
  }

  /** Adds a stretch that stands on both sides. */
  addBoth(before: Marked, after: Marked, from: readonly [number, number], length: number): void {
    for (let done = 0; done < length;) {
      const was = before.stretchAt(from[0] + done)
      const now = after.stretchAt(from[1] + done)
      const end = Math.min(was.end - from[0], now.end - from[1], length)
      const text = after.text.slice(from[1] + done, from[1] + end)
      if (sameMarks(was.marks, now.marks)) this.add({ change: 'same', text, marks: now.marks })
      else this.add({ change: 'formatted', text, marks: now.marks, was: was.marks })
      done = end
    }
  }
}

/**
 * Compares two passages word by word: what was taken out comes before what was put in its place. `BORDER` in `after`
 * comes back as a piece of its own text (`in`), in `before` as `joined`.
 */
export function compareWords(before: readonly Run[], after: readonly Run[]): Piece[] {
  const was = new Marked(before)
  const now = new Marked(after)
  const steps = withoutChance(weigh(stepsBetween(was.tokens, now.tokens), was.tokens, now.tokens))
  const pieces = new Pieces()
  const at = { was: 0, now: 0, wasToken: 0, nowToken: 0 }
  for (const step of steps) {
    const out = was.tokens.slice(at.wasToken, at.wasToken + step.out).join('').length
    const into = now.tokens.slice(at.nowToken, at.nowToken + step.in).join('').length
    if (step.equal) pieces.addBoth(was, now, [at.was, at.now], out)
    else {
      pieces.addSide('out', was, at.was, at.was + out)
      pieces.addSide('in', now, at.now, at.now + into)
    }
    at.was += out
    at.now += into
    at.wasToken += step.out
    at.nowToken += step.in
  }
  return pieces.all
}
