import type { Anchor } from '@/lib/text/anchor'
import { beginsInWord, endsInWord, flatten, flatText, insideWord, type FlatText } from '@/lib/text/flat'
import { survey, type Ground, type Range } from '@/lib/text/ground'
import { closest, lookalikes, mostlySame, SHORTEST_LOOKALIKE } from '@/lib/text/lookalike'
import type { PlainText } from '@/lib/text/plain'
import { commonPrefix, commonSuffix, lettersIn, survival, survivingShare } from '@/lib/text/survival'

/** A passage that may be the one looked for. `score` from 0 to 1. */
export interface Candidate {
  from: number
  to: number
  score: number
}

/**
 * What became of an anchor in the text as it is now. Offsets are UTF-16 code units of plain text, end-exclusive.
 * - `exact`: the passage stands in its place, whole or at least half of it;
 * - `moved`: found again elsewhere;
 * - `unplaced`: `rewritten` (other words stand from `near` to `nearTo`), `gone` (nothing stands there; `near`
 *   is an offset in the nearest surviving block), `unsure` (several passages may be it).
 */
export type Placement =
  | { state: 'exact'; from: number; to: number }
  | { state: 'moved'; from: number; to: number; score: number }
  | { state: 'unplaced'; reason: 'rewritten'; near: number; nearTo: number }
  | { state: 'unplaced'; reason: 'gone'; near: number }
  | { state: 'unplaced'; reason: 'unsure'; near: number; candidates: Candidate[] }

/** Least share of a passage's characters that must survive in its place (DESIGN §5). */
const LEAST_SURVIVING = 0.5

/**
 * The same where the place is not known on both sides: half of the letters may stand in the next sentence too,
 * which is then taken for the passage.
 */
const LEAST_SURVIVING_UNFENCED = 0.75

/** Least share of the letters in a range without hold that are the passage's: a word or two may be typed into it. */
const LEAST_OWN = 0.6

/** And where the words stand elsewhere altogether. */
const LEAST_SURVIVING_ELSEWHERE = 0.8

/** Most errors, as a share of the quote, with which words elsewhere still count as the passage moved and edited. */
const MOVED_ERRORS = 0.25

/** Weights of quote, context and nearness in a score, as Hypothesis uses them (its `match-quote`, 2021). */
const WEIGHT = { quote: 50, prefix: 20, suffix: 20, nearness: 2 }
const WEIGHT_SUM = 92

/**
 * The best candidate is clear when its score leads by this much, a tenth: about 30 characters of context on
 * one side. Nearness alone (2 of 92) never decides.
 */
const CLEAR_LEAD = 0.1

/** This much unbroken context on a side makes it the same side: three words. The next block can begin alike by two. */
const STRONG_CONTEXT = 16

/** Fewer words and fewer characters than this turn up by chance: elsewhere they need context. */
const CHANCE_WORDS = 3
const CHANCE_LENGTH = 16

/** A passage stands in its hole when no more than this many characters (a blank, a quotation mark) are between. */
const TOUCHING = 2

/** Most standings of a quote looked at. A quote with more is a common word, looked for in its place only. */
const MOST_STANDINGS = 50

/** Most candidates shown to a person who is asked where a note belongs. */
const MOST_CANDIDATES = 5

/** Characters by which the beginning and the end of a passage are known again near it: two words. */
const HOLD = 12

/** What is trimmed from the ends of a range that is no longer the quote. */
const BLANKS = ' \n\t\u00a0'

/** Most characters around a passage's place that are searched approximately. */
const WIDEST_SEARCH = 20_000

/** All that one placement works on. Ranges in it are flat. */
interface Quest {
  readonly plain: PlainText
  readonly flat: FlatText
  readonly anchor: Anchor
  readonly ground: Ground
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly hole: Range | null
  /** Where the twins of the passage stand; these words are not ours. */
  readonly twins: readonly number[]
  /** False when some twin is out of sight, so that what reads like the quote may be that twin. */
  readonly twinsKnown: boolean
}

/** A standing of the quote, and how the words around it compare. */
interface Standing extends Range {
  /** Share of the quote that stands in it. */
  readonly likeness: number
  readonly score: number
  readonly left: boolean
  readonly right: boolean
}

/**
 * Finds the passage of an anchor in the text (AN rules of SPEC.md). The answer is verified: `exact` and `moved` are
 * only given for words that are the quote or hold enough of it, never by position alone. Pure: the same text and
 * anchor give the same answer in every browser and on the server.
 */
export function place(plain: PlainText, anchor: Anchor): Placement {
  const found = wordsAtPositions(plain, anchor)
  if (found && flatten(plain.text.slice(found.from, found.to)) === flatten(anchor.quote))
    return here(anchor, found)
  const quest = prepare(plain, anchor)
  const words = found && livingWords(quest, found)
  const brought = words && broughtBack(quest, words)
  if (brought) return here(anchor, brought)
  if (words && quest.ground.alive.start && quest.ground.alive.end && shareAt(quest, words) >= LEAST_SURVIVING)
    return here(anchor, words)

  const standings = standingsOf(quest)
  const home = clearest(standings.filter((one) => atHome(quest, one)))
  if (home) return here(anchor, quest.flat.range(home.from, home.to))
  const remains = remainsOf(quest, words)
  if (remains) return here(anchor, remains)

  const away = standings.filter((one) => !atHome(quest, one))
  const sure = clearest(away.filter((one) => standsOut(quest, one)))
  if (sure && sure === clearest(away)) return movedTo(quest, sure)
  const edited = away.length === 0 ? editedElsewhere(quest) : []
  const clear = clearest(edited)
  if (clear) return movedTo(quest, clear)
  return trace(quest, standings.length > 0 ? standings : edited)
}

/** `place` for each anchor, in their order. The threads of a chapter share its index: make `plain` once. */
export function placeAll(plain: PlainText, anchors: readonly Anchor[]): Placement[] {
  return anchors.map((anchor) => place(plain, anchor))
}

function here(anchor: Anchor, { from, to }: Range): Placement {
  if (anchor.movedScore !== null) return { state: 'moved', from, to, score: anchor.movedScore }
  return { state: 'exact', from, to }
}

function movedTo(quest: Quest, { from, to, score }: Standing): Placement {
  return { state: 'moved', ...quest.flat.range(from, to), score }
}

/** What stands between the positions of the first and the last character; null when nothing does. */
function wordsAtPositions(plain: PlainText, anchor: Anchor): Range | null {
  const start = plain.resolve(anchor.start)
  const end = plain.resolve(anchor.end)
  return start && end ? trim(plain.text, { from: start.offset, to: end.offset }, '\n') : null
}

function prepare(plain: PlainText, anchor: Anchor): Quest {
  const flat = flatText(plain)
  const ground = survey(plain, anchor)
  const spots = anchor.twins.map((twin) => plain.resolve(twin))
  const alive = spots.filter((spot) => spot?.bound === 'character')
  return {
    plain,
    flat,
    anchor,
    ground,
    quote: flatten(anchor.quote),
    prefix: flatten(anchor.prefix),
    suffix: flatten(anchor.suffix),
    hole: ground.hole && flatRange(flat, ground.hole),
    twins: alive.map((spot) => flat.flat(spot?.offset ?? 0)),
    twinsKnown: alive.length === spots.length && !anchor.crowded,
  }
}

function flatRange(flat: FlatText, range: Range): Range {
  return { from: flat.flat(range.from), to: flat.flat(range.to) }
}

function trim(text: string, range: Range, blanks: string): Range | null {
  let { from, to } = range
  while (from < to && blanks.includes(text.charAt(from))) from += 1
  while (from < to && blanks.includes(text.charAt(to - 1))) to -= 1
  return from < to ? { from, to } : null
}

/**
 * The words of the passage among those between its positions. A side whose character was deleted has no hold: it can
 * have slid over other words, so there the range ends with the last word that survives.
 */
function livingWords(quest: Quest, range: Range): Range | null {
  const { plain, quote, ground } = quest
  const words = plain.text.slice(range.from, range.to)
  const span = ground.alive.start && ground.alive.end ? null : survival(quote, words)
  const from = ground.alive.start || !span ? range.from : range.from + span.from
  const to = ground.alive.end || !span ? range.to : withPunctuation(quest, range, range.from + span.to)
  if (from >= to) return null
  return quote === quote.trim() ? trim(plain.text, { from, to }, BLANKS) : { from, to }
}

/** Words survive, but the full stop after the last one belongs to it when the quote had one there. */
function withPunctuation({ plain, quote }: Quest, range: Range, to: number): number {
  const after = /^[^\p{L}\p{M}\p{N}\s]+/u.exec(plain.text.slice(to, range.to))?.[0] ?? ''
  return quote.includes(plain.text.slice(Math.max(range.from, to - 3), to) + after) ? to + after.length : to
}

/** The whole quote around what was left of it: undo brought the rest back. */
function broughtBack({ flat, quote }: Quest, words: Range): Range | null {
  const { from, to } = flatRange(flat, words)
  const reach = quote.length - (to - from)
  if (reach < 0) return null
  const area = { from: Math.max(0, from - reach), to: Math.min(flat.text.length, to + reach) }
  const [start] = flat.occurrencesIn(quote, area, 1)
  return start === undefined ? null : flat.range(start, start + quote.length)
}

function isAround(outer: Range, inner: Range): boolean {
  return outer.from <= inner.from && outer.to >= inner.to
}

function shareAt(quest: Quest, range: Range): number {
  return survivingShare(quest.quote, flatten(quest.plain.text.slice(range.from, range.to)))
}

/** Where the whole quote stands, its twins left out. */
function standingsOf(quest: Quest): Standing[] {
  const { flat, quote, ground } = quest
  const all = flat.occurrences(quote, MOST_STANDINGS + 1)
  const zone = flatRange(flat, ground.zone)
  const starts = all.length <= MOST_STANDINGS ? all : flat.occurrencesIn(quote, zone, MOST_STANDINGS)
  return starts
    .map((from) => ({ from, to: from + quote.length }))
    .filter((range) => !isTwin(quest, range) && standsAsWords(quest, range))
    .map((range) => judge(quest, range, 1))
}

function isTwin({ twins, quote }: Quest, range: Range): boolean {
  return twins.some((from) => mostlySame(range, { from, to: from + quote.length }))
}

/** A short quote that was whole words is not looked for inside of words: "he" does not stand in "the". */
function standsAsWords({ anchor, flat, quote }: Quest, range: Range): boolean {
  if (quote.length >= CHANCE_LENGTH) return true
  const begins = !endsInWord(anchor.prefix) && beginsInWord(quote)
  const ends = !beginsInWord(anchor.suffix) && endsInWord(quote)
  return !(begins && cutsWord(flat, range.from)) && !(ends && cutsWord(flat, range.to))
}

function cutsWord(flat: FlatText, at: number): boolean {
  return insideWord(flat.text, at) && !flat.breaksAt(at)
}

function judge(quest: Quest, range: Range, likeness: number): Standing {
  const { flat, prefix, suffix, anchor } = quest
  const length = flat.text.length
  const left = commonSuffix(prefix, flat.text.slice(Math.max(0, range.from - prefix.length), range.from))
  const right = commonPrefix(suffix, flat.text.slice(range.to, range.to + suffix.length))
  const distance = Math.abs(range.from - flat.flat(Math.min(anchor.from, quest.plain.text.length)))
  const score =
    WEIGHT.quote * likeness +
    WEIGHT.prefix * (prefix === '' ? Number(range.from === 0) : left / prefix.length) +
    WEIGHT.suffix * (suffix === '' ? Number(range.to === length) : right / suffix.length) +
    WEIGHT.nearness * (1 - distance / Math.max(length, 1))
  return {
    ...range,
    likeness,
    score: score / WEIGHT_SUM,
    left: left >= STRONG_CONTEXT || (left === prefix.length && range.from === left),
    right: right >= STRONG_CONTEXT || (right === suffix.length && range.to + right === length),
  }
}

/** True when a standing is in the passage's own place: by positions, or by the words around it. */
function atHome(quest: Quest, one: Standing): boolean {
  const { hole, ground } = quest
  const inside = hole !== null && one.from >= hole.from && one.to <= hole.to
  if (ground.fenced.left && ground.fenced.right) return inside
  if (!tellsItself(quest, one)) return false
  const touches = hole !== null && one.from <= hole.to + TOUCHING && one.to >= hole.from - TOUCHING
  if (inside || touches) return true
  const within = (area: Range) => {
    const flat = flatRange(quest.flat, area)
    return one.from >= flat.from && one.to <= flat.to
  }
  return (one.left && one.right && within(ground.zone)) || ((one.left || one.right) && within(ground.gap))
}

/** Words that turn up by chance: a word or two. */
function isChance(quote: string): boolean {
  return quote.split(/\s+/).length < CHANCE_WORDS && quote.length < CHANCE_LENGTH
}

/** True when a standing near the passage's place is told from chance, and from twins out of sight. */
function tellsItself(quest: Quest, one: Standing): boolean {
  if (!quest.twinsKnown) return one.left && one.right
  return !isChance(quest.quote) || one.left || one.right
}

/** The same for a standing elsewhere, where the words around do not help to find a common word by chance. */
function standsOut(quest: Quest, one: Standing): boolean {
  return (one.left && one.right) || (quest.twinsKnown && !isChance(quest.quote))
}

/** The one that leads by score, or null when none or several do. */
function clearest(standings: readonly Standing[]): Standing | null {
  const [best, second] = standings.toSorted((a, b) => b.score - a.score)
  if (!best || (second && best.score - second.score < CLEAR_LEAD)) return null
  return best
}

/** At least half of the passage, in its place: by its positions, or re-made there by Enter or a change of block. */
function remainsOf(quest: Quest, words: Range | null): Range | null {
  const byPosition = words && mostlyOwn(quest, words) ? shareAt(quest, words) : 0
  const near = closestNear(quest)
  const bySight = near ? shareAt(quest, near.range) : 0
  if (near && bySight >= near.least && bySight > byPosition) return near.range
  return words && byPosition >= LEAST_SURVIVING ? words : null
}

/** A range without hold on one side must be the passage's words for the most part, not only contain them. */
function mostlyOwn({ plain, quote }: Quest, range: Range): boolean {
  const words = plain.text.slice(range.from, range.to)
  const own = survivingShare(quote, words) * (lettersIn(quote) || quote.length)
  return own >= (lettersIn(words) || words.length) * LEAST_OWN
}

function closestNear(quest: Quest): { range: Range; least: number } | null {
  const { flat, hole, quote, ground } = quest
  if (!hole || quote.length < SHORTEST_LOOKALIKE) return null
  const gap = flatRange(flat, ground.gap)
  const reach = Math.ceil(quote.length * (1 + LEAST_SURVIVING))
  const from = ground.fenced.left ? hole.from : Math.max(Math.min(gap.from, hole.from), hole.from - reach)
  const most = ground.fenced.right ? hole.to : Math.min(Math.max(gap.to, hole.to), hole.to + reach)
  const found = closest(flat.text.slice(from, Math.min(most, from + WIDEST_SEARCH)), quote, LEAST_SURVIVING)
  if (!found) return null
  const seen = { from: from + found.from, to: from + found.to }
  const range = found.errors === 0 ? seen : withEnds(quest, wholeWords(flat, seen))
  if (isTwin(quest, range)) return null
  const inside = range.from >= hole.from && range.to <= hole.to
  const fenced = inside && ground.fenced.left && ground.fenced.right
  if (!fenced && !quest.twinsKnown) return null
  return {
    range: flat.range(range.from, range.to),
    least: fenced ? LEAST_SURVIVING : LEAST_SURVIVING_UNFENCED,
  }
}

/** Words typed into the middle of a passage make a search for it stop short of its ends: look for these too. */
function withEnds({ flat, quote }: Quest, range: Range): Range {
  const head = flat.text.lastIndexOf(quote.slice(0, HOLD), range.from)
  const tail = flat.text.indexOf(quote.slice(-HOLD), range.to - HOLD)
  const wider = {
    from: head >= 0 && range.from - head <= quote.length ? head : range.from,
    to: tail >= 0 && tail - range.to <= quote.length ? tail + HOLD : range.to,
  }
  const share = ({ from, to }: Range) => survivingShare(quote, flat.text.slice(from, to))
  return share(wider) > share(range) ? wider : range
}

/** An approximate search ends anywhere: give it whole words. */
function wholeWords(flat: FlatText, range: Range): Range {
  let { from, to } = range
  const [least, most] = [Math.max(0, from - CHANCE_LENGTH), Math.min(flat.text.length, to + CHANCE_LENGTH)]
  while (from > least && cutsWord(flat, from)) from -= 1
  while (to < most && cutsWord(flat, to)) to += 1
  return { from, to }
}

/** Passages elsewhere that read nearly like the quote, which itself stands nowhere. */
function editedElsewhere(quest: Quest): Standing[] {
  const { flat, quote } = quest
  return lookalikes(flat, quote, MOVED_ERRORS)
    .map((found) => wholeWords(flat, found))
    .filter((range) => !isTwin(quest, range))
    .map((range) => judge(quest, range, survivingShare(quote, flat.text.slice(range.from, range.to))))
    .filter((one) => one.likeness >= LEAST_SURVIVING_ELSEWHERE && standsOut(quest, one))
}

/** What is left to say of a passage that was not found. */
function trace(quest: Quest, candidates: readonly Standing[]): Placement {
  const changed = changedWords(quest)
  const within = candidates.some((one) => changed && isAround(flatRange(quest.flat, changed), one))
  if (changed && !within && /[\p{L}\p{N}]/u.test(quest.plain.text.slice(changed.from, changed.to)))
    return { state: 'unplaced', reason: 'rewritten', near: changed.from, nearTo: changed.to }
  const near = changed?.from ?? quest.ground.near
  if (candidates.length === 0) return { state: 'unplaced', reason: 'gone', near }
  const best = candidates.toSorted((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES)
  return {
    state: 'unplaced',
    reason: 'unsure',
    near,
    candidates: best.map(({ from, to, score }) => ({ ...quest.flat.range(from, to), score })),
  }
}

/** The words that stand where the passage stood, without blanks at their ends; empty when none do; null if unknown. */
function changedWords(quest: Quest): Range | null {
  const { ground, plain } = quest
  const { left, right } = ground.fenced
  const range = left && right ? ground.hole : (betweenContext(quest) ?? ground.hole)
  if (!range) return null
  return trim(plain.text, range, BLANKS) ?? { from: range.from, to: range.from }
}

/** What stands between the words that stood around the passage, where each of them stands once in the gap. */
function betweenContext({ flat, ground, prefix, suffix, quote }: Quest): Range | null {
  const before = prefix.slice(-STRONG_CONTEXT)
  const after = suffix.slice(0, STRONG_CONTEXT)
  if (before.length < STRONG_CONTEXT || after.length < STRONG_CONTEXT) return null
  const zone = flatRange(flat, ground.zone)
  const [left, another] = flat.occurrencesIn(before, zone, 2)
  if (left === undefined || another !== undefined) return null
  const from = left + before.length
  const [to] = flat.occurrencesIn(after, { from, to: Math.min(zone.to, from + quote.length * 4 + 400) }, 1)
  if (to === undefined) return null
  return from < to ? flat.range(from, to) : flat.range(from, from)
}
