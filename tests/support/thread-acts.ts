import type { Editor } from '@tiptap/core'
import { Fragment, Slice } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { act } from '@/components/editor/writing-keys'
import type { Carried } from './characters'
import { press, typeInto } from './editor-acts'
import type { Chance } from './random'
import type { Seat } from './thread-seats'

/** What an act needs beside its seat: chance, and words to type. */
export interface ActWorld {
  chance: Chance
  /** Words of another story. */
  words: () => string
}

type Act = (seat: Seat, world: ActWorld) => void

interface Stretch {
  from: number
  to: number
}

/** A place in the chapter, more often in or near a passage than elsewhere. */
function somewhere(seat: Seat, { chance }: ActWorld): number {
  const { length } = seat.sides.plain.text
  const known = [...seat.places.values()].filter((place) => place.state !== 'unplaced')
  if (known.length === 0 || chance.oneIn(3)) return chance.below(length + 1)
  const { from, to } = chance.pick(known)
  const at = chance.pick([from, from - 1, to, to + 1, from + chance.below(to - from + 1)])
  return Math.max(0, Math.min(length, at))
}

/** Some words within one block: a few letters, a passage, a sentence, or all of the block. */
function someWords(seat: Seat, world: ActWorld): Stretch | null {
  const { chance } = world
  const { plain } = seat.sides
  const at = somewhere(seat, world)
  const block = plain.blocks[plain.blockAt(at)]
  if (!block || block.from === block.to) return null
  const { from, to } = block
  const start = Math.min(at, to - 1)
  const words = plain.text.slice(from, to)
  const sentenceEnd = /[.!?]["”’]?\s/.exec(words.slice(start - from))
  const end = sentenceEnd ? start + sentenceEnd.index + sentenceEnd[0].length : to
  switch (chance.below(4)) {
    case 0:
      return { from: start, to: Math.min(to, start + 1 + chance.below(8)) }
    case 1:
      return { from: start, to: Math.min(to, start + 1 + chance.below(60)) }
    case 2:
      return { from: start, to: end }
    default:
      return wordsAround(words, from, start, chance)
  }
}

/** Whole words from the one at `start` on. */
function wordsAround(words: string, from: number, start: number, chance: Chance): Stretch | null {
  const spans = [...words.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    from: from + index,
    to: from + index + word.length,
  }))
  const first = spans.findIndex((span) => span.to > start)
  const last = spans[Math.min(spans.length - 1, first + chance.below(12))]
  const begin = spans[first]
  return begin && last ? { from: begin.from, to: last.to } : null
}

function select(seat: Seat, { from, to }: Stretch): boolean {
  const { view, state } = seat.editor
  const { map } = seat.sides
  const [anchor, head] = [map.positionAt(from), map.positionAt(to)]
  view.dispatch(
    state.tr.setSelection(TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head))),
  )
  return !view.state.selection.empty
}

function caret(seat: Seat, at: number): void {
  select(seat, { from: at, to: at })
}

const type: Act = (seat, world) => {
  const at = somewhere(seat, world)
  const words = world.words()
  seat.write((editor) => {
    caret(seat, at)
    typeInto(editor, world.chance.oneIn(2) ? ` ${words}` : `${words} `)
  })
}

const erase: Act = (seat, world) => {
  const words = someWords(seat, world)
  if (words)
    seat.write((editor) => {
      if (select(seat, words)) press(editor, 'Backspace')
    })
}

/** Backspace or Delete, key by key. */
const gnaw: Act = (seat, world) => {
  const at = somewhere(seat, world)
  const key = world.chance.pick(['Backspace', 'Delete'])
  const times = 1 + world.chance.below(9)
  seat.write(() => caret(seat, at))
  for (let i = 0; i < times; i++) seat.write((editor) => press(editor, key))
}

const replace: Act = (seat, world) => {
  const old = someWords(seat, world)
  if (old)
    seat.write((editor) => {
      if (select(seat, old)) typeInto(editor, world.words())
    })
}

const mark: Act = (seat, world) => {
  const words = someWords(seat, world)
  if (words)
    seat.write((editor) => {
      if (select(seat, words)) act(editor, world.chance.pick(['bold', 'italic', 'strike']))
    })
}

const enter: Act = (seat, world) => {
  const at = somewhere(seat, world)
  seat.write((editor) => {
    caret(seat, at)
    press(editor, 'Enter', { shiftKey: world.chance.oneIn(5) })
  })
}

const join: Act = (seat, world) => {
  const { plain } = seat.sides
  const block = plain.blocks[plain.blockAt(somewhere(seat, world))]
  if (block)
    seat.write((editor) => {
      caret(seat, block.from)
      press(editor, 'Backspace')
    })
}

const form: Act = (seat, world) => {
  const { chance } = world
  const from = somewhere(seat, world)
  const to = chance.oneIn(2) ? from : Math.min(seat.sides.plain.text.length, from + chance.below(900))
  seat.write((editor) => {
    select(seat, { from, to })
    act(editor, chance.pick(['quote', 'heading', 'quote', 'heading', 'scene_break']))
  })
}

const undo: Act = (seat, { chance }) => {
  const times = 1 + chance.below(3)
  for (let i = 0; i < times; i++) seat.undo()
  if (chance.oneIn(3)) seat.undo('redo')
}

const eraseAndUndo: Act = (seat, world) => {
  erase(seat, world)
  if (world.chance.oneIn(2)) type(seat, world)
  seat.undo()
  seat.undo()
}

/** What is selected, as the clipboard has it. */
function clipboard(editor: Editor): string {
  const { dom } = editor.view.serializeForClipboard(editor.state.selection.content())
  return dom.innerHTML
}

function paste(seat: Seat, at: number, html: string, carried: Carried): void {
  // jsdom has no ClipboardEvent.
  const event = new Event('paste') as ClipboardEvent
  seat.write((editor) => {
    caret(seat, at)
    editor.view.pasteHTML(html, event)
  }, carried)
}

/** Cuts words, or whole paragraphs, and pastes them elsewhere, perhaps after other acts. */
const cutAndPaste: Act = (seat, world) => {
  const { chance } = world
  const words = chance.oneIn(3) ? someBlocks(seat, world) : someWords(seat, world)
  if (!words || !select(seat, words)) return
  const html = clipboard(seat.editor)
  const carried = seat.selected()
  seat.write((editor) => press(editor, 'Backspace'))
  if (chance.oneIn(3)) type(seat, world)
  const { plain } = seat.sides
  const block = chance.pick(plain.blocks)
  const at = chance.oneIn(2) ? chance.below(plain.text.length + 1) : chance.pick([block.from, block.to])
  paste(seat, at, html, carried)
}

function someBlocks(seat: Seat, world: ActWorld): Stretch | null {
  const { plain } = seat.sides
  const first = plain.blockAt(somewhere(seat, world))
  const [begin, end] = [plain.blocks[first], plain.blocks[first + world.chance.below(3)]]
  return begin && end && begin.from < end.to ? { from: begin.from, to: end.to } : null
}

/** Takes a top-level block to another place, as dragging does. */
const reorder: Act = (seat, { chance }) => {
  const { doc } = seat.editor.state
  if (doc.childCount < 2) return
  const index = chance.below(doc.childCount)
  const block = doc.child(index)
  const starts: number[] = []
  doc.forEach((_, offset) => starts.push(offset))
  const from = starts[index] ?? 0
  const { map } = seat.sides
  select(seat, { from: map.offsetAt(from + 1), to: map.offsetAt(from + block.nodeSize - 1) })
  const carried = seat.selected()
  seat.write(({ view }) => {
    const tr = view.state.tr.delete(from, from + block.nodeSize)
    const places: number[] = [tr.doc.content.size]
    tr.doc.forEach((_, offset) => places.push(offset))
    tr.insert(chance.pick(places), block)
    view.dispatch(tr)
  }, carried)
}

/** A word becomes another wherever it stands, in one step. */
const replaceAll: Act = (seat, { chance, words }) => {
  const { plain, map } = seat.sides
  const all = [...plain.text.matchAll(/\p{L}{3,}/gu)]
  if (all.length === 0) return
  const [word] = chance.pick(all)
  const by = words().split(' ')[0] ?? 'tide'
  seat.write(({ view }) => {
    const { tr } = view.state
    for (const { index, 0: found } of all.reverse())
      if (found === word) tr.insertText(by, map.positionAt(index), map.positionAt(index + word.length))
    view.dispatch(tr)
  })
}

const clearFormatting: Act = (seat, world) => {
  const from = world.chance.oneIn(2) ? 0 : somewhere(seat, world)
  const to = from === 0 ? seat.sides.plain.text.length : Math.min(seat.sides.plain.text.length, from + 400)
  seat.write((editor) => {
    if (select(seat, { from, to })) editor.chain().unsetAllMarks().clearNodes().run()
  })
}

/** All is cut and pasted in again, as some writers do with other programs. */
const pasteAllAnew: Act = (seat, { chance }) => {
  const { view, state } = seat.editor
  const { length } = seat.sides.plain.text
  if (!select(seat, { from: 0, to: length })) return
  const carried = seat.selected()
  const content = state.doc.content
  if (chance.oneIn(2)) {
    seat.write(
      () => view.dispatch(view.state.tr.replace(0, state.doc.content.size, new Slice(content, 0, 0))),
      carried,
    )
    return
  }
  seat.write(() => view.dispatch(view.state.tr.delete(0, view.state.doc.content.size)))
  seat.write(
    () =>
      view.dispatch(
        view.state.tr.replace(0, view.state.doc.content.size, new Slice(Fragment.from(content), 0, 0)),
      ),
    carried,
  )
}

const WRITING: [string, Act][] = [
  ['type', type],
  ['type on', type],
  ['erase', erase],
  ['gnaw', gnaw],
  ['replace', replace],
  ['mark', mark],
]

const STRUCTURE: [string, Act][] = [
  ['Enter', enter],
  ['Enter again', enter],
  ['join', join],
  ['join again', join],
  ['form', form],
  ['undo', undo],
  ['erase and undo', eraseAndUndo],
  ['cut and paste', cutAndPaste],
  ['cut and paste again', cutAndPaste],
  ['reorder', reorder],
]

const WHOLE: [string, Act][] = [
  ['replace all', replaceAll],
  ['clear formatting', clearFormatting],
  ['paste all anew', pasteAllAnew],
]

/** Which acts a history is made of. */
export type HistoryKind = 'writing' | 'structure' | 'whole'

/** One act of a writer. @returns its name */
export function actAtDesk(seat: Seat, kind: HistoryKind, world: ActWorld): string {
  const { chance } = world
  const acts = kind === 'writing' || chance.oneIn(2) ? WRITING : STRUCTURE
  const chosen = kind === 'whole' && chance.oneIn(5) ? WHOLE : acts
  const [name, one] = chance.pick(chosen)
  one(seat, world)
  return name
}
