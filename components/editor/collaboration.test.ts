// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import * as Y from 'yjs'
import { afterEach, describe, expect, it } from 'vitest'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { plainMap, plainText } from '@/lib/prose/plain'
import { collaboration } from './collaboration'
import { Guard } from './guard'
import { blocksOfPlainText } from './pasting'
import type { Mapping } from '@tiptap/pm/transform'
import { proseExtensions } from './prose-nodes'
import { Typing } from './typing'
import { WritingKeys, act } from './writing-keys'

const editors: Editor[] = []

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, words === '' ? [] : [new Y.XmlText(words)])
  return element
}

function chapter(...lines: string[]): Y.Doc {
  const doc = new Y.Doc()
  doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, lines.map(paragraph))
  return doc
}

/** Another browser's copy; both send each other what they write at once. */
function joined(doc: Y.Doc): Y.Doc {
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  doc.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== other && Y.applyUpdate(other, update, doc),
  )
  other.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== doc && Y.applyUpdate(doc, update, other),
  )
  return other
}

function edit(doc: Y.Doc, options: { editable?: boolean; language?: string } = {}): Editor {
  const editor = new Editor({
    element: document.body.appendChild(document.createElement('div')),
    editable: options.editable ?? true,
    extensions: [
      ...proseExtensions(),
      ...collaboration(doc, null),
      Guard,
      WritingKeys,
      Typing.configure({ language: options.language ?? 'en' }),
    ],
  })
  editors.push(editor)
  return editor
}

const text = (editor: Editor) => plainText(editor.state.doc)

function caretAfter(editor: Editor, words: string): void {
  const map = plainMap(editor.state.doc)
  editor.commands.setTextSelection(map.positionAt(map.text.indexOf(words) + words.length))
}

/** Types as the keyboard does: each character asks the editor's handlers first. */
function type(editor: Editor, words: string): void {
  for (const letter of words) {
    const { view } = editor
    const { from, to } = view.state.selection
    const isHandled = view.someProp('handleTextInput', (f) =>
      f(view, from, to, letter, () => view.state.tr.insertText(letter, from, to)),
    )
    if (!isHandled) view.dispatch(view.state.tr.insertText(letter, from, to))
  }
}

function press(editor: Editor, key: string): boolean {
  const event = new KeyboardEvent('keydown', { key })
  return editor.view.someProp('handleKeyDown', (f) => f(editor.view, event)) ?? false
}

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

describe('writing together', () => {
  it('shows one writer’s words to the other', () => {
    const doc = chapter('The ferry stopped.')
    const ana = edit(doc)
    const ben = edit(joined(doc))
    caretAfter(ana, 'ferry')
    type(ana, ' finally')
    expect(text(ben)).toBe('The ferry finally stopped.')
  })

  it('undoes only one’s own words', () => {
    const doc = chapter('The ferry stopped.')
    const ana = edit(doc)
    const ben = edit(joined(doc))
    caretAfter(ana, 'ferry')
    type(ana, ' never')
    caretAfter(ben, 'stopped')
    type(ben, ' here')
    expect(ana.commands.undo()).toBe(true)
    expect(text(ana)).toBe('The ferry stopped here.')
    expect(text(ben)).toBe('The ferry stopped here.')
    expect(ana.commands.undo()).toBe(false)
  })

  it('keeps the cursor where it is while another writes before it', () => {
    const doc = chapter('The ferry stopped.', 'Nobody spoke.')
    const ana = edit(doc)
    const ben = edit(joined(doc))
    caretAfter(ana, 'Nobody')
    caretAfter(ben, 'The')
    type(ben, ' old')
    type(ana, ' at all')
    expect(text(ben)).toBe('The old ferry stopped.\nNobody at all spoke.')
  })

  it('maps positions to their words through others’ changes in several places at once', () => {
    const doc = chapter('The ferry stopped.', 'Nobody spoke of it.', 'The bell rang.')
    const ana = edit(doc)
    const map = plainMap(ana.state.doc)
    const at = (words: string) => ({
      from: map.positionAt(map.text.indexOf(words)),
      to: map.positionAt(map.text.indexOf(words) + words.length),
    })
    const words = ['ferry', 'spoke of it', 'bell']
    let ranges = words.map((one) => ({ one, ...at(one) }))
    const follow = (mapping: Mapping) => {
      ranges = ranges.map(({ one, from, to }) => ({
        one,
        from: mapping.map(from, 1),
        to: mapping.map(to, -1),
      }))
    }
    ana.on('transaction', ({ transaction }) => follow(transaction.mapping))
    doc.transact(() => {
      const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
      const first = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText
      const last = (fragment.get(2) as Y.XmlElement).get(0) as Y.XmlText
      first.insert(0, 'Once, ')
      first.insert(first.length, ' For good.')
      last.insert(0, 'Then ')
      fragment.insert(1, [paragraph('A new line.')])
    }, 'remote')
    for (const { one, from, to } of ranges) expect(ana.state.doc.textBetween(from, to)).toBe(one)
    expect(text(ana)).toBe(
      'Once, The ferry stopped. For good.\nA new line.\nNobody spoke of it.\nThen The bell rang.',
    )
  })

  it('says the same as the doc after any change of others', () => {
    const doc = chapter('One.', 'Two.', 'Three.', 'Two.')
    const ana = edit(doc)
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    doc.transact(() => {
      fragment.delete(1, 1)
      fragment.insert(0, [new Y.XmlElement('sceneBreak'), paragraph('Two.')])
      ;((fragment.get(3) as Y.XmlElement).get(0) as Y.XmlText).format(0, 3, { bold: {} })
    }, 'remote')
    expect(text(ana)).toBe('\nTwo.\nOne.\nThree.\nTwo.')
    expect(ana.state.doc.child(3).firstChild?.marks[0]?.type.name).toBe('bold')
    caretAfter(ana, 'Three')
    type(ana, '!')
    expect(fragment.toString()).toContain('<bold>Thr</bold>ee!.')
  })
})

describe('what cannot be made', () => {
  it('lets somebody who may not edit change nothing', () => {
    const doc = chapter('The ferry stopped.')
    const editor = edit(doc, { editable: false })
    editor.view.dispatch(editor.state.tr.insertText('No. ', 1))
    expect(text(editor)).toBe('The ferry stopped.')
  })

  it('refuses what the server would refuse', () => {
    const editor = edit(chapter('Deep.'))
    for (let i = 0; i < 80; i += 1) editor.commands.wrapIn('blockquote')
    let depth = 0
    for (let node = editor.state.doc.firstChild; node?.type.name === 'blockquote'; node = node.firstChild)
      depth += 1
    expect(depth).toBe(63)
  })
})

describe('half of a character', () => {
  it('never comes into the text, neither by cutting one in two nor by pasting', () => {
    const editor = edit(chapter('Lamp 😀 lit.'))
    editor.view.dispatch(editor.state.tr.delete(6, 7))
    editor.view.dispatch(editor.state.tr.addMark(1, 7, editor.schema.mark('bold')))
    expect(text(editor)).toBe('Lamp 😀 lit.')
    expect(blocksOfPlainText('half \ud83d of one', editor.schema)[0]?.textContent).toBe('half \ufffd of one')
  })
})

describe('typing', () => {
  it('makes quotes, apostrophes and dashes as English prints them', () => {
    const editor = edit(chapter(''))
    type(editor, `"You can't," said Tobias--he meant it.`)
    expect(text(editor)).toBe('“You can’t,” said Tobias—he meant it.')
  })

  it('follows the language of the manuscript', () => {
    const editor = edit(chapter(''), { language: 'de' })
    type(editor, '"Nein"')
    expect(text(editor)).toBe('„Nein“')
  })

  it('brings back what was typed with Backspace, and with undo', () => {
    const editor = edit(chapter(''))
    type(editor, 'He said "')
    expect(press(editor, 'Backspace')).toBe(true)
    expect(text(editor)).toBe('He said "')
    type(editor, ' or "')
    editor.commands.undo()
    expect(text(editor)).toBe('He said " or "')
  })

  it('makes a scene break of three asterisks, and of a hash with Enter', () => {
    const editor = edit(chapter('The end of it.', '', 'On the fourth.'))
    editor.commands.setTextSelection(17)
    type(editor, '***')
    expect(editor.state.doc.child(1).type.name).toBe('sceneBreak')
    expect(editor.state.selection.$from.parent.textContent).toBe('On the fourth.')
    const other = edit(chapter('The end.', ''))
    other.commands.setTextSelection(11)
    type(other, '#')
    expect(press(other, 'Enter')).toBe(true)
    expect(other.state.doc.child(1).type.name).toBe('sceneBreak')
    expect(other.state.doc.childCount).toBe(3)
    type(other, 'Next.')
    expect(text(other)).toBe('The end.\n\nNext.')
  })

  it('puts a scene break behind the paragraph with the cursor from the menu', () => {
    const editor = edit(chapter('The end.', 'After.'))
    caretAfter(editor, 'The')
    expect(act(editor, 'scene_break')).toBe(true)
    expect(text(editor)).toBe('The end.\n\nAfter.')
  })
})
