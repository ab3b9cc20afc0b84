/** The words beside a place in a text: from `from` to `to`, with the place `at` code units into them. */
export interface Beside {
  readonly from: number
  readonly to: number
  readonly at: number
}

/** A run without blanks, at most so long: in a script without spaces a line has none. */
const LAST_WORD = /\S{1,40}\s*$/u
const FIRST_WORD = /^\s*\S{1,40}/u

/**
 * The word before a place and the word after it, in its line: what a suggestion of new words there can hold on to.
 * @param offset where the caret stands, in UTF-16 code units
 * @returns null where its line has no words
 */
export function wordsBeside(text: string, offset: number): Beside | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
  const before = LAST_WORD.exec(text.slice(start, offset))?.[0] ?? ''
  const after = FIRST_WORD.exec(text.slice(offset, end))?.[0] ?? ''
  const [from, to] = [offset - before.length, offset + after.length]
  return text.slice(from, to).trim() === '' ? null : { from, to, at: offset - from }
}

/** Signs that stand close to the word before them, and those that stand close to the word after. */
const CLOSES = /^[\s.,;:!?…)\]”’»–—-]/u
const OPENS = /[\s(“‘„«[–—-]$/u
const LETTER_LAST = /[\p{L}\p{M}\p{N}]$/u
const LETTER_FIRST = /^[\p{L}\p{M}\p{N}]/u

/**
 * Puts words into a text with the blanks that they need on either side; inside of a word they are put in as they are.
 * @param at where, in UTF-16 code units
 */
export function putIn(text: string, at: number, words: string): string {
  const [left, right] = [text.slice(0, at), text.slice(at)]
  if (words.trim() === '') return text
  if (LETTER_LAST.test(left) && LETTER_FIRST.test(right)) return left + words + right
  const before = left === '' || OPENS.test(left) || CLOSES.test(words) ? '' : ' '
  const after = right === '' || CLOSES.test(right) || OPENS.test(words) ? '' : ' '
  return left + before + words + after + right
}
