/** A card that wants to stand level with its words. Pixels from the top of the margin. */
export interface Card {
  id: string
  /** Where its words are. */
  wanted: number
  height: number
}

/** Least space between two cards, in pixels. */
export const CARD_GAP = 10

/**
 * Places cards so that none overlaps another and the active one is level with its words; the others come as near to
 * theirs as the order allows. Cards before the active one move up, those after it down; at the top edge everything
 * gives way downwards.
 * @param cards in the order of their words
 * @returns the top of each card by id
 */
export function layOut(cards: readonly Card[], activeId: string | null): Map<string, number> {
  const tops = new Map<string, number>()
  const active = cards.findIndex(({ id }) => id === activeId)
  let floor = 0
  if (active > 0) {
    let ceiling = cards[active]?.wanted ?? 0
    const before: { card: Card; top: number }[] = []
    for (const card of cards.slice(0, active).reverse()) {
      const top = Math.min(card.wanted, ceiling - CARD_GAP - card.height)
      before.unshift({ card, top })
      ceiling = top
    }
    for (const { card, top } of before) {
      const settled = Math.max(top, floor)
      tops.set(card.id, settled)
      floor = settled + card.height + CARD_GAP
    }
  }
  for (const card of cards.slice(Math.max(active, 0))) {
    const settled = Math.max(card.wanted, floor)
    tops.set(card.id, settled)
    floor = settled + card.height + CARD_GAP
  }
  return tops
}

/** Height of the margin that holds the cards of `tops`, in pixels. */
export function marginHeight(cards: readonly Card[], tops: ReadonlyMap<string, number>): number {
  return Math.max(0, ...cards.map(({ id, height }) => (tops.get(id) ?? 0) + height))
}
