import type { ComparedBlock } from '@/lib/text/compare'
import type { Blocks } from './page'

/** An edition of a chapter with what one reader left in it. */
export interface ReadEdition {
  id: string
  /** Counts the editions of a chapter, from 1. */
  number: number
  /** Null when he never began it. */
  progress: { paragraph: number; finishedAt: Date | null; stoppedAt: Date | null } | null
  /** He noted something there that still stands. */
  hasNoted: boolean
}

/**
 * Whether a reader has read in an edition. Who lets his progress be recorded has read what he began; of who does not,
 * what he said himself is known: that he finished it, that he stopped there, or what he noted.
 */
export function isRead(
  { progress, hasNoted }: Omit<ReadEdition, 'id' | 'number'>,
  recordsProgress: boolean,
): boolean {
  if (hasNoted) return true
  if (!progress) return false
  return recordsProgress || progress.finishedAt !== null || progress.stoppedAt !== null
}

/** Of the editions of a chapter the newest one before `number` that a reader has read in; null when there is none. */
export function readBefore<Edition extends ReadEdition>(
  editions: readonly Edition[],
  number: number,
  recordsProgress: boolean,
): Edition | null {
  const before = editions.filter((one) => one.number < number && isRead(one, recordsProgress))
  return before.toSorted((a, b) => b.number - a.number)[0] ?? null
}

/**
 * Where a reader was in an earlier edition, as a paragraph of a later one: only where that very block stands there, and
 * only in the midst of a chapter. Null otherwise.
 */
export function placeBefore(
  { progress }: Pick<ReadEdition, 'progress'>,
  before: Blocks,
  now: Blocks,
  recordsProgress: boolean,
): number | null {
  if (!recordsProgress || !progress || progress.finishedAt || progress.paragraph === 0) return null
  const id = before[progress.paragraph]?.id
  const found = now.findIndex((block) => block.id === id)
  return found > 0 ? found : null
}

/** A block of the marked text of two editions, and which paragraph it is in each; null in the one without it. */
export type ChangedBlock = ComparedBlock & { paragraph: number | null; paragraphBefore: number | null }

/** Numbers the blocks of a comparison as the two editions count their paragraphs, from 0. */
export function numbered(blocks: readonly ComparedBlock[]): ChangedBlock[] {
  let now = 0
  let before = 0
  const away = new Map<number, number>()
  const all = blocks.map((block): ChangedBlock => {
    const { state, pieces, split, move } = block
    if (state === 'out' || state === 'moved_away') {
      if (move !== undefined) away.set(move, before)
      return { ...block, paragraph: null, paragraphBefore: before++ }
    }
    const paragraph = now++
    if (state === 'in' || state === 'moved_here') return { ...block, paragraph, paragraphBefore: null }
    // The later parts of a divided block were one with the first.
    if (split) return { ...block, paragraph, paragraphBefore: before - 1 }
    const first = before
    before += 1 + pieces.filter(({ change }) => change === 'joined').length
    return { ...block, paragraph, paragraphBefore: first }
  })
  return all.map((block) =>
    block.state === 'moved_here' && block.move !== undefined
      ? { ...block, paragraphBefore: away.get(block.move) ?? null }
      : block,
  )
}

/** The words of a block in the later of the two texts. */
function wordsNow({ pieces }: ComparedBlock): string {
  return pieces.map(({ change, text }) => (change === 'out' ? '' : text)).join('')
}

/**
 * Makes sure that each paragraph of the marked text reads as its edition does, so that a passage has the same offsets in
 * both: one that does not (a sign that `lib/text` keeps for itself stood in it) is shown as it reads now, without marks.
 */
export function asEdition(blocks: readonly ChangedBlock[], edition: Blocks): ChangedBlock[] {
  return blocks.map((block) => {
    const text = block.paragraph === null ? undefined : edition[block.paragraph]?.text
    if (text === undefined || wordsNow(block) === text) return block
    return { ...block, pieces: [{ change: 'same', text, marks: [] }] }
  })
}
