// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { findQuote, type Quote } from '@/lib/text/quote'
import {
  isWhole,
  namedBy,
  pageTextOf,
  rangeOf,
  selectedPassage,
  wholeParagraph,
  type PageText,
} from './page-text'

let page: PageText

beforeEach(() => {
  document.body.innerHTML = [
    '<article><p data-p="0">The ferry <em>left <strong>at</strong> six</em>.</p><hr data-p="1">',
    '<details><summary>Drowning</summary><p data-p="2">Low<br>water, low water.</p></details>',
    '<aside>A question</aside><p data-p="3">Nobody looked.</p></article>',
  ].join('')
  page = pageTextOf(document.body)
})

/** Selects from the start of one piece of text to the end of another. */
function select(from: string, to = from): void {
  const nodes: Text[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text)
  const first = nodes.find((node) => node.data.includes(from))
  const last = nodes.find((node) => node.data.includes(to))
  if (!first || !last) throw new Error('No such words')
  getSelection()?.setBaseAndExtent(
    ...([first, first.data.indexOf(from), last, last.data.indexOf(to) + to.length] as const),
  )
}

const selected = () => selectedPassage(page, getSelection())

describe('the text of a page', () => {
  it('is that of the edition: paragraphs, scene breaks and line breaks, without what stands between', () => {
    expect(page.text).toBe('The ferry left at six.\n\nLow\nwater, low water.\nNobody looked.')
    expect(page.starts).toEqual([0, 23, 24, 46])
  })

  it('finds what is selected across emphasis, line breaks and paragraphs, and leaves blanks out', () => {
    select('at', ' six')
    expect(selected()).toEqual({ paragraph: 0, from: 15, to: 21 })
    select('water, ')
    expect(selected()).toEqual({ paragraph: 2, from: 28, to: 34 })
    select('low water', 'Nobody')
    const across = selected()
    expect(page.text.slice(across?.from, across?.to)).toBe('low water.\nNobody')
    expect(across?.paragraph).toBe(2)
  })

  it('finds nothing where nothing of the text is selected', () => {
    getSelection()?.removeAllRanges()
    expect(selected()).toBeNull()
    select('A question')
    expect(selected()).toBeNull()
  })

  it('shows a passage as the range that was selected', () => {
    for (const [from, to] of [
      ['at', 'six'],
      ['water, low', 'water, low'],
      ['low water', 'Nobody'],
    ] as const) {
      select(from, to)
      const passage = selected()
      const words = getSelection()?.toString().replace(/\s/g, '')
      expect(passage && rangeOf(page, passage)?.toString().replace(/\s/g, '')).toBe(words)
    }
  })

  it('names words so that the server finds this very standing of them', () => {
    select('low water')
    const passage = selected()
    const { quote } = passage ? namedBy(page, passage) : {}
    expect(findQuote(page.text, quote as Quote)).toEqual({ from: passage?.from, to: passage?.to })
  })

  it('names a whole paragraph by its number', () => {
    const whole = wholeParagraph(page, 3)
    expect(page.text.slice(whole.from, whole.to)).toBe('Nobody looked.')
    expect(isWhole(page, whole)).toBe(true)
    expect(namedBy(page, whole)).toEqual({ paragraph: 3 })
  })
})

describe('the text of a page with what changed', () => {
  beforeEach(() => {
    document.body.innerHTML = [
      '<p data-p="0">The ferry left <del data-aside><span class="sr-only" data-aside>Cut: </span>at six</del>',
      '<ins><span class="sr-only" data-aside>New: </span>at <em>seven</em></ins>, and late.</p>',
      '<p data-aside><del data-aside>Nobody waved.</del></p>',
      '<p data-p="1"><span data-aside>¶</span>The mate laughed.</p>',
    ].join('')
    page = pageTextOf(document.body)
  })

  it('[BS32] is that of the edition: what was cut and what is only heard is no part of it', () => {
    expect(page.text).toBe('The ferry left at seven, and late.\nThe mate laughed.')
    expect(page.blocks).toHaveLength(2)
  })

  it('[BS32] names words across what was cut as the edition has them', () => {
    select('left ', ', and')
    const passage = selected()
    expect(page.text.slice(passage?.from, passage?.to)).toBe('left at seven, and')
    expect(passage && namedBy(page, passage)).toMatchObject({ quote: { exact: 'left at seven, and' } })
    const range = passage && rangeOf(page, passage)
    expect([range?.startContainer.nodeValue, range?.endContainer.nodeValue]).toEqual([
      'The ferry left ',
      ', and late.',
    ])
  })

  it('[BS32] knows nothing of a selection in words that were cut', () => {
    select('Nobody waved.')
    expect(selected()).toBeNull()
    select('at six')
    expect(selected()).toBeNull()
  })

  it('[BS32] finds each passage of the edition as a range that holds its words', () => {
    for (const words of ['at seven', 'left at', 'seven, and', 'The mate', 'The ferry']) {
      const from = page.text.indexOf(words)
      const range = rangeOf(page, { paragraph: 0, from, to: from + words.length })
      const holder = document.createElement('div')
      if (range) holder.append(range.cloneContents())
      holder.querySelectorAll('[data-aside]').forEach((aside) => aside.remove())
      expect(holder.textContent).toBe(words)
    }
  })
})
