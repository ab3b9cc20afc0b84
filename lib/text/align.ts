import diff from 'fast-diff'
import { Bags, type Bag } from '@/lib/text/bag'

/** Blocks are the same block, edited, from this likeness on. Two sentences by chance share about a quarter. */
export const LEAST_ALIKE = 0.5

/** A block is a piece of another one when this share of its letters stands in it. */
const PIECE_SHARE = 0.7

/** Into how many pieces one edit parts a paragraph, at most. */
const MOST_PIECES = 4

/** Equal blocks of fewer words do not hold the texts together when nothing beside them is equal. */
const FEW_WORDS = 4

/** Most cells of the table in which blocks are compared; beyond it only blocks near the diagonal are. */
const MOST_CELLS = 2_000_000

/** First code unit given to a block: 35,000 distinct ones up to the surrogates. */
const FIRST_UNIT = 0x4e00
const UNITS = 0xd800 - FIRST_UNIT

/** What is aligned: blocks with equal keys are equal. */
export interface Alignable {
  readonly key: string
  readonly text: string
}

/**
 * Blocks that belong together, as index ranges (end-exclusive): one on each side, one and several (split or joined),
 * or some on one side only.
 */
export interface Group {
  readonly a: readonly [from: number, to: number]
  readonly b: readonly [from: number, to: number]
}

type Pair = readonly [a: number, b: number]

/** Pairs of equal blocks, in order: Myers over one code unit per distinct block. */
function equalPairs(a: readonly Alignable[], b: readonly Alignable[]): Pair[] {
  const units = new Map<string, number>()
  const spell = (list: readonly Alignable[]) =>
    list
      .map(({ key }) => {
        const unit = units.get(key) ?? units.size
        units.set(key, unit)
        return String.fromCharCode(FIRST_UNIT + (unit % UNITS))
      })
      .join('')
  const pairs: Pair[] = []
  let at = 0
  let bt = 0
  for (const [kind, run] of diff(spell(a), spell(b))) {
    if (kind === diff.EQUAL)
      for (let i = 0; i < run.length; i += 1)
        if (a[at + i]?.key === b[bt + i]?.key) pairs.push([at + i, bt + i])
    if (kind !== diff.INSERT) at += run.length
    if (kind !== diff.DELETE) bt += run.length
  }
  return pairs
}

/** Without the pairs of short blocks that stand alone: a “Yes.” in rewritten pages is no hold. */
function holds(pairs: readonly Pair[], bags: readonly Bag[]): Pair[] {
  return pairs.filter(([i, j], index) => {
    if ((bags[i]?.ids.length ?? 0) >= FEW_WORDS) return true
    const before = pairs[index - 1]
    const after = pairs[index + 1]
    return (
      (before !== undefined && before[0] === i - 1 && before[1] === j - 1) ||
      (after !== undefined && after[0] === i + 1 && after[1] === j + 1)
    )
  })
}

/** One stretch without equal blocks, and the words of its blocks. */
interface Stretch {
  readonly a: readonly Alignable[]
  readonly b: readonly Alignable[]
  readonly bagsA: readonly Bag[]
  readonly bagsB: readonly Bag[]
  readonly bags: Bags
  readonly pieces: number
}

/** A long block that is alike counts more than a short one. */
function worth(common: number, left: number, right: number): number {
  const likeness = (2 * common) / Math.max(1, left + right)
  return likeness < LEAST_ALIKE ? 0 : likeness * Math.log2(2 + Math.max(left, right))
}

/** What it is worth to take `whole` for the `many`, joined; 0 unless each of them is a piece of it. */
function worthOfPieces(bags: Bags, whole: Bag, many: readonly Bag[]): number {
  for (const piece of many)
    if (piece.letters === 0 || bags.common(whole, piece) < PIECE_SHARE * piece.letters) return 0
  const together = bags.together(many)
  return worth(bags.common(whole, together), whole.letters, together.letters)
}

/** Offers the steps that take the i-th block of `a` and the j-th of `b` together, counted from 1. */
function offerPairs(
  stretch: Stretch,
  i: number,
  j: number,
  offer: (di: number, dj: number, gain: number) => void,
): void {
  const { bagsA, bagsB, bags, pieces } = stretch
  const left = bagsA[i - 1]
  const right = bagsB[j - 1]
  if (!left || !right) return
  if (stretch.a[i - 1]?.key === stretch.b[j - 1]?.key) return offer(1, 1, Math.log2(2 + left.letters))
  const common = bags.common(left, right)
  const gain = worth(common, left.letters, right.letters)
  if (gain > 0) offer(1, 1, gain)
  if (common === 0) return
  if (common >= PIECE_SHARE * right.letters)
    for (let k = 2; k <= pieces && k <= j; k += 1)
      offer(1, k, worthOfPieces(bags, left, bagsB.slice(j - k, j)))
  if (common >= PIECE_SHARE * left.letters)
    for (let k = 2; k <= pieces && k <= i; k += 1)
      offer(k, 1, worthOfPieces(bags, right, bagsA.slice(i - k, i)))
}

/**
 * The best order-preserving alignment of a stretch: pairs, splits and joins by likeness, the rest on one side only
 * (the dynamic programme of Gale and Church, 1993, with likeness of words instead of lengths).
 */
function alignStretch(stretch: Stretch): Group[] {
  const n = stretch.a.length
  const m = stretch.b.length
  const width = m + 1
  const best = new Float64Array((n + 1) * width)
  // A step is 16 × the blocks taken from a + those taken from b.
  const step = new Uint8Array((n + 1) * width)
  const band = n * m > MOST_CELLS ? Math.max(40, Math.floor(MOST_CELLS / (2 * n))) : m
  let cell = 0
  let most = 0
  const offer = (di: number, dj: number, gain: number) => {
    const total = (best[cell - di * width - dj] ?? 0) + gain
    // Less than both taken alone is nothing; of equals the first one offered stays.
    if (total <= most) return
    most = total
    step[cell] = 16 * di + dj
  }
  for (let i = 0; i <= n; i += 1) {
    const middle = n === 0 ? 0 : Math.round((i * m) / n)
    for (let j = 0; j <= m; j += 1) {
      if (i === 0 && j === 0) continue
      cell = i * width + j
      most = -1
      if (j > 0) offer(0, 1, 0)
      if (i > 0) offer(1, 0, 0)
      if (i > 0 && j > 0 && Math.abs(j - middle) <= band) offerPairs(stretch, i, j, offer)
      best[cell] = most
    }
  }
  return trace(step, n, m)
}

function trace(step: Uint8Array, n: number, m: number): Group[] {
  const groups: Group[] = []
  let i = n
  let j = m
  while (i > 0 || j > 0) {
    const taken = step[i * (m + 1) + j] ?? 0
    const di = taken >> 4
    const dj = taken & 15
    groups.push({ a: [i - di, i], b: [j - dj, j] })
    i -= di
    j -= dj
  }
  return groups.reverse()
}

/**
 * Aligns two lists of blocks without changing their order: equal ones first, then in between the ones that are alike.
 * Between groups of both sides, those of `a` only come before those of `b` only.
 * @param pieces into how many pieces a block may be parted (1: pairs only)
 */
export function align(a: readonly Alignable[], b: readonly Alignable[], pieces = MOST_PIECES): Group[] {
  const bags = new Bags()
  const bagsA = a.map(({ text }) => bags.of(text))
  const bagsB = b.map(({ text }) => bags.of(text))
  const groups: Group[] = []
  let at = 0
  let bt = 0
  const settle = (i: number, j: number) => {
    const stretch = {
      ...{ a: a.slice(at, i), b: b.slice(bt, j), bagsA: bagsA.slice(at, i), bagsB: bagsB.slice(bt, j) },
      ...{ bags, pieces },
    }
    for (const group of alignStretch(stretch))
      groups.push({
        a: [group.a[0] + at, group.a[1] + at],
        b: [group.b[0] + bt, group.b[1] + bt],
      })
  }
  for (const [i, j] of holds(equalPairs(a, b), bagsA)) {
    settle(i, j)
    groups.push({ a: [i, i + 1], b: [j, j + 1] })
    at = i + 1
    bt = j + 1
  }
  settle(a.length, b.length)
  return outBeforeIn(groups)
}

function outBeforeIn(groups: readonly Group[]): Group[] {
  const ordered: Group[] = []
  let waiting: Group[] = []
  for (const group of groups) {
    const out = group.b[0] === group.b[1]
    const into = group.a[0] === group.a[1]
    if (into) waiting.push(group)
    else if (out) ordered.push(group)
    else {
      ordered.push(...waiting, group)
      waiting = []
    }
  }
  return [...ordered, ...waiting]
}
