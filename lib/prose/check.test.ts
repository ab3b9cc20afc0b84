import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import * as Y from 'yjs'
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import { anyChapter, chapter } from '@/tests/support/prose'
import { checkBlock, checkFragment, checkRoots, checkTouched } from './check'
import type { ProseProblem } from './check'
import { plainText } from './plain'
import { CHAPTER_FRAGMENT, MAX_DEPTH, proseSchema } from './schema'
import { applyProse, proseToUpdate } from './ydoc'

type Child = Y.XmlElement | Y.XmlText

function element(
  name: string,
  children: Child[] = [],
  attributes: Record<string, unknown> = {},
): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  if (children.length > 0) made.insert(0, children)
  return made
}

function text(words: string, formatting?: Record<string, unknown>): Y.XmlText {
  const made = new Y.XmlText()
  if (words !== '') made.insert(0, words, formatting ?? {})
  return made
}

function docOf(...blocks: Child[]): { doc: Y.Doc; fragment: Y.XmlFragment } {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  fragment.insert(0, blocks)
  return { doc, fragment }
}

function codeOf(...blocks: Child[]): string | undefined {
  return checkFragment(docOf(...blocks).fragment)?.code
}

function nested(levels: number): Y.XmlElement {
  let inner = element('paragraph', [text('deep')])
  for (let level = 1; level < levels; level += 1) inner = element('blockquote', [inner])
  return inner
}

describe('a chapter that editors can show', () => {
  it('passes when it holds every node and mark', () => {
    expect(
      codeOf(
        element('heading', [text('The ferry', { bold: {} })], { level: 2 }),
        element('paragraph', [
          text('Mara', { italic: {}, link: { href: 'https://example.org' } }),
          element('hardBreak'),
          text('ran', { strike: true }),
        ]),
        element('sceneBreak'),
        element('blockquote', [element('blockquote', [element('paragraph')]), element('sceneBreak')]),
        element('heading', [text('no level is level 1')]),
      ),
    ).toBeUndefined()
  })

  it('passes whatever the schema allows, as y-tiptap writes it', () => {
    fc.assert(
      fc.property(anyChapter, anyChapter, (first, second) => {
        const doc = new Y.Doc()
        Y.applyUpdate(doc, proseToUpdate(first))
        const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
        expect(checkFragment(fragment)).toBeNull()
        let found: ProseProblem | null | undefined
        doc.on('afterTransaction', (transaction) => {
          found = checkTouched(fragment, transaction)
        })
        applyProse(fragment, second)
        expect(found).toBeNull()
        expect(checkRoots(doc)).toBeNull()
      }),
    )
  })

  it('has at most 64 levels', () => {
    expect(codeOf(nested(MAX_DEPTH))).toBeUndefined()
    expect(codeOf(nested(MAX_DEPTH + 1))).toBe('too_deep')
    expect(codeOf(nested(500))).toBe('too_deep')
  })
})

describe('content that is refused', () => {
  const embed = new Y.XmlText()
  embed.insertEmbed(0, { image: 'x' })
  const attributed = text('x')
  attributed.setAttribute('class', 'y')

  it.each<[string, string, () => Child]>([
    ['unknown_node', 'a table', () => element('table')],
    ['unknown_node', 'the doc itself', () => element('doc', [element('paragraph')])],
    ['unknown_node', 'a text element', () => element('paragraph', [element('text')])],
    ['unknown_node', 'a name from Object.prototype', () => element('constructor')],
    ['unknown_node', 'text at the top', () => text('Mara')],
    ['bad_content', 'a paragraph in a paragraph', () => element('paragraph', [element('paragraph')])],
    ['bad_content', 'a heading in a paragraph', () => element('paragraph', [element('heading')])],
    ['bad_content', 'a scene break in a paragraph', () => element('paragraph', [element('sceneBreak')])],
    ['bad_content', 'text in a quote', () => element('blockquote', [text('Mara')])],
    ['bad_content', 'even empty text in a quote', () => element('blockquote', [text('')])],
    ['bad_content', 'a hard break at the top', () => element('hardBreak')],
    ['bad_content', 'a hard break in a quote', () => element('blockquote', [element('hardBreak')])],
    ['bad_content', 'text in a scene break', () => element('sceneBreak', [text('x')])],
    [
      'bad_content',
      'a paragraph in a hard break',
      () => element('paragraph', [element('hardBreak', [element('paragraph')])]),
    ],
    ['bad_content', 'an embed', () => element('paragraph', [embed])],
    ['bad_attribute', 'an attribute on text', () => element('paragraph', [attributed])],
    ['bad_attribute', 'an id', () => element('paragraph', [], { id: 'a' })],
    ['bad_attribute', 'a style', () => element('heading', [], { level: 1, style: 'color:red' })],
    [
      'bad_attribute',
      'a prototype as attribute',
      () => element('paragraph', [], { __proto__x: 1, constructor: 'x' }),
    ],
    ['bad_attribute', 'heading level 4', () => element('heading', [], { level: 4 })],
    ['bad_attribute', 'heading level "1"', () => element('heading', [], { level: '1' })],
    ['bad_attribute', 'heading level null', () => element('heading', [], { level: null })],
    ['bad_attribute', 'a heading level that is a list', () => element('heading', [], { level: [1] })],
    ['bad_mark', 'an unknown mark', () => element('paragraph', [text('x', { comment: {} })])],
    ['bad_mark', 'a hashed mark name', () => element('paragraph', [text('x', { 'bold--abcdefgh': {} })])],
    ['bad_mark', 'a mark from Object.prototype', () => element('paragraph', [text('x', { toString: {} })])],
    ['bad_mark', 'bold with attributes', () => element('paragraph', [text('x', { bold: { class: 'y' } })])],
    ['bad_mark', 'bold that is a word', () => element('paragraph', [text('x', { bold: 'yes' })])],
    ['bad_mark', 'a link without target', () => element('paragraph', [text('x', { link: {} })])],
    ['bad_mark', 'a link that is true', () => element('paragraph', [text('x', { link: true })])],
    [
      'bad_mark',
      'a link with a target window',
      () => element('paragraph', [text('x', { link: { href: 'https://a.example', target: '_self' } })]),
    ],
    [
      'bad_link',
      'a script',
      () => element('paragraph', [text('x', { link: { href: 'javascript:alert(1)' } })]),
    ],
    ['bad_link', 'a link that is a number', () => element('paragraph', [text('x', { link: { href: 7 } })])],
  ])('%s: %s', (code, _name, make) => {
    expect(codeOf(make())).toBe(code)
  })

  it('bad_content: anything but characters hidden among the characters', () => {
    const hidden = text('Mara')
    const { fragment } = docOf(element('paragraph', [hidden]))
    Y.Array.prototype.insert.call(hidden, 2, [{ hidden: true }])
    expect(hidden.length).toBe(5)
    expect(checkFragment(fragment)?.code).toBe('bad_content')
  })

  it('unknown_node: a map or a plain text in place of a block', () => {
    for (const child of [
      new Y.Map(),
      new Y.Text('x'),
      new Y.Array(),
      new Y.XmlFragment(),
      new Y.XmlHook('x'),
    ]) {
      expect(codeOf(child as unknown as Child)).toBe('unknown_node')
    }
  })

  it('bad_attribute: an attribute on the chapter itself', () => {
    const doc = new Y.Doc()
    doc.getMap(CHAPTER_FRAGMENT).set('title', 'x')
    const copy = new Y.Doc()
    const fragment = copy.getXmlFragment(CHAPTER_FRAGMENT)
    let touched: ProseProblem | null = null
    copy.on('afterTransaction', (transaction) => {
      touched = checkTouched(fragment, transaction)
    })
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    expect(touched).toMatchObject({ code: 'bad_attribute' })
    expect(checkFragment(fragment)?.code).toBe('bad_attribute')
  })

  it('never repeats the words in its detail', () => {
    const found = checkBlock(
      docOf(element('paragraph', [text('secret', { bold: 'secret' })])).fragment.get(0),
    )
    expect(JSON.stringify(found)).not.toContain('secret')
  })
})

describe('checking only what an update touched', () => {
  function touchedBy(change: (doc: Y.Doc, fragment: Y.XmlFragment) => void): ProseProblem | null {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, proseToUpdate(chapter('One.', '***', 'Two.')))
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    const remote = new Y.Doc()
    Y.applyUpdate(remote, Y.encodeStateAsUpdate(doc))
    remote.transact(() => change(remote, remote.getXmlFragment(CHAPTER_FRAGMENT)))
    let found: ProseProblem | null | undefined
    doc.once('afterTransaction', (transaction: Y.Transaction) => {
      found = checkTouched(fragment, transaction)
    })
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(remote, Y.encodeStateVector(doc)))
    if (found === undefined) throw new Error('nothing was applied')
    return found
  }
  const first = (fragment: Y.XmlFragment) => fragment.get(0) as Y.XmlElement

  it('finds a bad block among the new ones', () => {
    expect(touchedBy((_, fragment) => fragment.insert(1, [element('table')]))?.code).toBe('unknown_node')
  })

  it('finds a bad child, mark and attribute in an old block', () => {
    expect(touchedBy((_, fragment) => first(fragment).insert(0, [element('paragraph')]))?.code).toBe(
      'bad_content',
    )
    expect(touchedBy((_, fragment) => first(fragment).setAttribute('id', 'x'))?.code).toBe('bad_attribute')
    expect(
      touchedBy((_, fragment) => (first(fragment).get(0) as Y.XmlText).format(0, 2, { evil: {} }))?.code,
    ).toBe('bad_mark')
  })

  it('finds another root', () => {
    expect(touchedBy((doc) => doc.getMap('notes').set('a', 1))?.code).toBe('unknown_root')
  })

  it('finds blocks buried too deep', () => {
    expect(touchedBy((_, fragment) => fragment.insert(0, [nested(200)]))?.code).toBe('too_deep')
  })

  it('passes typing, deleting and emptying', () => {
    expect(touchedBy((_, fragment) => (first(fragment).get(0) as Y.XmlText).insert(1, 'h'))).toBeNull()
    expect(touchedBy((_, fragment) => fragment.delete(0, 1))).toBeNull()
    expect(touchedBy((_, fragment) => fragment.delete(0, 3))).toBeNull()
  })

  it('passes an edit inside a block that is deleted in the same update', () => {
    expect(
      touchedBy((_, fragment) => {
        first(fragment).insert(0, [element('table')])
        fragment.delete(0, 1)
      }),
    ).toBeNull()
  })
})

describe('the roots of a doc', () => {
  it('are the chapter alone, also before anyone asked for it', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, proseToUpdate(chapter('Mara ran.')))
    expect(checkRoots(doc)).toBeNull()
    doc.getMap('asked for and never written')
    expect(checkRoots(doc)).toBeNull()
  })

  it('are refused when another holds anything, or when the chapter is something else', () => {
    const doc = new Y.Doc()
    const remote = new Y.Doc()
    remote.getText('hidden').insert(0, 'x')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(remote))
    expect(checkRoots(doc)?.code).toBe('unknown_root')
    const other = new Y.Doc()
    other.getText(CHAPTER_FRAGMENT).insert(0, 'x')
    expect(checkRoots(other)?.code).toBe('unknown_root')
  })
})

/** What every editor does on opening: builds its doc, and deletes for everyone what it cannot build. */
function openInEditor(fragment: Y.XmlFragment): { shown: string; deletedWords: boolean } {
  const before = fragment.toString().replace(/<[^>]*>/g, '')
  const { doc } = initProseMirrorDoc(fragment, proseSchema)
  return { shown: plainText(doc), deletedWords: fragment.toString().replace(/<[^>]*>/g, '') !== before }
}

function merged(base: Child[], ...edits: ((fragment: Y.XmlFragment) => void)[]): Y.XmlFragment {
  const { doc } = docOf(...base)
  const state = Y.encodeStateAsUpdate(doc)
  for (const edit of edits) {
    const peer = new Y.Doc()
    Y.applyUpdate(peer, state)
    edit(peer.getXmlFragment(CHAPTER_FRAGMENT))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(peer))
  }
  return doc.getXmlFragment(CHAPTER_FRAGMENT)
}

describe('what honest edits merge into', () => {
  it('two people starting in the same empty paragraph: two texts, both kept', () => {
    const start = (words: string) => (fragment: Y.XmlFragment) =>
      (fragment.get(0) as Y.XmlElement).insert(0, [text(words)])
    const fragment = merged([element('paragraph')], start('Mara '), start('Ines '))
    expect((fragment.get(0) as Y.XmlElement).length).toBe(2)
    expect(checkFragment(fragment)).toBeNull()
    const { shown, deletedWords } = openInEditor(fragment)
    expect(shown).toMatch(/^(Mara Ines |Ines Mara )$/)
    expect(deletedWords).toBe(false)
  })

  it('two people each deleting one of a quote’s two paragraphs: an empty quote, passed, and no words lost', () => {
    const drop = (index: number) => (fragment: Y.XmlFragment) =>
      (fragment.get(0) as Y.XmlElement).delete(index, 1)
    const quote = () =>
      element('blockquote', [element('paragraph', [text('a')]), element('paragraph', [text('b')])])
    const fragment = merged([quote(), element('paragraph', [text('Stay.')])], drop(0), drop(0), drop(1))
    expect((fragment.get(0) as Y.XmlElement).length).toBe(0)
    expect(checkFragment(fragment)).toBeNull()
    expect(openInEditor(fragment)).toEqual({ shown: 'Stay.', deletedWords: false })
  })

  it('an empty text and an empty chapter: passed', () => {
    expect(codeOf(element('paragraph', [text('')]))).toBeUndefined()
    const { fragment } = docOf()
    expect(checkFragment(fragment)).toBeNull()
    expect(openInEditor(fragment).shown).toBe('')
  })

  it('two people linking the same words: one link wins', () => {
    const link = (href: string) => (fragment: Y.XmlFragment) =>
      ((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 4, { link: { href } })
    const fragment = merged(
      [element('paragraph', [text('Mara')])],
      link('https://a.example'),
      link('https://b.example'),
    )
    expect(checkFragment(fragment)).toBeNull()
    expect(openInEditor(fragment)).toEqual({ shown: 'Mara', deletedWords: false })
  })

  it('whatever the check passes no editor deletes, and what it exists for they would', () => {
    const bad = docOf(element('paragraph', [text('Words'), element('paragraph', [text('more')])])).fragment
    expect(checkFragment(bad)?.code).toBe('bad_content')
    expect(openInEditor(bad).deletedWords).toBe(true)
    fc.assert(
      fc.property(anyChapter, (node) => {
        const doc = new Y.Doc()
        Y.applyUpdate(doc, proseToUpdate(node))
        expect(openInEditor(doc.getXmlFragment(CHAPTER_FRAGMENT)).deletedWords).toBe(false)
      }),
    )
  })
})
