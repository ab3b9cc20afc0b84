import { describe, expect, it } from 'vitest'
import { BETA_REACTIONS } from '@/lib/beta/contract'
import type { ReactionSpot } from '@/lib/beta/contract.report'
import { REACTION_HUES, strongest } from './feelings'

const spot = (paragraph: number, people: number, felt: Partial<Record<string, number>>): ReactionSpot => ({
  ...{ editionId: 'e', paragraph, people },
  byReaction: Object.entries(felt).map(([reaction, many]) => ({
    reaction: reaction as ReactionSpot['byReaction'][number]['reaction'],
    people: many ?? 0,
  })),
})

describe('what readers agree about', () => {
  const loved = spot(1, 3, { loved: 3 })
  const lost = spot(2, 5, { lost: 4, confused: 2 })
  const both = spot(3, 4, { tense: 2, bored: 2 })
  const alone = spot(4, 1, { loved: 1 })
  const apart = spot(5, 2, { loved: 1, laughed: 1 })

  it('is what several said alike, the most people first; one voice is none', () => {
    expect(strongest([loved, alone, lost, apart]).agreed).toEqual([lost, loved])
  })

  it('is not what pleased some and put others off: there they are split', () => {
    expect(strongest([loved, both])).toEqual({ agreed: [loved], split: [both] })
  })
})

describe('the hues of reactions', () => {
  it('are as many as the reactions', () => {
    expect(new Set(Object.values(REACTION_HUES)).size).toBe(BETA_REACTIONS.length)
  })
})
