import { mark, type Marking, type Replacement } from './marking'

/**
 * Puts words into a field so that its own undo knows of them, where the browser has a way to do that.
 * @param onChange told the whole new text where it has none
 */
export function putInto(
  field: HTMLTextAreaElement,
  { from, to, words, selectFrom, selectTo }: Replacement,
  onChange: (text: string) => void,
): void {
  field.focus()
  field.setSelectionRange(from, to)
  // The only call that keeps the field's undo: browsers keep it for that, whatever its age.
  const typed = 'execCommand' in document && document.execCommand('insertText', false, words)
  if (!typed) {
    field.setRangeText(words, from, to)
    onChange(field.value)
  }
  field.setSelectionRange(selectFrom, selectTo)
}

/** Marks the selected words of a field. */
export function markIn(field: HTMLTextAreaElement, marking: Marking, onChange: (text: string) => void): void {
  const { value, selectionStart, selectionEnd } = field
  putInto(field, mark({ text: value, from: selectionStart, to: selectionEnd }, marking), onChange)
}
