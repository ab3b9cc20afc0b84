import { expect, it } from 'vitest'
import { flatten } from '@/lib/text/flat'
import { place } from '@/lib/text/placement'
import { makeAnchor, type Anchor } from '@/lib/text/anchor'
import { commonPrefix, commonSuffix } from '@/lib/text/survival'
import { reanchor } from '@/lib/text/reanchor'
import { type Page, pageOf, say } from '@/tests/support/page'

const STORY = [
  'The harbour lay grey and still under the morning fog, and nobody on the quay had slept.',
  'Mara Voss counted the boats twice before she spoke. “Six,” she said. “There were seven.” Tomas Oyelaran only shrugged and went on mending the net, as he had done every morning since the storm.',
  '“No,” said Ines. “No,” said Tomas. “No,” said Ines again, and that was the end of it.',
  '***',
  'Far out, beyond the mole, a bell began to ring. It was the buoy, or it was the seventh boat; in such weather the two sounded alike, and the old women crossed themselves either way.',
  'Odile Marchetti had promised to be back before the tide. She was not back before the tide. She was not back at noon either, when the fog lifted and showed them an empty sea. 🙂',
  '“He will come,” said Mara. She closed the door. She opened the door. She closed the door.',
  'In the evening they lit the lamp on the mole, though the keeper laughed at them, and Ines wrote the names into the book: first the boat, then the men, then the hour at which each had last been seen.',
  'Nobody read the names aloud. The rain came at ten. By midnight the gutters were singing and the nets hung black and heavy from their poles like the coats of drowned men.',
]

const WORDS = [
  'rain',
  'the',
  'slowly',
  'and',
  'Mara',
  'never',
  'lantern',
  'No',
  'salt',
  'again',
  'between',
  'door',
]

/** Which rolls of the dice one seed gives (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Roll = (below: number) => number

const ACTS = [
  'type',
  'type',
  'type',
  'erase',
  'erase',
  'replace',
  'enter',
  'join',
  'move',
  'wrap',
  'heading',
  'bold',
  'undo',
]

/** A page, and beside it which character is which: the oracle. Every code unit of the text has a number. */
class WatchedPage {
  readonly page: Page = pageOf(...STORY)
  readonly acts = new Map<string, number>()
  ids: number[]
  #next = 0
  /** Ids below this were there when the threads were: in a placement they are the passage's or wrong. */
  readonly planted: number
  /** The ids and the text before each act that can be undone. */
  readonly #past: { ids: number[]; text: string }[] = []

  constructor(readonly seed: number) {
    this.ids = this.#fresh(this.page.text.length)
    this.planted = this.ids.length
  }

  /** One act of a writer at a random place. */
  act(roll: Roll): void {
    const kind = ACTS[roll(ACTS.length)] ?? 'type'
    const at = roll(this.page.text.length)
    const block = this.page.plain.blocks[this.page.plain.blockAt(at)]
    const to = Math.min(block?.to ?? at, at + 1 + roll(60))
    if (kind === 'undo') this.#undo()
    else if (block && at < to) this.#change(kind, { from: at, to }, roll)
    else return
    expect(this.ids.length).toBe(this.page.text.length)
    this.acts.set(kind, (this.acts.get(kind) ?? 0) + 1)
  }

  #change(kind: string, range: { from: number; to: number }, roll: Roll): void {
    const { page } = this
    const { from } = range
    const typed = ` ${Array.from({ length: 1 + roll(5) }, () => WORDS[roll(WORDS.length)]).join(' ')}`
    if (kind === 'type') this.#write(() => page.insert(typed, from))
    else if (kind === 'erase') this.#write(() => page.delete(range))
    else if (kind === 'replace') this.#write(() => page.replace(range, typed))
    else if (kind === 'enter') this.#step(() => page.splitAt(from), { from, to: from }, 1)
    else if (kind === 'wrap') this.#step(() => page.wrap(range))
    else if (kind === 'heading') this.#step(() => page.heading(range))
    else if (kind === 'bold') this.#step(() => page.bold(range))
    else if (kind === 'move') this.#move(range, roll)
    else this.#join(from)
  }

  #join(at: number): void {
    const { from } = this.page.plain.blocks[this.page.plain.blockAt(at)] ?? { from: 0 }
    const length = this.page.text.length
    if (from === 0) return
    this.#step(() => this.page.join(from), { from, to: from })
    if (this.page.text.length < length) this.ids.splice(from - 1, 1)
  }

  #move(range: { from: number; to: number }, roll: Roll): void {
    const words = this.page.text.slice(range.from, range.to)
    const carried = this.ids.slice(range.from, range.to)
    this.#write(() => this.page.delete(range))
    const blocks = this.page.plain.blocks.filter((block) => block.to > block.from)
    const block = blocks[roll(blocks.length)]
    if (!block || words.includes('\n')) return
    const to = block.from + roll(block.to - block.from)
    this.#step(() => this.page.insert(words, to), { from: to, to })
    this.ids.splice(to, 0, ...carried)
  }

  /**
   * Typing and erasing. Which of two equal letters went nobody can tell from the text: as y-tiptap, take the
   * longest common beginning, then the longest common end, as what stayed.
   */
  #write(act: () => unknown): void {
    const old = this.page.text
    const ids = this.ids
    this.#step(act)
    const now = this.page.text
    const head = commonPrefix(old, now)
    const tail = commonSuffix(old.slice(head), now.slice(head))
    const fresh = this.#fresh(now.length - head - tail)
    this.ids = [...ids.slice(0, head), ...fresh, ...ids.slice(old.length - tail)]
  }

  #step(act: () => unknown, cut?: { from: number; to: number }, added = 0): void {
    const before = { ids: this.ids, text: this.page.text }
    act()
    if (cut) this.ids = [...before.ids.slice(0, cut.from), ...this.#fresh(added), ...before.ids.slice(cut.to)]
    if (this.page.undoDepth > this.#past.length) this.#past.push(before)
  }

  #undo(): void {
    this.page.undo()
    let back: { ids: number[]; text: string } | undefined
    while (this.#past.length > this.page.undoDepth) back = this.#past.pop()
    if (!back) return
    this.ids = back.ids
    expect(this.page.text).toBe(back.text)
  }

  #fresh(count: number): number[] {
    return Array.from({ length: count }, () => this.#next++)
  }
}

interface Planted {
  readonly ids: ReadonlySet<number>
  readonly list: readonly number[]
  anchor: Anchor
}

interface Tally {
  acts: number
  judged: number
  /** On words that are not the passage's at all. */
  wrong: string[]
  /** On the passage, and more of its neighbours than of it. */
  wide: string[]
  standing: number
  found: number
  missed: string[]
  states: Map<string, number>
}

function plant(watched: WatchedPage, roll: Roll): Planted[] {
  const { plain } = watched.page
  return Array.from({ length: 30 }, () => {
    const from = roll(plain.text.length - 90)
    const anchor = makeAnchor(plain, from, from + 4 + roll(85))
    const list = watched.ids.slice(anchor.from, anchor.from + anchor.quote.length)
    return { anchor, list, ids: new Set(list) }
  })
}

/** Where a passage stands by the oracle: whole, in one piece but for line breaks, and nowhere else. */
function standsAt(watched: WatchedPage, { anchor, list }: Planted): { from: number; to: number } | null {
  const { text } = watched.page
  const letters = list.filter((_, i) => anchor.quote[i] !== '\n')
  const from = watched.ids.indexOf(letters[0] ?? -1)
  const to = watched.ids.indexOf(letters.at(-1) ?? -1) + 1
  const quote = flatten(anchor.quote)
  if (from < 0 || to <= from || flatten(text.slice(from, to)) !== quote) return null
  const flat = flatten(text)
  return flat.indexOf(quote) === flat.lastIndexOf(quote) ? { from, to } : null
}

function judge(watched: WatchedPage, thread: Planted, tally: Tally): void {
  const { plain } = watched.page
  const placement = place(plain, thread.anchor)
  const state = placement.state === 'unplaced' ? placement.reason : placement.state
  tally.judged += 1
  tally.states.set(state, (tally.states.get(state) ?? 0) + 1)
  const told = `${watched.seed}: “${thread.anchor.quote}” → ${say(plain.text, placement)}`
  const stands = standsAt(watched, thread)
  if (stands) {
    tally.standing += 1
    const found =
      placement.state !== 'unplaced' && placement.from === stands.from && placement.to === stands.to
    if (found) tally.found += 1
    else tally.missed.push(told)
  }
  if (placement.state === 'unplaced' || onlyStanding(plain.text, placement, thread.anchor.quote)) return
  const ids = watched.ids.slice(placement.from, placement.to)
  const first = ids.findIndex((id) => thread.ids.has(id))
  const last = ids.findLastIndex((id) => thread.ids.has(id))
  const foreign = ids.filter((id, i) => id < watched.planted && (i < first || i > last)).length
  if (first < 0 && foreign > 0) tally.wrong.push(told)
  else if (foreign * 2 > ids.length) tally.wide.push(told)
}

/** The quote itself, which stands nowhere else, is right, whichever of two equal letters the oracle took for gone. */
function onlyStanding(text: string, { from, to }: { from: number; to: number }, quote: string): boolean {
  const words = flatten(quote)
  const flat = flatten(text)
  return flatten(text.slice(from, to)) === words && flat.indexOf(words) === flat.lastIndexOf(words)
}

function run(seed: number, reanchoring: boolean, tally: Tally): void {
  const roll = dice(seed)
  const watched = new WatchedPage(seed)
  const threads = plant(watched, roll)
  for (let act = 0; act < 25; act += 1) {
    watched.act(roll)
    if (reanchoring) {
      const { plain } = watched.page
      for (const thread of threads)
        thread.anchor = reanchor(plain, thread.anchor, place(plain, thread.anchor)) ?? thread.anchor
    }
    if (act % 6 === 0) for (const thread of threads) judge(watched, thread, tally)
  }
  tally.acts += Array.from(watched.acts.values()).reduce((sum, count) => sum + count, 0)
}

/** Kept seeds, and `FUZZ_RUNS` new ones; `FUZZ_SEED` repeats one. */
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)

it.each([true, false])(
  '[AN17] random edits leave no thread on wrong words (re-anchored: %s)',
  (reanchoring) => {
    const given = process.env.FUZZ_SEED
    const today = given === undefined ? (Date.now() & 0xffffff) + 1_000 : Number(given)
    const seeds =
      given === undefined
        ? [...SEEDS, ...Array.from({ length: Number(process.env.FUZZ_RUNS ?? 0) }, (_, i) => today + i)]
        : [today]
    console.info(`placement fuzz: FUZZ_SEED=${seeds.join(',')}`)
    const tally: Tally = {
      acts: 0,
      judged: 0,
      wrong: [],
      wide: [],
      standing: 0,
      found: 0,
      missed: [],
      states: new Map(),
    }
    for (const seed of seeds) run(seed, reanchoring, tally)
    if (process.env.FUZZ_TELL)
      console.info(JSON.stringify({ ...tally, states: Array.from(tally.states) }, null, 1))
    expect(tally.acts).toBeGreaterThan(seeds.length * 10)
    expect(tally.standing).toBeGreaterThan(seeds.length * 10)
    if (given === undefined)
      for (const state of ['exact', 'moved', 'rewritten', 'gone']) expect(tally.states.has(state)).toBe(true)
    if (given === undefined) expect(tally.wrong.slice(Math.floor(tally.judged / 20_000))).toEqual([])
    else expect(tally.wrong).toEqual([])
    expect(tally.wide.length / tally.judged).toBeLessThan(0.0005)
    expect(tally.found / tally.standing).toBeGreaterThanOrEqual(0.99)
  },
)
