import { describe, expect, it } from 'vitest'
import { mark, markingOf, type Marking } from './marking'

/** Marks what is in angle brackets; the answer shows the selection the same way. */
function marked(text: string, marking: Marking): string {
  const from = text.indexOf('⟨')
  const to = text.indexOf('⟩') - 1
  const plain = text.replace(/[⟨⟩]/g, '')
  const { from: at, to: until, words, selectFrom, selectTo } = mark({ text: plain, from, to }, marking)
  const result = plain.slice(0, at) + words + plain.slice(until)
  return `${result.slice(0, selectFrom)}⟨${result.slice(selectFrom, selectTo)}⟩${result.slice(selectTo)}`
}

describe('marking what is selected', () => {
  it('makes it bold or italic, and plain again', () => {
    expect(marked('He ⟨never⟩ says', 'bold')).toBe('He **⟨never⟩** says')
    expect(marked('He **⟨never⟩** says', 'bold')).toBe('He ⟨never⟩ says')
    expect(marked('He **⟨never⟩** says', 'italic')).toBe('He ***⟨never⟩*** says')
    expect(marked('He *⟨never⟩* says', 'italic')).toBe('He ⟨never⟩ says')
  })

  it('makes a link of words, whose address is typed next, or of an address', () => {
    expect(marked('See ⟨the map⟩.', 'link')).toBe('See [the map](⟨https://⟩).')
    expect(marked('See ⟨https://example.org⟩', 'link')).toBe('See [⟨⟩](https://example.org)')
  })

  it('quotes or lists every line it touches, and undoes it', () => {
    expect(marked('one\nt⟨wo\nth⟩ree', 'quote')).toBe('one\n⟨> two\n> three⟩')
    expect(marked('⟨- a\n- b⟩', 'list')).toBe('⟨a\nb⟩')
  })

  it('is asked for with Ctrl or Cmd and B, I or K', () => {
    const key = { ctrlKey: true, metaKey: false, altKey: false, shiftKey: false }
    expect(['b', 'I', 'k', 'x'].map((name) => markingOf({ ...key, key: name }))).toEqual([
      ...['bold', 'italic', 'link', null],
    ])
    expect(markingOf({ ...key, key: 'b', ctrlKey: false })).toBe(null)
  })
})
