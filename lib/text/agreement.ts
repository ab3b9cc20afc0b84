import type { Placement } from './placement'

/** What somebody marked: one note on words that stand in the text. Offsets are UTF-16 code units, end-exclusive. */
export interface Mark {
  readonly threadId: string
  /** Who marked it: whoever opened the note. Who answers in it has marked nothing. */
  readonly personId: string
  readonly category: string | null
  /** It proposes other words. */
  readonly suggests: boolean
  readonly from: number
  readonly to: number
}

/** How many people marked a passage as this. Both null and false: notes without a category. */
export interface Counted {
  readonly category: string | null
  /** Suggestions without a category. */
  readonly suggests: boolean
  readonly people: number
}

/** Whole sentences that the same people marked. */
export interface Passage {
  readonly from: number
  readonly to: number
  /** Ids of those who marked it, each once, sorted. */
  readonly people: readonly string[]
  /** What they marked it as; what most people said first. */
  readonly categories: readonly Counted[]
  /** Somebody praises what somebody else finds fault with. */
  readonly disagree: boolean
  /** The notes on it, in the order of their words. */
  readonly threadIds: readonly string[]
}

/** The category of praise, whatever its workshop calls it: keys stay when labels change. */
export const PRAISE = 'praise'

/**
 * The signs that end a sentence with the quotes that close behind them, unless what follows goes on in small letters
 * (“Where?” he said); a line break ends one too. A title (Mr. Voss) makes a sentence too many, which does no harm: two
 * that the same notes hold are one passage again.
 */
const SENTENCE_END = /[.!?…]+["'”’»“)\]]*[^\S\n]+(?![\p{Ll}\s])|\n+/gu

/** Where each sentence of the text begins, the blanks before it left to the one before. */
function sentenceStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(SENTENCE_END), ({ 0: end, index }) => index + end.length)]
}

/** Index of the sentence in which the character at `offset` stands. */
function sentenceAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The stretch without blanks at its ends; null when it holds nothing else. */
function trimmed(text: string, from: number, to: number): { from: number; to: number } | null {
  const words = text.slice(from, to)
  const length = words.trim().length
  if (length === 0) return null
  const start = from + words.length - words.trimStart().length
  return { from: start, to: start + length }
}

/** Where a note counts: at its words, or at those that were written instead; null when it stands nowhere. */
export function markedAt(placement: Placement): { from: number; to: number } | null {
  if (placement.state !== 'unplaced') return { from: placement.from, to: placement.to }
  return placement.reason === 'rewritten' ? { from: placement.near, to: placement.nearTo } : null
}

function grouped<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

/** Sentences `first` to `last`, and the marks that touch every one of them. */
interface Stretch {
  first: number
  last: number
  marks: readonly Mark[]
}

const byPlace = (a: Mark, b: Mark) => a.from - b.from || a.to - b.to || (a.threadId < b.threadId ? -1 : 1)

/** The marked sentences, divided wherever a mark begins or ends. */
function stretchesOf(text: string, marks: readonly Mark[], starts: readonly number[]): Stretch[] {
  const spans = marks.flatMap((mark) => {
    const words = trimmed(text, mark.from, mark.to)
    if (!words) return []
    return [{ mark, first: sentenceAt(starts, words.from), last: sentenceAt(starts, words.to - 1) }]
  })
  const begins = grouped(spans, ({ first }) => first)
  const ends = grouped(spans, ({ last }) => last + 1)
  const bounds = [...new Set([...begins.keys(), ...ends.keys()])].sort((a, b) => a - b)
  const open = new Set<Mark>()
  return bounds.flatMap((first, at): Stretch[] => {
    for (const { mark } of ends.get(first) ?? []) open.delete(mark)
    for (const { mark } of begins.get(first) ?? []) open.add(mark)
    const next = bounds[at + 1]
    return open.size > 0 && next !== undefined ? [{ first, last: next - 1, marks: [...open] }] : []
  })
}

const peopleOf = (marks: readonly Mark[]) => [...new Set(marks.map(({ personId }) => personId))].sort()

/** Two neighbours are one passage when the same people marked both, and one of their notes holds words of both. */
function belongTogether(a: Stretch, b: Stretch): boolean {
  if (a.last + 1 !== b.first || !b.marks.some((mark) => a.marks.includes(mark))) return false
  return peopleOf(a.marks).join(' ') === peopleOf(b.marks).join(' ')
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = []
  for (const stretch of stretches) {
    const before = all.at(-1)
    if (before && belongTogether(before, stretch))
      all[all.length - 1] = {
        ...{ first: before.first, last: stretch.last },
        marks: [...new Set([...before.marks, ...stretch.marks])],
      }
    else all.push(stretch)
  }
  return all
}

function countedIn(marks: readonly Mark[]): Counted[] {
  const byKind = grouped(marks, ({ category, suggests }) => category ?? (suggests ? 1 : 0))
  const counted = [...byKind.values()].map((same) => {
    const category = same[0]?.category ?? null
    const suggests = category === null && same[0]?.suggests === true
    return { category, suggests, people: peopleOf(same).length }
  })
  return counted.sort(
    (a, b) =>
      b.people - a.people ||
      Number(a.suggests) - Number(b.suggests) ||
      // Without a category comes last.
      ((a.category ?? '\uffff') < (b.category ?? '\uffff') ? -1 : 1),
  )
}

/** One praises, and another gives it any other category or suggests other words. */
function disagreeOn(marks: readonly Mark[]): boolean {
  const praise = marks.filter(({ category }) => category === PRAISE)
  const faults = marks.filter(({ category, suggests }) =>
    category === null ? suggests : category !== PRAISE,
  )
  return praise.some((good) => faults.some((bad) => bad.personId !== good.personId))
}

/**
 * Where people marked the same: the marked sentences of a text, each in exactly one passage, in the order of the text.
 *
 * Its unit is the sentence. Two critics who mean the same line never select the same letters, so passages divided where
 * notes begin and end would be slivers, and notes joined because they overlap would make one passage of a whole scene as
 * soon as somebody marks the scene. A sentence is what a reader remembers to have marked: whoever touched a word of it
 * marked it. Neighbours that the same people marked are one passage while a note runs through both; so a note on a scene
 * counts in every sentence of it and hides no crowd inside.
 *
 * The order of `marks` is irrelevant. O(n log n) for notes that overlap little.
 * @param text the plain text in which the marks stand
 * @param marks those whose words are blank or nowhere are left out
 */
export function agreementIn(text: string, marks: readonly Mark[]): Passage[] {
  const starts = sentenceStarts(text)
  return joined(stretchesOf(text, marks.toSorted(byPlace), starts)).flatMap(
    ({ first, last, marks: held }): Passage[] => {
      const range = trimmed(text, starts[first] ?? 0, starts[last + 1] ?? text.length)
      if (!range) return []
      const sorted = held.toSorted(byPlace)
      return [
        {
          ...range,
          people: peopleOf(sorted),
          categories: countedIn(sorted),
          disagree: disagreeOn(sorted),
          threadIds: sorted.map(({ threadId }) => threadId),
        },
      ]
    },
  )
}
