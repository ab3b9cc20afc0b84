import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CARD_GAP, layOut, type Card } from './layout'

const three: Card[] = [
  { id: 'praise', wanted: 100, height: 80 },
  { id: 'clarity', wanted: 120, height: 80 },
  { id: 'pacing', wanted: 400, height: 80 },
]

describe('the cards in the margin', () => {
  it('stand level with their words where there is room, and give way downwards where there is not', () => {
    expect([...layOut(three, null).values()]).toEqual([100, 190, 400])
  })

  it('give way upwards to the active one, which stands level with its words', () => {
    expect([...layOut(three, 'clarity').values()]).toEqual([30, 120, 400])
  })

  it('push the active one down only when there is no room left above', () => {
    const top: Card[] = [
      { id: 'one', wanted: 0, height: 80 },
      { id: 'two', wanted: 10, height: 80 },
    ]
    expect([...layOut(top, 'two').values()]).toEqual([0, 80 + CARD_GAP])
  })

  it('never overlap, never leave the top, keep their order, whatever they want', () => {
    const card = fc.record({ wanted: fc.nat(5_000), height: fc.integer({ min: 20, max: 600 }) })
    fc.assert(
      fc.property(fc.array(card, { maxLength: 40 }), fc.nat(40), (given, pick) => {
        const cards = given
          .sort((a, b) => a.wanted - b.wanted)
          .map((one, index) => ({ ...one, id: String(index) }))
        const tops = layOut(cards, cards[pick]?.id ?? null)
        expect(tops.size).toBe(cards.length)
        let end = -CARD_GAP
        for (const { id, height } of cards) {
          const top = tops.get(id) ?? -1
          expect(top).toBeGreaterThanOrEqual(Math.max(0, end + CARD_GAP))
          end = top + height
        }
      }),
    )
  })
})
