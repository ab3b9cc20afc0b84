import { beginsInWord, endsInWord, wordsOf } from '@/lib/text/flat'
import type { Range } from '@/lib/text/ground'
import { overlap } from '@/lib/text/lookalike'
import type { Quest } from '@/lib/text/quest'

/** A stretch of the quote that stands somewhere, flat; `words` of it. */
export interface Piece extends Range {
  readonly words: number
}

/** Shorter stretches, in words and in characters, turn up by chance. Of a quote of a few words two are a stretch. */
const LEAST_WORDS = 3
const LEAST_LENGTH = 16
const SHORT_QUOTE_WORDS = 6
const LEAST_WORDS_OF_SHORT = 2

/** Most places of two common words looked at. */
const MOST_PAIRS = 200

/** Shorter quotes stand in the middle of any words. */
const SHORTEST_GLUED = 5

/** A stretch that stands more often than this tells no place. */
const MOST_PLACES = 3

/**
 * Least share of a passage's words that must stand in its pieces. Half of them may be gone (AN10): the rest of that half are
 * words alone, or joined to others where the passage was cut.
 */
const LEAST_SHARE = 0.4

/**
 * What is left of a passage that was cut up: stretches of its words, each the longest from its beginning on, that stand in
 * at most three places, its twins left out; of one that was put into the middle of words, where it stands. Empty when too
 * few of its words are in them.
 */
export function piecesOf(quest: Quest): Piece[] {
  const words = wholeWordsOf(quest)
  if (!quest.twinsKnown) return []
  const glued = gluedPlaces(quest)
  if (glued.length > 0) return glued.map((place) => ({ ...place, words: words.length }))
  if (words.length < LEAST_WORDS_OF_SHORT) return []
  const pieces: Piece[] = []
  let standing = 0
  for (let first = 0; first < words.length;) {
    const { many, places } = longestFrom(quest, words, first)
    const told = many > 0 && places.length <= MOST_PLACES
    if (told) standing += many
    if (told) pieces.push(...places.map((place) => ({ ...place, words: many })))
    first += told ? many : 1
  }
  return standing >= words.length * LEAST_SHARE ? pieces : []
}

/** The words of the quote without one at an end of which it holds only a part, unless there are no others. */
function wholeWordsOf({ quote, prefix, suffix }: Quest): { word: string; at: number }[] {
  const words = wordsOf(quote)
  const first = endsInWord(prefix) && beginsInWord(quote) ? 1 : 0
  const last = words.length - (endsInWord(quote) && beginsInWord(suffix) ? 1 : 0)
  return first < last ? words.slice(first, last) : words
}

/** Where the whole quote stands with letters before or behind it that are none of it. */
function gluedPlaces({ flat, quote, twins }: Quest): Range[] {
  if (quote.length < SHORTEST_GLUED) return []
  const places = flat
    .occurrences(quote, MOST_PLACES + twins.length + 1)
    .map((from) => ({ from, to: from + quote.length }))
    .filter((place) => !twins.some((from) => overlap({ from, to: from + quote.length }, place) > 0))
  return places.length <= MOST_PLACES ? places : []
}

type Words = readonly { word: string; at: number }[]

/** The longest stretch of the quote from a word on that stands somewhere, and where; of none when it is too short. */
function longestFrom(quest: Quest, words: Words, first: number): { many: number; places: Range[] } {
  const { flat, quote } = quest
  const begin = words[first]
  if (!begin) return { many: 0, places: [] }
  const endOf = (index: number) => (words[index]?.at ?? 0) + (words[index]?.word.length ?? 0)
  let places = placesFrom(quest, words, first)
  let last = first
  for (let next = first + 1; next < words.length && places.length > 0; next += 1) {
    const stretch = quote.slice(begin.at, endOf(next))
    const longer = places.filter((at) => flat.text.startsWith(stretch, at))
    if (longer.length === 0) break
    places = longer
    last = next
  }
  const many = last - first + 1
  const length = endOf(last) - begin.at
  const least = words.length < SHORT_QUOTE_WORDS ? LEAST_WORDS_OF_SHORT : LEAST_WORDS
  if (many < least && length < LEAST_LENGTH) return { many: 0, places: [] }
  return { many, places: places.map((from) => ({ from, to: from + length })) }
}

/** Where a stretch may begin: where its first word stands, or where the first two do when that is a common one. */
function placesFrom({ flat, quote, twins }: Quest, words: Words, first: number): number[] {
  const [one, two] = [words[first], words[first + 1]]
  if (!one) return []
  const pair = two ? quote.slice(one.at, two.at + two.word.length) : one.word
  const isPair = (at: number) => flat.text.startsWith(pair, at)
  const all = flat.knows(one.word)
    ? flat.placesOf(one.word)
    : flat.everyPlaceOf(one.word).filter(isPair).slice(0, MOST_PAIRS)
  const isOfTwin = (at: number) =>
    twins.some((from) => overlap({ from, to: from + quote.length }, { from: at, to: at + 1 }) > 0)
  return all.filter((at) => !isOfTwin(at))
}
