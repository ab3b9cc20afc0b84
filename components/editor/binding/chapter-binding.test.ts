// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import * as Y from 'yjs'
import { afterEach, describe, expect, it } from 'vitest'
import { plainMap, plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { openEditor, press, typeInto } from '@/tests/support/editor-acts'

const editors: Editor[] = []

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

function open(doc: Y.Doc): Editor {
  const editor = openEditor(doc)
  editors.push(editor)
  return editor
}

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, words === '' ? [] : [new Y.XmlText(words)])
  return element
}

function docOf(...blocks: Y.XmlElement[]): Y.Doc {
  const doc = Object.assign(new Y.Doc(), { clientID: 1 })
  doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, blocks)
  return doc
}

const text = (editor: Editor) => plainText(editor.state.doc)

function caretAfter(editor: Editor, words: string): void {
  const map = plainMap(editor.state.doc)
  editor.commands.setTextSelection(map.positionAt(map.text.indexOf(words) + words.length))
}

function wordsBeforeCaret({ state }: Editor): string {
  return state.selection.$from.parent.textBetween(0, state.selection.$from.parentOffset)
}

function blockAt(doc: Y.Doc, i: number): Y.XmlElement {
  return doc.getXmlFragment(CHAPTER_FRAGMENT).get(i) as Y.XmlElement
}

/** Another browser's copy; nothing is sent before `meet`. */
function copyOf(doc: Y.Doc, clientID: number): Y.Doc {
  const copy = Object.assign(new Y.Doc(), { clientID })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Both send each other all they have, until neither has news. */
function meet(a: Y.Doc, b: Y.Doc): void {
  for (let round = 0; round < 3; round++) {
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)))
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)))
  }
}

describe('showing what others change', () => {
  it('makes only the blocks anew that were touched', () => {
    const doc = docOf(
      paragraph('The ferry stopped.'),
      paragraph('Nobody spoke.'),
      paragraph('The bell rang.'),
    )
    const { state } = open(doc)
    const editor = editors[0]!
    ;(blockAt(doc, 1).get(0) as Y.XmlText).insert(6, ' ever')
    expect(text(editor)).toBe('The ferry stopped.\nNobody ever spoke.\nThe bell rang.')
    expect(editor.state.doc.child(0)).toBe(state.doc.child(0))
    expect(editor.state.doc.child(2)).toBe(state.doc.child(2))
  })

  it('writes nothing by itself, whatever it cannot show', () => {
    const strange = new Y.XmlElement('poem')
    strange.insert(0, [new Y.XmlText('Words of a later version.')])
    const doc = docOf(paragraph('Before.'), strange, paragraph('After.'))
    const before = Y.encodeStateAsUpdate(doc)
    const editor = open(doc)
    expect(text(editor)).toBe('Before.\nAfter.')
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  it('shows words whose formatting it does not know without it', () => {
    const doc = docOf(paragraph('Plain.'))
    const editor = open(doc)
    ;(blockAt(doc, 0).get(0) as Y.XmlText).insert(5, ' and loud', { shouted: {}, bold: {} })
    expect(text(editor)).toBe('Plain and loud.')
    expect(
      editor.state.doc
        .child(0)
        .child(1)
        .marks.map(({ type }) => type.name),
    ).toEqual(['bold'])
  })

  it('keeps the caret in words that became a heading, and in a paragraph that was moved', () => {
    const doc = docOf(paragraph('The crossing'), paragraph('Nobody spoke.'))
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    const editor = open(doc)
    caretAfter(editor, 'cross')
    doc.transact(() => {
      const heading = new Y.XmlElement('heading')
      heading.insert(0, [new Y.XmlText('The crossing')])
      heading.setAttribute('level', 2 as never)
      fragment.delete(0, 1)
      fragment.insert(0, [heading])
    })
    expect(editor.state.doc.child(0).type.name).toBe('heading')
    expect(wordsBeforeCaret(editor)).toBe('The cross')
    caretAfter(editor, 'Nobody')
    doc.transact(() => {
      fragment.delete(1, 1)
      fragment.insert(0, [paragraph('Nobody spoke.')])
    })
    expect(text(editor)).toBe('Nobody spoke.\nThe crossing')
    expect(wordsBeforeCaret(editor)).toBe('Nobody')
  })
})

describe('two who begin to write in one empty paragraph', () => {
  it('have each other’s words once, also after both write on', () => {
    const doc = docOf(paragraph(''))
    const other = copyOf(doc, 2)
    const [ana, ben] = [open(doc), open(other)]
    typeInto(ana, 'tide')
    typeInto(ben, 'lamp')
    meet(doc, other)
    typeInto(ana, '!')
    typeInto(ben, '?')
    meet(doc, other)
    typeInto(ben, ' End')
    meet(doc, other)
    expect(text(ana)).toBe(text(ben))
    for (const words of ['tide', 'lamp', '!', '?', ' End']) expect(text(ana).split(words)).toHaveLength(2)
  })
})

describe('undo', () => {
  it('puts the caret to where it was before what is undone', () => {
    const editor = open(docOf(paragraph('The ferry stopped.'), paragraph('Nobody spoke.')))
    caretAfter(editor, 'ferry')
    typeInto(editor, ' finally')
    caretAfter(editor, 'Nobody')
    press(editor, 'z', { ctrlKey: true })
    expect(text(editor)).toBe('The ferry stopped.\nNobody spoke.')
    expect(wordsBeforeCaret(editor)).toBe('The ferry')
  })

  it('leaves the caret there when somebody else writes next', () => {
    const doc = docOf(paragraph('The ferry stopped.'), paragraph('Nobody spoke.'))
    const editor = open(doc)
    caretAfter(editor, 'ferry')
    typeInto(editor, ' finally')
    editor.commands.undo()
    caretAfter(editor, 'Nobody')
    ;(blockAt(doc, 0).get(0) as Y.XmlText).insert(0, 'Once. ')
    expect(wordsBeforeCaret(editor)).toBe('Nobody')
  })

  it('keeps what others wrote in a paragraph that one made oneself', () => {
    const doc = docOf(paragraph('The ferry stopped.'))
    const other = copyOf(doc, 2)
    const [ana, ben] = [open(doc), open(other)]
    caretAfter(ana, 'stopped.')
    press(ana, 'Enter')
    typeInto(ana, 'Nobody')
    meet(doc, other)
    caretAfter(ben, 'Nobody')
    typeInto(ben, ' spoke')
    meet(doc, other)
    for (let i = 0; i < 4; i++) ana.commands.undo()
    meet(doc, other)
    expect(text(ana)).toContain(' spoke')
    expect(text(ben)).toBe(text(ana))
  })

  it('can be taken back', () => {
    const editor = open(docOf(paragraph('The ferry stopped.')))
    caretAfter(editor, 'ferry')
    typeInto(editor, ' finally')
    press(editor, 'z', { ctrlKey: true })
    expect(text(editor)).toBe('The ferry stopped.')
    press(editor, 'y', { ctrlKey: true })
    expect(text(editor)).toBe('The ferry finally stopped.')
    editor.commands.undo()
    expect(editor.commands.redo()).toBe(true)
    expect(text(editor)).toBe('The ferry finally stopped.')
    expect(editor.commands.redo()).toBe(false)
  })
})
