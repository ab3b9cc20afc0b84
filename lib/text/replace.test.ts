import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { place } from '@/lib/text/placement'
import { plainText, TEXT_ROOT } from '@/lib/text/plain'
import { replacePassage, runsOf, type Words } from '@/lib/text/replace'
import { wordChanges } from '@/lib/text/word-changes'
import { pageOf, type Page } from '@/tests/support/page'

const PROPOSER = 8

/** Replaces the words on the page as somebody else, and answers what stands where. */
function replaced(page: Page, words: string, by: Words) {
  const done = replacePassage(Y.encodeStateAsUpdate(page.doc), page.find(words), by, PROPOSER)
  if (!done) throw new Error('Nothing was replaced.')
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment(TEXT_ROOT)
  Y.applyUpdate(doc, done.state)
  return { ...done, plain: plainText(fragment), prose: fragmentToProse(fragment) }
}

const shown = (prose: ReturnType<typeof replaced>['prose']) =>
  prose.children.map((block) =>
    [
      block.type.name === 'paragraph' ? '' : `${block.type.name}: `,
      ...block.children.map((run) => {
        const marks = run.marks.map((mark) => mark.type.name).join('+')
        const text = run.isText ? run.text : '/'
        return marks ? `<${marks}>${text}</>` : text
      }),
    ].join(''),
  )

describe('words that replace a passage', () => {
  it('[RP1] [RP2] take out and put in only the words that differ, so that notes between them stay', () => {
    const page = pageOf('The ferry left the grey harbour at six in the morning.')
    const note = page.anchor('grey harbour')
    const { plain, update } = replaced(
      page,
      'ferry left the grey harbour at six',
      'boat left the grey harbour at seven',
    )
    expect(plain.text).toBe('The boat left the grey harbour at seven in the morning.')
    expect(place(plain, note)).toMatchObject({ state: 'exact', from: 18, to: 30 })
    const { structs, ds } = Y.decodeUpdate(update)
    expect(structs.map((struct) => (struct instanceof Y.Item ? struct.length : 0))).toEqual([5, 4])
    expect([...ds.clients.values()].flat().map(({ len }) => len)).toEqual([5, 3])
  })

  it('[RP3] divide a paragraph and join two, and keep the form of the first', () => {
    const page = pageOf('She waited. He did not come. It rained.', 'Then it stopped.')
    expect(shown(replaced(page, ' He did', '\nHe did').prose)).toEqual([
      'She waited.',
      'He did not come. It rained.',
      'Then it stopped.',
    ])
    page.heading('She waited')
    const passage = { from: page.find('rained.').from, to: page.find('Then').to }
    const by = replacePassage(Y.encodeStateAsUpdate(page.doc), passage, 'rained, then', PROPOSER)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, by!.state)
    expect(shown(fragmentToProse(doc.getXmlFragment(TEXT_ROOT)))).toEqual([
      'heading: She waited. He did not come. It rained, then it stopped.',
    ])
  })

  it('[RP4] go again for the old ones, which look as they did', () => {
    const page = pageOf('The ferry left at six.').mark('left at', 'italic')
    const before = fragmentToProse(page.fragment).toJSON()
    const old = runsOf(page.plain, page.find('ferry left at six'))
    const { state, range } = replaced(page, 'ferry left at six', 'boat sails')
    const back = replacePassage(state, range, old, 9)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, back!.state)
    expect(fragmentToProse(doc.getXmlFragment(TEXT_ROOT)).toJSON()).toEqual(before)
  })

  it('[RP5] take the marks of what they replace or stand beside, and no link', () => {
    const page = pageOf('The ferry left at six.').mark('left', 'italic').mark('six', 'link')
    expect(shown(replaced(page, 'left at', 'sailed at').prose)).toEqual([
      'The ferry <italic>sailed</> at <link>six</>.',
    ])
    expect(shown(replaced(page, 'six', 'seven').prose)).toEqual(['The ferry <italic>left</> at seven.'])
    expect(shown(replaced(page, 'left', 'left late').prose)).toEqual([
      'The ferry <italic>left late</> at <link>six</>.',
    ])
  })

  it('[RP2] are compared as words, and as one stretch when there are very many', () => {
    expect(wordChanges('I saw the cat', 'I saw a cat')).toEqual([{ at: 6, out: 3, put: 'a', putAt: 6 }])
    expect(wordChanges('the same', 'the same')).toEqual([])
    const long = Array.from({ length: 2_000 }, (_, i) => `w${i}`).join(' ')
    expect(wordChanges(`a ${long} z`, `a ${long.replaceAll('w', 'v')} z`)).toHaveLength(1)
  })
})
