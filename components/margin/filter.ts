import type { ThreadView } from '@/lib/critique/contract'
import type { ManuscriptThreadQuery } from '@/lib/critique/contract.filters'
import type { ReceiptFilter } from '@/lib/critique/contract.receipts'

/** Asks for notes without a category, here and in the API (`NO_CATEGORY`). */
export const NO_KIND = 'none'

/** Which notes are shown. Null and no words ask for nothing; all that is asked for has to hold. */
export interface NoteFilter {
  /** Who opened it. */
  person: string | null
  /** `critique`: all but what beta readers noted. */
  kind: ThreadView['kind'] | 'critique' | null
  /** `settled`: resolved, accepted or rejected. */
  state: 'open' | 'settled' | 'all'
  /** A category's key, or `NO_KIND`. */
  category: string | null
  words: string
  /** What became of it; `any` is whatever was said, `none` is nothing. */
  receipt: ReceiptFilter | null
}

/** What is shown at first: everything that is open. */
export const OPEN_NOTES: NoteFilter = {
  ...{ person: null, kind: null, state: 'open', category: null, words: '', receipt: null },
}

/** True when it asks for less than every open note. */
export function isNarrow({ state, words, ...asked }: NoteFilter): boolean {
  return state === 'settled' || words.trim() !== '' || Object.values(asked).some((one) => one !== null)
}

function passesReceipt({ receipt }: ThreadView, asked: NoteFilter['receipt']): boolean {
  if (asked === null) return true
  if (asked === 'any' || asked === 'none') return (asked === 'any') === (receipt !== null)
  return receipt?.outcome === asked
}

function passesKind(thread: ThreadView, kind: NoteFilter['kind']): boolean {
  if (kind === 'critique') return thread.kind !== 'reader_note'
  return kind === null || thread.kind === kind
}

/** Words are looked for in the passage and in everything that was said, upper and lower case alike. */
export function passes(thread: ThreadView, filter: NoteFilter): boolean {
  const { person, kind, state, category } = filter
  const words = filter.words.trim().toLocaleLowerCase()
  const says = (text: string | null) => text?.toLocaleLowerCase().includes(words) ?? false
  return (
    (person === null || thread.author.userId === person) &&
    passesKind(thread, kind) &&
    (state === 'all' || (state === 'open') === (thread.status === 'open')) &&
    (category === null || (thread.category ?? NO_KIND) === category) &&
    passesReceipt(thread, filter.receipt) &&
    (words === '' || says(thread.quote) || thread.comments.some(({ body }) => says(body)))
  )
}

/** Who opened these notes, each once, by name. */
export function openersOf(threads: readonly ThreadView[]): ThreadView['author'][] {
  const people = new Map(threads.map(({ author }) => [author.userId, author]))
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** The filter as the API's query. */
export function queryOf({ person, kind, state, category, words, receipt }: NoteFilter): URLSearchParams {
  const query = new URLSearchParams()
  if (person) query.set('author', person)
  if (kind) query.set('kind', kind)
  if (state !== 'all') query.set('status', state)
  if (category) query.set('category', category)
  if (words.trim() !== '') query.set('q', words.trim())
  if (receipt) query.set('receipt', receipt)
  return query
}

/** The filter that an address asks for, in the words of the API; what it does not name is not asked. */
export function filterOf(query: Partial<ManuscriptThreadQuery>): NoteFilter {
  const { author, kind, status, category, q, receipt } = query
  return {
    ...{ person: author ?? null, kind: kind ?? null, category: category ?? null },
    state: status === undefined ? 'all' : status === 'open' ? 'open' : 'settled',
    ...{ words: q ?? '', receipt: receipt ?? null },
  }
}
