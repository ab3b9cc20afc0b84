// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import * as Y from 'yjs'
import { afterEach, describe, expect, it } from 'vitest'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { ThreadView } from '@/lib/critique/contract'
import { decodeBase64, makeAnchor, passageBetween } from '@/lib/text/anchor'
import { place } from '@/lib/text/placement'
import { openEditor } from '@/tests/support/editor-acts'
import { carriedElsewhere, type Placed } from './followed'
import { Highlights, showHighlights, type Highlight } from './highlights'
import { bothSides, type BothSides } from './passage'

const editors: Editor[] = []

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(words)])
  return element
}

/** An editor with a thread on these words, which are marked. */
function open(lines: readonly string[], words: string, state: Highlight['state'] = 'exact') {
  const doc = new Y.Doc()
  doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, lines.map(paragraph))
  const editor = openEditor(doc, [Highlights])
  editors.push(editor)
  const sides = (): BothSides => {
    const both = bothSides(editor, doc)
    if (!both) throw new Error('The editor and the doc say different things.')
    return both
  }
  const { plain, map } = sides()
  const from = plain.text.indexOf(words)
  const anchor = makeAnchor(plain, from, from + words.length)
  const placed: Placed[] = [{ thread: { id: 'note' } as ThreadView, anchor }]
  const mark = (start: number, end: number) => {
    const look = { hue: 'line', stroke: 'solid' } as const
    const ends = { from: map.positionAt(start), to: map.positionAt(end) }
    showHighlights(editor, [{ threadId: 'note', ...ends, look, state, label: '' }])
  }
  mark(from, from + words.length)
  /** The words that this browser would report. */
  const carried = (): string[] => {
    const both = sides()
    const places = new Map([['note', place(both.plain, anchor)]])
    return carriedElsewhere(editor, placed, places, both).map(({ ends }) => {
      const [start, end] = [decodeBase64(ends.start), decodeBase64(ends.end)]
      const range = start && end && passageBetween(both.plain, start, end)
      return range ? `${range.from}: ${both.plain.text.slice(range.from, range.to)}` : 'nowhere'
    })
  }
  return { doc, editor, mark, carried }
}

describe('a passage that the editor followed', () => {
  it('is told when its own step took it where the positions do not lead', () => {
    const { editor, carried } = open(['I will not write it down.'], 'I')
    expect(carried()).toEqual([])
    editor.commands.insertContentAt(1, 'I')
    expect(carried()).toEqual(['1: I'])
  })

  it('is not told when what others wrote went through it: joined paragraphs come as words made anew', () => {
    const { doc, carried } = open(
      ['The ferry left.', 'So when I say that I was paid, you must know that I was not.'],
      'ferry left.\nSo when I say that I was paid',
    )
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    doc.transact(() => {
      const words = ((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText).toString()
      const first = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText
      fragment.delete(1, 1)
      first.insert(first.length, words)
    }, 'somebody else')
    expect(carried()).toEqual([])
  })

  it('is not told of words that only stand for rewritten ones', () => {
    const { editor, mark, carried } = open(
      ['Below us the ferry lay with her ramp half down.'],
      'the ferry lay',
      'rewritten',
    )
    mark(0, 'Below us the ferry lay with her'.length)
    editor.commands.insertContentAt(1, 'Far ')
    expect(carried()).toEqual([])
  })
})
