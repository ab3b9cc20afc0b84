import type { IdRange } from '@/lib/text/ranges'

/** Ids with the characters they stand for. */
export type Worded = IdRange & { readonly text: string }

/**
 * Two stretches of the same words, each in bits of its own, as pairs of ranges of ids of one length.
 * @param from where the stretch begins in the words of `old`, `at` in those of `now`; UTF-16 code units
 */
export function* pairsOf(
  old: readonly Worded[],
  from: number,
  now: readonly Worded[],
  at: number,
  length: number,
): Generator<[IdRange, IdRange]> {
  const olds = rangesOf(old, from, length)
  const nows = rangesOf(now, at, length)
  let [a, b] = [olds.shift(), nows.shift()]
  while (a && b) {
    const both = Math.min(a.length, b.length)
    yield [
      { ...a, length: both },
      { ...b, length: both },
    ]
    a = a.length > both ? rest(a, both) : olds.shift()
    b = b.length > both ? rest(b, both) : nows.shift()
  }
}

function rest(range: IdRange, by: number): IdRange {
  return { ...range, clock: range.clock + by, length: range.length - by }
}

/** The ids of `length` characters from `from` on. */
function rangesOf(bits: readonly Worded[], from: number, length: number): IdRange[] {
  const found: IdRange[] = []
  let at = 0
  for (const { client, clock, text } of bits) {
    const begin = Math.max(from - at, 0)
    const end = Math.min(from + length - at, text.length)
    if (end > begin) found.push({ client, clock: clock + begin, length: end - begin })
    at += text.length
  }
  return found
}
