import { align, type Group } from '@/lib/text/align'
import { Bags } from '@/lib/text/bag'
import { wordsIn, type BlockForm, type Run, type TextBlock } from '@/lib/text/blocks'
import { BORDER, compareWords, type Piece } from '@/lib/text/compare-words'
import { countWords } from '@/lib/text/words'

/** A block that stands elsewhere is the same one, moved, from so many words and this likeness on. */
const FEWEST_MOVED_WORDS = 3
const MOVED_LIKENESS = 0.7

/** More pairs of lone blocks than these are not looked through for moved and edited ones. */
const MOST_PAIRS = 1_000_000

/** A block of the marked text. */
export interface ComparedBlock extends BlockForm {
  /**
   * `in`, `out`: in one of the texts only. `moved_here` and `moved_away` come in pairs with one number in `move`;
   * `moved_here` shows what was edited on the way. `changed`: its words, its dress or its form.
   */
  readonly state: 'same' | 'changed' | 'in' | 'out' | 'moved_here' | 'moved_away'
  readonly pieces: readonly Piece[]
  /** What it was before, when that is something else. */
  readonly was?: BlockForm
  /** Pairs what moved; counts from 1. */
  readonly move?: number
  /** It was one block with the one before. */
  readonly split?: true
}

/** Two texts as one marked text, and how much is different. */
export interface Comparison {
  readonly blocks: readonly ComparedBlock[]
  readonly wordsIn: number
  readonly wordsOut: number
  /** Blocks that stand elsewhere. */
  readonly moved: number
}

function formOf({ kind, level, quotes }: BlockForm): BlockForm {
  return { kind, level, quotes }
}

function sameForm(a: BlockForm, b: BlockForm): boolean {
  return a.kind === b.kind && a.level === b.level && a.quotes === b.quotes
}

function whole(block: TextBlock, change: Piece['change']): Piece[] {
  return block.runs.filter((run) => run.text !== '').map((run) => ({ change, ...run }))
}

/** A line separator for each border that stands among a block's own words: it reads alike and borders on nothing. */
function ownRuns({ runs }: TextBlock): Run[] {
  return runs.map((run) => ({ ...run, text: run.text.replaceAll(BORDER, '\u2028') }))
}

function joined(blocks: readonly TextBlock[]): Run[] {
  return blocks.flatMap((block, i) =>
    i === 0 ? ownRuns(block) : [{ text: BORDER, marks: [] }, ...ownRuns(block)],
  )
}

/** Parts pieces where a block was split. */
function partAtBorders(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]]
  for (const piece of pieces) {
    if (piece.text === BORDER) parts.push([])
    else parts.at(-1)?.push(piece)
  }
  return parts
}

/** One block and what became of it, or several that became one. */
function compareGroup(before: readonly TextBlock[], after: readonly TextBlock[]): ComparedBlock[] {
  const parts = partAtBorders(compareWords(joined(before), joined(after)))
  return after.map((block, i) => {
    const was = before[Math.min(i, before.length - 1)] ?? block
    const pieces = parts[i] ?? []
    const isSame = pieces.every(({ change }) => change === 'same') && sameForm(was, block)
    return {
      ...formOf(block),
      state: isSame && after.length === 1 ? 'same' : 'changed',
      pieces,
      ...(!sameForm(was, block) && { was: formOf(was) }),
      ...(i > 0 && { split: true as const }),
    }
  })
}

interface Lone {
  readonly index: number
  readonly text: string
}

/** Blocks of one side only that stand on the other side elsewhere: index before by index after. */
function findMoves(out: readonly Lone[], into: readonly Lone[]): Map<number, number> {
  const moves = new Map<number, number>()
  const gone = out.filter(({ text }) => countWords(text) >= FEWEST_MOVED_WORDS)
  const come = into.filter(({ text }) => countWords(text) >= FEWEST_MOVED_WORDS)
  const byText = new Map<string, number[]>()
  for (const { text, index } of gone) byText.set(text, [...(byText.get(text) ?? []), index])
  for (const { text, index } of come) {
    const from = byText.get(text)?.shift()
    if (from !== undefined) moves.set(index, from)
  }
  const taken = new Set(moves.values())
  const restOut = gone.filter(({ index }) => !taken.has(index))
  const restIn = come.filter(({ index }) => !moves.has(index))
  if (restOut.length * restIn.length > MOST_PAIRS) return moves
  const bags = new Bags()
  const bagsOut = restOut.map(({ text }) => bags.of(text))
  const pairs = restIn.flatMap(({ text, index }) => {
    const bag = bags.of(text)
    return restOut.flatMap((other, i) => {
      const likeness = bags.likeness(bag, bagsOut[i] ?? bag)
      return likeness >= MOVED_LIKENESS ? [{ to: index, from: other.index, likeness }] : []
    })
  })
  for (const { to, from } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (moves.has(to) || taken.has(from)) continue
    moves.set(to, from)
    taken.add(from)
  }
  return moves
}

function loneBlocks(groups: readonly Group[], side: 'a' | 'b', blocks: readonly TextBlock[]): Lone[] {
  const other = side === 'a' ? 'b' : 'a'
  return groups.flatMap((group) => {
    const block = blocks[group[side][0]]
    const isLone = group[other][0] === group[other][1] && block !== undefined
    return isLone ? [{ index: group[side][0], text: wordsIn(block) }] : []
  })
}

function tally(blocks: readonly ComparedBlock[]): Comparison {
  let wordsIn = 0
  let wordsOut = 0
  let moved = 0
  for (const { state, pieces } of blocks) {
    if (state === 'moved_here') moved += 1
    for (const { change, text } of pieces) {
      if (change === 'in') wordsIn += countWords(text)
      if (change === 'out') wordsOut += countWords(text)
    }
  }
  return { blocks, wordsIn, wordsOut, moved }
}

/**
 * Compares two texts by words, as a person who reads both would: blocks are aligned first, then words within them.
 * Deterministic; the rules stand in SPEC.md.
 */
export function compareTexts(before: readonly TextBlock[], after: readonly TextBlock[]): Comparison {
  const alignable = (block: TextBlock) => {
    const text = wordsIn(block)
    return { key: text === '' ? `\u0000${block.kind}` : text, text }
  }
  const groups = align(before.map(alignable), after.map(alignable))
  const moves = findMoves(loneBlocks(groups, 'a', before), loneBlocks(groups, 'b', after))
  const numberOf = new Map([...moves].map(([, from], i) => [from, i + 1]))
  return tally(
    groups.flatMap(({ a, b }): ComparedBlock[] => {
      const old = before.slice(...a)
      const now = after.slice(...b)
      const [first] = old
      const [block] = now
      if (first && block) return compareGroup(old, now)
      if (first) {
        const move = numberOf.get(a[0])
        const state = move === undefined ? 'out' : 'moved_away'
        return [
          { ...formOf(first), state, pieces: whole(first, move ? 'same' : 'out'), ...(move && { move }) },
        ]
      }
      if (!block) return []
      const from = moves.get(b[0])
      const origin = from === undefined ? undefined : before[from]
      const move = from === undefined ? undefined : numberOf.get(from)
      if (!origin || move === undefined)
        return [{ ...formOf(block), state: 'in', pieces: whole(block, 'in') }]
      return compareGroup([origin], [block]).map((moved) => ({
        ...moved,
        state: 'moved_here' as const,
        move,
      }))
    }),
  )
}
