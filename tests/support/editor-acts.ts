import { Editor } from '@tiptap/core'
import type { AnyExtension } from '@tiptap/core'
import { Fragment, Slice } from '@tiptap/pm/model'
import type { Node, Schema } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { act } from '@/components/editor/writing-keys'
import { chapterExtensions } from '@/components/editor/extensions'
import type { Chance } from './random'

/** A chapter's editor as the page has it, in jsdom. */
export function openEditor(doc: Y.Doc, overlays: readonly AnyExtension[] = []): Editor {
  return new Editor({
    element: document.body.appendChild(document.createElement('div')),
    extensions: chapterExtensions({ doc, remote: null, language: 'en', placeholder: '', overlays }),
  })
}

/** Types as the keyboard does: each character asks the editor's handlers first. */
export function typeInto({ view }: Editor, words: string): void {
  for (const letter of words) {
    const { from, to } = view.state.selection
    const insert = () => view.state.tr.insertText(letter, from, to)
    const isHandled = view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, insert))
    if (!isHandled) view.dispatch(insert())
  }
}

/** Presses a key; what no handler takes the browser would do itself: here, taking out a letter. */
export function press({ view }: Editor, key: string, modifiers: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, ...modifiers })
  if (view.someProp('handleKeyDown', (handle) => handle(view, event))) return
  const { $from, empty, from } = view.state.selection
  if (!empty) return
  if (key === 'Backspace' && $from.parentOffset > 0) view.dispatch(view.state.tr.delete(from - 1, from))
  const isBeforeEnd = $from.parentOffset < $from.parent.content.size
  if (key === 'Delete' && isBeforeEnd) view.dispatch(view.state.tr.delete(from, from + 1))
}

const WORDS = ['tide', ' the lamp', '"No," ', 'it’s--late', '***', '#', '…', ' a', '😀', '\u200b', "'"]
const KEYS: [string, KeyboardEventInit][] = [
  ['Enter', {}],
  ['Enter', {}],
  ['Backspace', {}],
  ['Backspace', {}],
  ['Delete', {}],
  ['Enter', { shiftKey: true }],
  ['b', { ctrlKey: true }],
  ['i', { ctrlKey: true }],
  ['2', { ctrlKey: true, altKey: true }],
  ['0', { ctrlKey: true, altKey: true }],
  ['B', { ctrlKey: true, shiftKey: true }],
  ['z', { ctrlKey: true }],
  ['y', { ctrlKey: true }],
]

/** What other programs and hostile pages put on the clipboard. */
const HTML = [
  '<p>One <b>bold</b> line.</p><hr><p>Another.</p>',
  '<h1>Title</h1><h6>Small</h6><blockquote>bare <p>and not</p></blockquote>',
  '<ul><li>first<ol><li>nested</li></ol></li></ul><table><tr><td>cell</td><td><p>two</p></td></tr></table>',
  '<p>in<p>a<p>row</p></p></p><div>loose <div>deep</div> text</div>',
  '<a href="javascript:alert(1)">click</a> <a href="https://example.org/a">go</a> <a href=" data:text/html,x ">x</a>',
  '<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>after',
  `${'<blockquote>'.repeat(90)}<p>deep</p>${'</blockquote>'.repeat(90)}`,
  '<p data-pm-slice="0 0 []" style="font-weight:700">own<br>slice</p>',
  `<div data-pm-slice="1 1 []">${'<blockquote>'.repeat(70)}<p>own, deep</p>${'</blockquote>'.repeat(70)}</div>`,
]

const HREFS = [
  'https://example.org/',
  'mailto:a@example.org',
  'javascript:alert(1)',
  'data:text/html,x',
  '',
  'https:// ',
]

const TEXTS = ['One.\n\nTwo.\n***\nThree.', 'word', '\n\n', 'a\tb\u0000c', 'half \ud83d of one']
const MENU = ['bold', 'italic', 'strike', 'heading', 'quote', 'scene_break'] as const

/** Nodes as no schema allows them, made without its checks. */
function nonsense(schema: Schema, chance: Chance): Node {
  const { paragraph, heading, blockquote, hardBreak, sceneBreak } = schema.nodes as Record<
    string,
    NonNullable<Schema['nodes'][string]>
  >
  const text = schema.text('nonsense')
  switch (chance.below(6)) {
    case 0:
      return paragraph!.create(null, paragraph!.create(null, text))
    case 1:
      return heading!.create({ level: 7 }, text)
    case 2:
      return blockquote!.create(null, text)
    case 3:
      return paragraph!.create(
        null,
        schema.text('link', [schema.marks.link!.create({ href: 'javascript:alert(1)' })]),
      )
    case 4: {
      let deep = paragraph!.create(null, text)
      for (let i = 0; i < 64; i++) deep = blockquote!.create(null, deep)
      return deep
    }
    default:
      return sceneBreak!.create(null, hardBreak!.create())
  }
}

function placeSelection(view: EditorView, chance: Chance): void {
  const { doc } = view.state
  const at = () => doc.resolve(chance.below(doc.content.size + 1))
  const from = at()
  const to = chance.oneIn(2) ? from : at()
  view.dispatch(view.state.tr.setSelection(TextSelection.between(from, to)))
}

/** Takes what is selected to another place, as dragging does. */
function drag({ state }: EditorView, chance: Chance): Transaction {
  const slice = state.selection.content()
  const tr = state.tr.deleteSelection()
  tr.setSelection(TextSelection.near(tr.doc.resolve(chance.below(tr.doc.content.size + 1))))
  return tr.replaceSelection(slice)
}

function insertNonsense({ state }: EditorView, chance: Chance): Transaction {
  const at = chance.below(state.doc.content.size + 1)
  const slice = new Slice(Fragment.from(nonsense(state.schema, chance)), 0, 0)
  return chance.oneIn(2) ? state.tr.replaceRange(at, at, slice) : state.tr.replace(at, at, slice)
}

function linkTo({ state }: EditorView, href: string): Transaction {
  const { from, to } = state.selection
  return state.tr.addMark(from, to, state.schema.mark('link', { href }))
}

/** Dispatches what `make` makes; nothing when ProseMirror itself refuses to make it. */
function attempt(view: EditorView, make: () => Transaction): void {
  let tr: Transaction
  try {
    tr = make()
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === 'TransformError')) return
    throw error
  }
  view.dispatch(tr)
}

/** One thing that a writer, a script on the page or a hostile clipboard does. @returns its name */
export function doSomething(editor: Editor, chance: Chance): string {
  const { view } = editor
  // jsdom has no ClipboardEvent.
  const pasting = () => new Event('paste') as ClipboardEvent
  const acts: Record<string, () => unknown> = {
    type: () => typeInto(editor, chance.pick(WORDS)),
    'type on': () => typeInto(editor, chance.pick(WORDS)),
    key: () => press(editor, ...chance.pick(KEYS)),
    'next key': () => press(editor, ...chance.pick(KEYS)),
    select: () => placeSelection(view, chance),
    'menu act': () => act(editor, chance.pick(MENU)),
    'paste HTML': () => view.pasteHTML(chance.pick(HTML), pasting()),
    'paste text': () => view.pasteText(chance.pick(TEXTS), pasting()),
    drag: () => attempt(view, () => drag(view, chance)),
    link: () => attempt(view, () => linkTo(view, chance.pick(HREFS))),
    nonsense: () => attempt(view, () => insertNonsense(view, chance)),
    'insert HTML': () => editor.commands.insertContent(chance.pick(HTML)),
    undo: () => editor.commands.undo(),
    redo: () => editor.commands.redo(),
  }
  const name = chance.pick(Object.keys(acts))
  acts[name]?.()
  return name
}
