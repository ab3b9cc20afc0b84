import diff from 'fast-diff'
import { describe, expect, it } from 'vitest'
import type { TextBlock } from '@/lib/text/blocks'
import { compareTexts } from '@/lib/text/compare'
import { diffUnits } from '@/lib/text/long-diff'
import { chanceFrom, type Chance } from '@/tests/support/random'

const WORDS = 10_000

/** Words as they are spread in prose: some all the time, most of them seldom. */
function written(chance: Chance, many: number): string[] {
  return Array.from({ length: many }, () => `w${Math.floor(3_000 * (chance.below(1_000) / 1_000) ** 3)}`)
}

const inOne = (words: readonly string[]): TextBlock[] => [
  { kind: 'paragraph', level: 0, quotes: 0, runs: [{ text: words.join(' '), marks: [] }] },
]

const sideOf = (stretches: ReturnType<typeof diffUnits>, without: number) =>
  stretches.flatMap(([kind, run]) => (kind === without ? [] : [run])).join('')

describe('the difference of long texts', () => {
  const chance = chanceFrom(20_261_127)
  const text = written(chance, WORDS)
  const other = (oneIn: number) =>
    text.map((word) => (chance.oneIn(oneIn) ? `new${chance.below(900)}` : word))

  it.each([
    ['a tenth', other(10)],
    ['a third', other(3)],
    ['every other word', other(2)],
    ['the order of its halves', [...text.slice(WORDS / 2), ...text.slice(0, WORDS / 2)]],
    ['all of it', written(chance, WORDS)],
  ])(
    '[CM9] of 10,000 words in one paragraph is told without a search of seconds: %s changed',
    { timeout: 30_000 },
    (_, after) => {
      const { blocks } = compareTexts(inOne(text), inOne(after))
      const textWith = (change: 'in' | 'out') =>
        blocks
          .flatMap(({ pieces }) => pieces)
          .flatMap((piece) => (piece.change === 'same' || piece.change === change ? [piece.text] : []))
          .join('')
      expect(textWith('out')).toBe(text.join(' '))
      expect(textWith('in')).toBe(after.join(' '))
    },
  )

  it('marks few changes as the search of all of it would', () => {
    const spelled = text.map((word) => String.fromCharCode(0x4e00 + Number(word.slice(1)))).join('')
    for (const at of [0, 4_000, WORDS - 3]) {
      const after = `${spelled.slice(0, at)}new words${spelled.slice(at + 3)}`
      expect(diffUnits(spelled, after)).toEqual(diff(spelled, after))
    }
  })

  it('gives both texts back, whatever they are', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const any = chanceFrom(seed)
      const unit = () => String.fromCharCode(0x4e00 + any.below(seed % 2 === 0 ? 12 : 4_000))
      const a = Array.from({ length: any.below(4_000) }, unit)
      const from = any.below(a.length + 1)
      const b = [...a.slice(from), ...a.slice(0, from)].flatMap((one) =>
        any.oneIn(9) ? [unit(), one] : [one],
      )
      const stretches = diffUnits(a.join(''), b.join(''))
      expect(sideOf(stretches, diff.INSERT)).toBe(a.join(''))
      expect(sideOf(stretches, diff.DELETE)).toBe(b.join(''))
    }
  })
})
