import type { AnyExtension } from '@tiptap/core'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import type { Awareness } from 'y-protocols/awareness'
import { inkOn } from '@/components/ui/avatar'

interface CaretUser {
  name?: unknown
  color?: unknown
}

const HEX = /^#[0-9a-f]{6}$/i

function colourOf(user: CaretUser): string {
  return typeof user.color === 'string' && HEX.test(user.color) ? user.color : '#6a6157'
}

function nameOf(user: CaretUser): string {
  return typeof user.name === 'string' ? user.name.slice(0, 80) : ''
}

function caretOf(user: CaretUser): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--caret', colourOf(user))
  caret.style.setProperty('--caret-ink', inkOn(colourOf(user)))
  // The name is drawn by the style sheet, so that it is never read, copied or counted as the chapter's words.
  caret.dataset['name'] = nameOf(user)
  return caret
}

/** Others' cursors with their names, as the server wrote them; own presence carries only the place. */
export function carets(awareness: Awareness): AnyExtension {
  return CollaborationCaret.configure({
    provider: { awareness },
    user: {},
    render: caretOf,
    selectionRender: (user: CaretUser) => ({
      class: 'caret-selection',
      style: `--caret: ${colourOf(user)}`,
    }),
  })
}
