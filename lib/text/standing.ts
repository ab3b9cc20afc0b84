import { beginsInWord, endsInWord } from '@/lib/text/flat'
import type { Range } from '@/lib/text/ground'
import { CHANCE_LENGTH, cutsWord, flatRange, isChance, isTwin, type Quest } from '@/lib/text/quest'
import { mostlyOwn } from '@/lib/text/remains'
import { commonPrefix, commonSuffix } from '@/lib/text/survival'

/** Weights of quote, context and nearness in a score, as Hypothesis uses them (its `match-quote`, 2021). */
const WEIGHT = { quote: 50, prefix: 20, suffix: 20, nearness: 2 }
const WEIGHT_SUM = 92

/**
 * The best candidate is clear when its score leads by this much, a tenth: about 30 characters of context on
 * one side. Nearness alone (2 of 92) never decides.
 */
const CLEAR_LEAD = 0.1

/** This much unbroken context on a side makes it the same side: three words. The next block can begin alike by two. */
export const STRONG_CONTEXT = 16

/** A passage stands in its hole when no more than this many characters (a blank, a quotation mark) are between. */
const TOUCHING = 2

/** Most standings of a quote looked at. A quote with more is a common word, looked for in its place only. */
const MOST_STANDINGS = 50

/** A standing of the quote, and how the words around it compare. */
export interface Standing extends Range {
  /** Share of the quote that stands in it. */
  readonly likeness: number
  readonly score: number
  readonly left: boolean
  readonly right: boolean
}

/** Where the whole quote stands, its twins left out. */
export function standingsOf(quest: Quest): Standing[] {
  const { flat, quote, ground } = quest
  const all = flat.occurrences(quote, MOST_STANDINGS + 1)
  const zone = flatRange(flat, ground.zone)
  const starts = all.length <= MOST_STANDINGS ? all : flat.occurrencesIn(quote, zone, MOST_STANDINGS)
  return starts
    .map((from) => ({ from, to: from + quote.length }))
    .filter((range) => !isTwin(quest, range) && standsAsWords(quest, range))
    .map((range) => judge(quest, range, 1))
}

/** A short quote that was whole words is not looked for inside of words: "he" does not stand in "the". */
function standsAsWords({ anchor, flat, quote }: Quest, range: Range): boolean {
  if (quote.length >= CHANCE_LENGTH) return true
  const begins = !endsInWord(anchor.prefix) && beginsInWord(quote)
  const ends = !beginsInWord(anchor.suffix) && endsInWord(quote)
  return !(begins && cutsWord(flat, range.from)) && !(ends && cutsWord(flat, range.to))
}

/** Compares what stands around a flat range with what stood around the passage. */
export function judge(quest: Quest, range: Range, likeness: number): Standing {
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
export function atHome(quest: Quest, one: Standing): boolean {
  const { hole, ground } = quest
  const inside = hole !== null && one.from >= hole.from && one.to <= hole.to
  if (ground.fenced.left && ground.fenced.right) return inside && isNoChanceIn(quest, one)
  if (!tellsItself(quest, one)) return false
  const touches = hole !== null && one.from <= hole.to + TOUCHING && one.to >= hole.from - TOUCHING
  if (inside || touches) return true
  const within = (area: Range) => {
    const flat = flatRange(quest.flat, area)
    return one.from >= flat.from && one.to <= flat.to
  }
  const copy = framed(quest)
  const [left, right] = [one.left && !copy.left, one.right && !copy.right]
  return (left && right && within(ground.zone)) || ((left || right) && within(ground.gap))
}

/** In a place that is known, too, a word or two can be typed by chance within others: then they are not the passage. */
function isNoChanceIn(quest: Quest, one: Standing): boolean {
  const { hole } = quest.ground
  return !isChance(quest.quote) || one.left || one.right || (hole !== null && mostlyOwn(quest, hole))
}

/** True when a standing near the passage's place is told from chance, and from twins out of sight. */
function tellsItself(quest: Quest, one: Standing): boolean {
  if (!quest.twinsKnown) return one.left && one.right
  return !isChance(quest.quote) || one.left || one.right
}

/**
 * The same for a standing elsewhere, where the words around do not help to find a common word by chance. Where those of one
 * side still stand beside the passage's place, the same words beside another one are a copy's, and so is what they go with.
 */
export function standsOut(quest: Quest, one: Standing): boolean {
  const copy = framed(quest)
  if ((one.left && copy.left) || (one.right && copy.right)) return false
  return (one.left && one.right) || (quest.twinsKnown && !isChance(quest.quote))
}

/** On which sides of its place the words stand that stood around the passage. */
function framed(quest: Quest): { left: boolean; right: boolean } {
  const { left, right } = quest.ground.fenced
  if (!quest.hole || !(left || right)) return { left: false, right: false }
  const place = judge(quest, quest.hole, 0)
  return { left: left && place.left, right: right && place.right }
}

/** The one that leads by score, or null when none or several do. */
export function clearest(standings: readonly Standing[]): Standing | null {
  const [best, second] = standings.toSorted((a, b) => b.score - a.score)
  if (!best || (second && best.score - second.score < CLEAR_LEAD)) return null
  return best
}
