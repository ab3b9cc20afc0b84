import type { CommentView } from '@/lib/critique/contract'

type Person = CommentView['author']

/** A stretch of a comment: words, or the name of somebody who is called. */
export type Part = { text: string; person: Person | null }

const LETTER = /[\p{L}\p{N}]/u

/** Cuts a text at the names that stand in it with an `@` before them; of two that begin alike the longer one counts. */
export function partsOf(text: string, people: readonly Person[]): Part[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length)
  const parts: Part[] = []
  let from = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const person = byLength.find(({ name }) => text.startsWith(name, at + 1))
    if (!person || at < from) continue
    const end = at + 1 + person.name.length
    if (LETTER.test(text.charAt(end)) || (at > 0 && LETTER.test(text.charAt(at - 1)))) continue
    if (at > from) parts.push({ text: text.slice(from, at), person: null })
    parts.push({ text: text.slice(at, end), person })
    from = end
  }
  if (from < text.length) parts.push({ text: text.slice(from), person: null })
  return parts
}

/** The ids of the people whom a comment calls, each once. Who shares a name is called with the other. */
export function calledIn(body: string, people: readonly Person[]): string[] {
  const names = new Set(partsOf(body, people).flatMap(({ person }) => (person ? [person.name] : [])))
  return people.filter(({ name }) => names.has(name)).map(({ userId }) => userId)
}

/** A name that is being typed: where its `@` stands, and what follows it. */
export interface Calling {
  at: number
  begun: string
}

/** Longest beginning of a name that is looked for, in UTF-16 code units. */
const MOST_BEGUN = 40

/** The name being typed before the cursor; null when none is. */
export function callingAt(text: string, caret: number): Calling | null {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret)
  const sign = line.lastIndexOf('@')
  if (sign < 0 || line.length - sign - 1 > MOST_BEGUN) return null
  if (sign > 0 && LETTER.test(line.charAt(sign - 1))) return null
  return { at: caret - line.length + sign, begun: line.slice(sign + 1) }
}

/** Most people offered at once: what a thumb can choose from without scrolling far. */
const MOST_OFFERED = 6

/** The people whose name, or a word of it, begins so. */
export function offeredFor(begun: string, people: readonly Person[]): Person[] {
  const wanted = begun.toLocaleLowerCase()
  return people
    .filter(({ name }) => {
      const lower = name.toLocaleLowerCase()
      return lower.startsWith(wanted) || lower.split(/\s+/).some((word) => word.startsWith(wanted))
    })
    .slice(0, MOST_OFFERED)
}
