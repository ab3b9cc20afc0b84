// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import { Editor as TiptapEditor } from '@tiptap/core'
import * as Y from 'yjs'
import { afterEach, describe, expect, it } from 'vitest'
import { chapterExtensions } from '@/components/editor/extensions'
import { plainMap } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import {
  activateHighlight,
  hideHighlights,
  highlightOf,
  Highlights,
  highlightStarts,
  readWithoutHighlights,
  showHighlights,
  type Highlight,
} from './highlights'

const editors: Editor[] = []

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

function chapterOf(...lines: string[]): Y.Doc {
  const doc = new Y.Doc()
  const paragraphs = lines.map((line) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(line)])
    return paragraph
  })
  doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, paragraphs)
  return doc
}

function open(doc: Y.Doc): Editor {
  const editor = new TiptapEditor({
    element: document.body.appendChild(document.createElement('div')),
    extensions: chapterExtensions({
      doc,
      remote: null,
      language: 'en',
      placeholder: '',
      overlays: [Highlights],
    }),
  })
  editors.push(editor)
  return editor
}

function highlightOn(editor: Editor, words: string): Highlight {
  const map = plainMap(editor.state.doc)
  const at = map.text.indexOf(words)
  const look = { hue: 'note-comment', stroke: 'solid' } as unknown as Highlight['look']
  const [from, to] = [map.positionAt(at), map.positionAt(at + words.length)]
  return { threadId: words, from, to, look, state: 'exact', label: 'A note' }
}

/** The marked words on the page, by thread. */
function marked(editor: Editor): Record<string, string> {
  const words: Record<string, string> = {}
  for (const mark of editor.view.dom.querySelectorAll<HTMLElement>('.note')) {
    const thread = mark.dataset['thread'] ?? ''
    words[thread] = (words[thread] ?? '') + mark.textContent
  }
  return words
}

function textAt(doc: Y.Doc, block: number): Y.XmlText {
  return (doc.getXmlFragment(CHAPTER_FRAGMENT).get(block) as Y.XmlElement).get(0) as Y.XmlText
}

const WORDS = ['ferry', 'spoke of it', 'bell']

describe('highlights', () => {
  it('stay on their words on the page through what others write in several places at once', () => {
    const doc = chapterOf('The ferry stopped.', 'Nobody spoke of it.', 'The bell rang.')
    const editor = open(doc)
    showHighlights(
      editor,
      WORDS.map((words) => highlightOn(editor, words)),
    )
    doc.transact(() => {
      textAt(doc, 0).insert(4, 'old ')
      textAt(doc, 2).insert(0, 'Then ')
      doc.getXmlFragment(CHAPTER_FRAGMENT).insert(1, [new Y.XmlElement('sceneBreak')])
    }, 'remote')
    expect(marked(editor)).toEqual({ ferry: 'ferry', 'spoke of it': 'spoke of it', bell: 'bell' })
  })

  it('shrink and grow with their words, and leave the page with them', () => {
    const doc = chapterOf('The ferry stopped.', 'Nobody spoke of it.', 'The bell rang.')
    const editor = open(doc)
    showHighlights(
      editor,
      WORDS.map((words) => highlightOn(editor, words)),
    )
    textAt(doc, 1).insert(12, ' aloud')
    textAt(doc, 2).delete(4, 2)
    textAt(doc, 0).delete(4, 6)
    expect(marked(editor)).toEqual({ 'spoke of it': 'spoke aloud of it', bell: 'll' })
  })

  it('know that what others wrote went through them, and where only their own editor wrote', () => {
    const doc = chapterOf('The ferry stopped.', 'Nobody spoke of it.', 'The bell rang.')
    const editor = open(doc)
    showHighlights(
      editor,
      WORDS.map((words) => highlightOn(editor, words)),
    )
    editor.commands.insertContentAt(1, 'Once: ')
    textAt(doc, 1).insert(10, ' aloud')
    const blurred = WORDS.map((words) => highlightOf(editor, words)?.isBlurred ?? false)
    expect(blurred).toEqual([false, true, false])
    showHighlights(editor, [highlightOn(editor, 'aloud')])
    expect(highlightOf(editor, 'aloud')?.isBlurred).toBeUndefined()
  })

  it('show which is the active one where its words are now', () => {
    const doc = chapterOf('The ferry stopped.')
    const editor = open(doc)
    showHighlights(editor, [highlightOn(editor, 'ferry')])
    textAt(doc, 0).insert(0, 'Once: ')
    activateHighlight(editor, 'ferry')
    expect(editor.view.dom.querySelector('.note-active')?.textContent).toBe('ferry')
  })

  it('are put away by the filter, followed all the same, and stand right when they are shown again', () => {
    const doc = chapterOf('The ferry stopped.', 'The bell rang.')
    const editor = open(doc)
    showHighlights(
      editor,
      ['ferry', 'bell'].map((words) => highlightOn(editor, words)),
    )
    hideHighlights(editor, new Set(['ferry']))
    expect(marked(editor)).toEqual({ bell: 'bell' })
    textAt(doc, 0).insert(0, 'Once: ')
    expect(highlightOf(editor, 'ferry')).not.toBe(null)
    hideHighlights(editor, new Set())
    expect(marked(editor)).toEqual({ ferry: 'ferry', bell: 'bell' })
  })

  it('are not drawn for who reads without them, but stay with their words', () => {
    const editor = open(chapterOf('The piano came up the cliff path.'))
    const drawn = () => editor.view.dom.querySelectorAll('[data-thread]').length
    showHighlights(editor, [highlightOn(editor, 'cliff path')])
    readWithoutHighlights(editor, true)
    expect(drawn()).toBe(0)
    showHighlights(editor, [highlightOn(editor, 'cliff path'), highlightOn(editor, 'piano')])
    activateHighlight(editor, 'piano')
    expect(drawn()).toBe(0)
    const before = highlightStarts(editor).get('cliff path') ?? 0
    editor.commands.insertContentAt(1, 'See: ')
    expect(highlightStarts(editor).get('cliff path')).toBe(before + 5)
    readWithoutHighlights(editor, false)
    expect(drawn()).toBe(2)
  })
})
