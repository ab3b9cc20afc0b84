import diff from 'fast-diff'
import { wordsOf } from '@/lib/text/flat'

/**
 * Two runs of words that replace each other count as the same words edited only when their characters are this
 * alike (common characters in order, of the longer). Any two English sentences share half of their letters in
 * order by chance; "recieve" and "receive" share 0.86, "cat" and "coat" 0.75.
 */
const EDITED_LIKENESS = 0.6

/** Longer runs of changed words are compared by words only: the cost of a character diff grows with its square. */
const LONGEST_LETTER_DIFF = 400

/** Words beyond this number are compared by the pairs they stand in, which is linear. */
const MOST_WORDS_IN_DIFF = 1_500

/** First code unit given to a word in a word diff; up to 2 × 1,500 follow it, all below the surrogates. */
const FIRST_TOKEN = 0x4e00

/** How much of a quote stands in other words, and from where to where in them (UTF-16 code units). */
export interface Survival {
  readonly share: number
  readonly from: number
  readonly to: number
}

/**
 * The share (0 to 1) of `quote`'s characters that survive in order in `words`, and the stretch of `words` that holds
 * them. Letters and digits are counted; what stands between words is not, because blanks survive everything. A
 * character counts when its word stands, when its word was edited (see EDITED_LIKENESS), or when only one stretch
 * was typed or taken out in all.
 */
export function survival(quote: string, words: string): Survival {
  const all = { from: 0, to: words.length }
  if (quote === '') return { share: 0, ...all }
  if (quote === words) return { share: 1, ...all }
  const ends = commonEnds(quote, words)
  const byEnds = { share: ends / quote.length, ...all }
  const oldWords = wordsOf(quote)
  if (oldWords.length === 0) return byEnds
  const total = oldWords.reduce((sum, { word }) => sum + word.length, 0)
  const newWords = wordsOf(words)
  const long = oldWords.length > MOST_WORDS_IN_DIFF || newWords.length > MOST_WORDS_IN_DIFF
  const kept = long ? { letters: pairsKept(oldWords, newWords), ...all } : lettersKept(oldWords, newWords)
  const share = Math.min(1, kept.letters / total)
  return share > byEnds.share ? { share, from: kept.from, to: kept.to } : byEnds
}

/** `survival(quote, words).share`: 1 when all of the quote's characters stand in `words`, in order. */
export function survivingShare(quote: string, words: string): number {
  return survival(quote, words).share
}

/**
 * The stretch of `words` from the first to the last word of `quote` that survives in it; all of it when none does. Letters
 * that both ends have in common by chance say nothing here.
 */
export function survivingStretch(quote: string, words: string): { from: number; to: number } {
  const [oldWords, newWords] = [wordsOf(quote), wordsOf(words)]
  const all = { from: 0, to: words.length }
  if (oldWords.length > MOST_WORDS_IN_DIFF || newWords.length > MOST_WORDS_IN_DIFF) return all
  const { letters, from, to } = lettersKept(oldWords, newWords)
  return letters > 0 ? { from, to } : all
}

/** Half of a passage is enough to be it (DESIGN §5), but of a quote of so few letters half stands in any word. */
const HALF = 0.5
const SHORTEST_TO_HALVE = 4

/** Least share of the letters in a followed range that must be the passage's: what is typed inside belongs to it (AN3). */
const LEAST_OWN_FOLLOWED = 1 / 3

/** Most letters before its first and after its last word, as a share of its own: a word at an end may have been rewritten. */
const MOST_BESIDE_FOLLOWED = 1 / 4

/** The least share of a quote's letters that must survive for what stands there to be its passage. */
export function leastSurviving(quote: string): number {
  return (lettersIn(quote) || quote.length) < SHORTEST_TO_HALVE ? 1 : HALF
}

/** True when words to which an editor followed a passage are that passage still, and not only around it. */
export function isPassageStill(quote: string, words: string): boolean {
  const share = survivingShare(quote, words)
  const own = share * (lettersIn(quote) || quote.length)
  const all = lettersIn(words) || words.length
  if (share < leastSurviving(quote) || own < all * LEAST_OWN_FOLLOWED) return false
  // What is typed inside of it lies between its words. Others beyond its ends came there some other way.
  const { from, to } = survivingStretch(quote, words)
  return all - lettersIn(words.slice(from, to)) <= own * MOST_BESIDE_FOLLOWED
}

/** Letters and digits (with marks) of a text. */
export function lettersIn(text: string): number {
  return wordsOf(text).reduce((sum, { word }) => sum + word.length, 0)
}

/** Characters that two texts have in common at their beginning and at their end, without overlap. */
function commonEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  const head = commonPrefix(a, b)
  let tail = 0
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  return head + tail
}

/** Length of the longest common beginning of two texts. */
export function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a[head] === b[head]) head += 1
  return head
}

/** Length of the longest common end of two texts. */
export function commonSuffix(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let tail = 0
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  return tail
}

type Words = readonly { word: string; at: number }[]

function lettersKept(oldWords: Words, newWords: Words): { letters: number; from: number; to: number } {
  const tokens = new Map<string, string>()
  const known: string[] = []
  const spell = (words: Words) => words.map(({ word }) => token(word, tokens, known)).join('')
  const kept = { letters: 0, first: -1, last: -1 }
  const keep = (letters: number, first: number, past: number) => {
    if (letters === 0) return
    if (kept.first < 0) kept.first = first
    kept.last = past - 1
    kept.letters += letters
  }
  const spelled = diff(spell(oldWords), spell(newWords))
  let seen = 0
  let change = { deleted: '', inserted: '', since: 0 }
  const settle = () => {
    keep(editedLetters(change.deleted, change.inserted), change.since, seen)
    change = { deleted: '', inserted: '', since: seen }
  }
  for (const [kind, run] of spelled) {
    const words = Array.from(run, (unit) => known[unit.charCodeAt(0) - FIRST_TOKEN] ?? '')
    if (kind === diff.DELETE) change.deleted = words.join(' ')
    else if (kind === diff.INSERT) {
      change.inserted = words.join(' ')
      seen += words.length
    } else {
      settle()
      keep(words.join('').length, seen, seen + words.length)
      seen += words.length
      change.since = seen
    }
  }
  settle()
  const [first, last] = [newWords[kept.first], newWords[kept.last]]
  return { letters: kept.letters, from: first?.at ?? 0, to: last ? last.at + last.word.length : 0 }
}

function token(word: string, tokens: Map<string, string>, known: string[]): string {
  const given = tokens.get(word)
  if (given !== undefined) return given
  const made = String.fromCharCode(FIRST_TOKEN + known.length)
  tokens.set(word, made)
  known.push(word)
  return made
}

function editedLetters(before: string, after: string): number {
  if (before === '' || after === '') return 0
  if (Math.max(before.length, after.length) > LONGEST_LETTER_DIFF) return 0
  let common = 0
  let letters = 0
  for (const [kind, run] of diff(before, after)) {
    if (kind !== diff.EQUAL) continue
    common += run.length
    letters += run.replaceAll(' ', '').length
  }
  return common / Math.max(before.length, after.length) >= EDITED_LIKENESS ? letters : 0
}

function pairsKept(oldWords: Words, newWords: Words): number {
  const pairs = new Set(newWords.map(({ word }, i) => `${word} ${newWords[i + 1]?.word ?? ''}`))
  return oldWords.reduce(
    (sum, { word }, i) => sum + (pairs.has(`${word} ${oldWords[i + 1]?.word ?? ''}`) ? word.length : 0),
    0,
  )
}
