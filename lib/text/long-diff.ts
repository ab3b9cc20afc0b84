import diff from 'fast-diff'

/** One stretch of a difference, as `fast-diff` gives it. */
type Stretch = [kind: -1 | 0 | 1, run: string]

/**
 * Up to so many units on both sides together are compared at once: a paragraph of 250 words and its other form. The
 * time of Myers's algorithm grows with the length times the number of changes: 10,000 words rewritten took ten seconds.
 */
const SHORT = 1_000

/** Lengths of the runs of units by which long texts are parted, tried one after the other. */
const LANDMARKS = [8, 4, 2]

/**
 * The difference of two strings of units. Long ones are parted first at what stands in both of them once (after patience
 * diff, Bram Cohen); a stretch of which nothing does counts as replaced, instead of being searched for what it has in
 * common by chance.
 */
export function diffUnits(a: string, b: string): Stretch[] {
  return a.length + b.length <= SHORT ? diff(a, b) : tidied(parted(a, b))
}

function parted(a: string, b: string): Stretch[] {
  let from = 0
  while (from < a.length && from < b.length && a[from] === b[from]) from += 1
  let end = 0
  while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1
  return [
    [diff.EQUAL, a.slice(0, from)],
    ...inner(a.slice(from, a.length - end), b.slice(from, b.length - end)),
    [diff.EQUAL, a.slice(a.length - end)],
  ]
}

function inner(a: string, b: string): Stretch[] {
  const replaced: Stretch[] = [
    [diff.DELETE, a],
    [diff.INSERT, b],
  ]
  if (a === '' || b === '') return replaced
  if (a.length + b.length <= SHORT) return diff(a, b)
  for (const length of LANDMARKS) {
    const marks = landmarks(a, b, length)
    if (marks.length === 0) continue
    const stretches: Stretch[] = []
    let at = { a: 0, b: 0 }
    for (const mark of marks) {
      // One that overlaps with the one before belongs to the same equal stretch.
      if (mark.a < at.a || mark.b < at.b) continue
      stretches.push(...parted(a.slice(at.a, mark.a), b.slice(at.b, mark.b)))
      stretches.push([diff.EQUAL, a.slice(mark.a, mark.a + length)])
      at = { a: mark.a + length, b: mark.b + length }
    }
    return [...stretches, ...parted(a.slice(at.a), b.slice(at.b))]
  }
  return replaced
}

/** Runs of this length that stand in each once, as many as stand in the same order in both. */
function landmarks(a: string, b: string, length: number): { a: number; b: number }[] {
  const inB = onlyOnes(b, length)
  const both: { a: number; b: number }[] = []
  for (const [run, at] of onlyOnes(a, length)) {
    const bt = inB.get(run)
    if (at >= 0 && bt !== undefined && bt >= 0) both.push({ a: at, b: bt })
  }
  return longestRising(both.sort((x, y) => x.a - y.a))
}

/** Where each run of this length stands; −1 for those that stand there more than once. */
function onlyOnes(text: string, length: number): Map<string, number> {
  const places = new Map<string, number>()
  for (let at = 0; at + length <= text.length; at += 1) {
    const run = text.slice(at, at + length)
    places.set(run, places.has(run) ? -1 : at)
  }
  return places
}

/** The most pairs whose `b` rises as their `a` does (longest increasing subsequence, by patience sorting). */
function longestRising(pairs: readonly { a: number; b: number }[]): { a: number; b: number }[] {
  const tails: number[] = []
  const before = new Int32Array(pairs.length).fill(-1)
  pairs.forEach(({ b }, i) => {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((pairs[tails[middle] ?? 0]?.b ?? 0) < b) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = i
  })
  const rising: { a: number; b: number }[] = []
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) {
    const pair = pairs[i]
    if (pair) rising.push(pair)
  }
  return rising.reverse()
}

/** Without empty stretches, and equal ones in one piece. */
function tidied(stretches: readonly Stretch[]): Stretch[] {
  const tidy: Stretch[] = []
  for (const [kind, run] of stretches) {
    const last = tidy.at(-1)
    if (run === '') continue
    if (last?.[0] === kind && kind === diff.EQUAL) last[1] += run
    else tidy.push([kind, run])
  }
  return tidy
}
