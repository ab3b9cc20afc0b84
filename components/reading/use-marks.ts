'use client'

import { useEffect } from 'react'
import { signOf } from '@/components/text/reading'
import { isWhole, rangeOf, type PageText } from './page-text'
import type { RoomNote } from './earlier-notes'

/** The sign of a note in the margin of its paragraph: what was felt, else a pen, or a mark for a typo. */
function signFor({ reaction, typo }: RoomNote): string {
  if (reaction) return signOf(reaction)
  return typo ? '¶' : '✎\uFE0E'
}

/** Whether the browser can mark words without changing the page; without it the paragraph carries the mark. */
const canHighlight = () => typeof Highlight !== 'undefined' && 'highlights' in CSS

function highlight(name: string, page: PageText, notes: readonly RoomNote[]): void {
  if (!canHighlight()) return
  const ranges = notes
    .filter((note) => !isWhole(page, note))
    .map((note) => rangeOf(page, note))
    .filter((range) => range !== null)
  CSS.highlights.set(name, new Highlight(...ranges))
}

/** Shows quietly where notes stand: a sign in the margin, and a line under the words. */
export function useMarks(page: PageText | null, notes: readonly RoomNote[], chosen: RoomNote | null): void {
  useEffect(() => {
    if (!page) return
    const own = notes.filter(({ mine }) => mine)
    const others = notes.filter(({ mine }) => !mine)
    for (const [paragraph, block] of page.blocks.entries()) {
      const signs = own.filter((note) => note.paragraph === paragraph)
      const sign =
        signs.length > 1 ? `${signFor(signs[0] as RoomNote)}${signs.length}` : signs.map(signFor)[0]
      if (sign) block.dataset['felt'] = sign
      else delete block.dataset['felt']
      const isEarlier = signs.length > 0 && signs.every(({ earlier }) => earlier)
      block.toggleAttribute('data-felt-earlier', isEarlier)
      block.toggleAttribute(
        'data-others',
        others.some((note) => note.paragraph === paragraph),
      )
    }
    highlight(
      'room-own',
      page,
      own.filter(({ earlier }) => !earlier),
    )
    highlight(
      'room-earlier',
      page,
      own.filter(({ earlier }) => earlier),
    )
    highlight('room-others', page, others)
  }, [page, notes])
  useEffect(() => {
    if (!page || !chosen) return
    const block = isWhole(page, chosen) ? page.blocks[chosen.paragraph] : null
    block?.setAttribute('data-chosen', '')
    highlight('room-chosen', page, [chosen])
    return () => {
      block?.removeAttribute('data-chosen')
      if (canHighlight()) CSS.highlights.delete('room-chosen')
    }
  }, [page, chosen])
}
