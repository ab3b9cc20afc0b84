import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '@/tests/support/random'
import { undoInOrder } from './undo-order'

/** A chapter of one block, and the undo of whoever writes in it. Each act is a step of its own. */
function openBlock(words: string) {
  const doc = new Y.Doc()
  const chapter = doc.getXmlFragment('default')
  const block = (name: string, text: string) => {
    const element = new Y.XmlElement(name)
    element.insert(0, [new Y.XmlText(text)])
    return element
  }
  chapter.insert(0, [block('paragraph', words)])
  undoInOrder(doc)
  const history = new Y.UndoManager(chapter, { captureTimeout: 0 })
  const text = () => (chapter.get(0) as Y.XmlElement).get(0) as Y.XmlText
  return {
    undo: () => history.undo(),
    redo: () => history.redo(),
    get depth() {
      return history.undoStack.length
    },
    get words() {
      return text().toString()
    },
    type: (at: number, typed: string) => text().insert(at, typed),
    cut: (at: number, length: number) => text().delete(at, length),
    /** As y-tiptap changes the kind of a block: the old one goes, and one with the same words comes. */
    change(name: string) {
      const words = text().toString()
      doc.transact(() => {
        chapter.delete(0, 1)
        chapter.insert(0, [block(name, words)])
      })
    },
  }
}

describe('undo', () => {
  it('brings a sentence back behind the words that were typed into and undone after a change of the block', () => {
    const block = openBlock('She was here. He came.')
    block.cut(13, 9)
    block.change('heading')
    block.undo()
    block.type(8, 'really ')
    block.undo()
    block.undo()
    expect(block.words).toBe('She was here. He came.')
  })

  it('brings it back when the words in front of it were copied twice', () => {
    const block = openBlock('She was here. He came.')
    block.cut(13, 9)
    block.change('heading')
    block.undo()
    block.type(8, 'really ')
    block.change('blockquote')
    block.undo()
    block.type(4, 'soon ')
    block.undo()
    block.undo()
    block.undo()
    expect(block.words).toBe('She was here. He came.')
  })

  it.each(Array.from({ length: 40 }, (_, i) => 7_000 + i))(
    'goes back the way that was come, and forth again (seed %i)',
    (seed) => {
      const chance = chanceFrom(seed)
      const block = openBlock('The ferry left at six and nobody stood on the quay.')
      const past: string[] = [block.words]
      for (let act = 0; act < 60; act += 1) {
        const { length } = block.words
        const roll = chance.below(10)
        if (roll < 3) block.type(chance.below(length + 1), chance.pick(['salt ', 'x', 'late and ']))
        else if (roll < 5 && length > 12) block.cut(chance.below(length - 10), 1 + chance.below(9))
        else if (roll < 7) block.change(chance.pick(['paragraph', 'heading', 'blockquote']))
        else if (block.depth > 0) {
          block.undo()
          past.length = block.depth + 1
          expect(block.words).toBe(past.at(-1))
        }
        if (block.depth >= past.length) past.push(block.words)
      }
      for (let depth = block.depth; depth > 0; depth--) {
        block.undo()
        expect(block.words).toBe(past[depth - 1])
      }
      for (let depth = 1; depth < past.length; depth++) {
        block.redo()
        expect(block.words).toBe(past[depth])
      }
    },
  )
})
