import { describe, expect, it } from 'vitest'
import {
  decodeAnchor,
  decodeBase64,
  encodeAnchor,
  encodeBase64,
  makeAnchor,
  passageBetween,
} from '@/lib/text/anchor'
import { place, placeAll } from '@/lib/text/placement'
import { reanchor } from '@/lib/text/reanchor'
import { marked, pageOf, say } from '@/tests/support/page'

const MARA = 'Mara Voss counted the boats twice before she spoke.'

describe('an anchor', () => {
  it('[AN12] is placed alike in every copy of the doc', () => {
    const page = marked(
      'The harbour lay grey.',
      `Far out a bell rang. <${MARA}> Tomas shrugged.`,
      'The tide turned.',
    )
    page.splitAt('boats').wrap('Far out')
    expect(place(page.copy(), page.thread)).toEqual(page.placement)
    page.undo().undo().replace(MARA, 'Nobody spoke.')
    expect(place(page.copy(), page.thread)).toEqual(page.placement)
  })
  it('[AN14] can take in a whole chapter in which the same sentences come again and again', () => {
    const count = (to: number) =>
      `Mara counted to ${to}, and the mate counted after her, and nobody wrote it down.`
    const page = pageOf(...Array.from({ length: 60 }, (_, to) => count(to % 7)))
    const anchor = makeAnchor(page.plain, 0, page.text.length)
    expect(decodeAnchor(encodeAnchor(anchor))).toEqual(anchor)
    expect(place(page.plain, anchor)).toEqual({ state: 'exact', from: 0, to: page.text.length })
  })
  it('[AN13] is left as it is while its positions hold', () => {
    const page = marked(`Far out a bell rang. <${MARA}>`).insertAfter('counted', ' all')
    expect(reanchor(page.plain, page.thread, page.placement)).toBe(null)
    page.delete({ from: 0, to: page.text.length })
    expect(reanchor(page.plain, page.thread, page.placement)).toBe(null)
  })
  it('[AN13] is renewed after a change of block, and then survives what the old one would not', () => {
    const page = marked('The harbour lay grey.', `<${MARA}>`, 'The tide turned.').splitAt('boats').reanchor()
    expect(page.thread.quote).toBe(MARA)
    expect(page.placed).toBe('exact: Mara Voss counted the \nboats twice before she spoke.')
    page.replace('the \n', 'many ').insertBefore('twice', 'and their nets ')
    expect(page.placed).toBe('exact: Mara Voss counted many boats and their nets twice before she spoke.')
  })
  it('[AN13] keeps the first quote when half of the words are left', () => {
    const page = marked(`Far out a bell rang. <${MARA}>`).delete('Mara Voss counted ').reanchor()
    expect([page.thread.quote, page.placed]).toEqual([MARA, 'exact: the boats twice before she spoke.'])
    expect(page.delete('the boats ').reanchor().placed).toBe('rewritten: twice before she spoke.')
  })
  it('[AN13] stays moved after re-anchoring, until it is pinned', () => {
    const page = marked('The harbour lay grey.', `Far out a bell rang. <${MARA}>`, 'The tide turned.')
    page.cutAndPaste(MARA, 'The harbour').reanchor()
    expect(page.insertBefore('Mara', 'Then ').placed).toBe(`moved: ${MARA}`)
    page.thread = page.anchor(MARA)
    expect(page.placed).toBe(`exact: ${MARA}`)
  })
  it('[AN14] leaves out line breaks at its ends and takes whole characters', () => {
    const { plain } = pageOf('Mara 🙂 ran.', '', 'Ines stayed.')
    expect(makeAnchor(plain, 6, 13)).toMatchObject({ quote: '🙂 ran.', from: 5, prefix: 'Mara ' })
    expect(makeAnchor(plain, 12, 18).quote).toBe('Ines')
    for (const [from, to] of [
      [3, 3],
      [12, 14],
      [5, 4],
      [-1, 4],
      [0, 99],
      [NaN, 4],
    ] as const)
      expect(() => makeAnchor(plain, from, to)).toThrow(RangeError)
  })
  it('[AN14] never cuts its context inside of a character', () => {
    const { plain } = pageOf(`${'🙂'.repeat(40)}a${'🙂'.repeat(40)}`)
    const anchor = makeAnchor(plain, 80, 81)
    expect([anchor.prefix, anchor.suffix]).toEqual(['🙂'.repeat(32), '🙂'.repeat(32)])
    expect(makeAnchor(pageOf(`${'🙂'.repeat(40)}ab`).plain, 81, 82).prefix).toBe(`${'🙂'.repeat(31)}a`)
  })
  it('[AN15] reads back equal from JSON', () => {
    const page = marked('“No.”', '<“No.”> 🙂', 'Odile came.')
    const stored: unknown = JSON.parse(JSON.stringify(encodeAnchor(page.thread)))
    expect(decodeAnchor(stored)).toEqual(page.thread)
    expect(page.thread.twins.length).toBe(1)
  })
  it('[AN15] reads nothing from what is no anchor', () => {
    const good = encodeAnchor(marked('The <cat> sat.').thread)
    expect(decodeAnchor(good)).not.toBe(null)
    const bad: object[] = [
      { start: '' },
      { start: 7 },
      { end: '!!!!' },
      { left: 'AAA' },
      { block: null },
      { before: 5 },
      { after: 'x' },
      { quote: '' },
      { prefix: 'x'.repeat(65) },
      { suffix: null },
      { from: -1 },
      { from: 1.5 },
      { from: '1' },
      { twins: null },
      { twins: Array(9).fill(good.start) },
      { twins: [''] },
      { crowded: 1 },
      { movedScore: 2 },
      { movedScore: NaN },
      { start: 'A'.repeat(400) },
      { quote: 'x'.repeat(500_001) },
    ]
    for (const change of bad) expect([change, decodeAnchor({ ...good, ...change })]).toEqual([change, null])
    for (const value of [null, undefined, 7, 'x', [], {}]) expect(decodeAnchor(value)).toBe(null)
  })
  it('[AN15] reads the ends that a browser sends', () => {
    const { plain } = pageOf('The cat sat.', 'It slept.')
    const sent = encodeBase64(plain.positionBefore(4))
    const start = decodeBase64(sent)
    expect(start && passageBetween(plain, start, plain.positionAfter(7))).toEqual({ from: 4, to: 7 })
    expect(start && passageBetween(plain, start, plain.positionAfter(2))).toBe(null)
    expect(start && passageBetween(pageOf('').plain, start, start)).toBe(null)
  })
  it('[AN16] shares its words with other threads', () => {
    const page = pageOf('The harbour lay grey.', `Far out a bell rang. ${MARA}`)
    const threads = [
      page.anchor(MARA),
      page.anchor('counted the boats'),
      page.anchor('the boats twice'),
      page.anchor(MARA),
    ]
    page.splitAt('boats').wrap('Far out')
    expect(placeAll(page.plain, threads).map((placement) => say(page.text, placement))).toEqual([
      'exact: Mara Voss counted the \nboats twice before she spoke.',
      'exact: counted the \nboats',
      'exact: the \nboats twice',
      'exact: Mara Voss counted the \nboats twice before she spoke.',
    ])
  })
  it('[AN16] may take all of the chapter, a single blank, emoji, or words from right to left', () => {
    for (const page of [
      marked('<Mara ran.>'),
      marked('Mara<  >ran.'),
      marked('Odile <👩‍👩‍👧🙂> came.'),
      marked('היא <אמרה שלום> והלכה.'),
      marked('A zero<\u200b>width.'),
      marked('<M>ara'),
      marked('Mara<.>'),
      marked('', '<Mara>', ''),
    ]) {
      const before = page.placed
      expect(before).toBe(`exact: ${page.thread.quote}`)
      page.wrap({ from: 0, to: page.text.length })
      page.insert('“', page.plain.blocks[0]?.from ?? 0)
      expect(page.placed).toBe(before)
    }
  })
})
