/** From here on the indicator says "Saving…": below it a writer would only see a flicker (DESIGN §4). */
export const SAVING_AFTER_MS = 1_000

/** From here on the indicator says "Not saved" (DESIGN §4). */
export const NOT_SAVED_AFTER_MS = 5_000

/** Why an editor was locked: nothing it holds can be sent, and its text is offered to copy. */
export type LockReason =
  /** The server refused an edit that no editor of ours makes. */
  | 'refused'
  /** One piece of what was written is larger than the server takes. */
  | 'too_large'
  /** The right to edit was taken away while words were not saved. */
  | 'read_only'
  /** The server has a newer schema: reload the page. */
  | 'outdated'

/** What the indicator says. It is the truth about the disk of the server, not about the socket. */
export type Saving =
  /** Nothing is known yet: the chapter is being opened. */
  | { state: 'opening' }
  | { state: 'saved' }
  /** Something was typed less than a second ago: neither saved nor worth a word. */
  | { state: 'typed' }
  | { state: 'saving' }
  /** `trouble`: the server itself said that it cannot save now. */
  | { state: 'not_saved'; trouble: boolean }
  /** `unsaved`: there are words the server does not have; `keptHere`: all of them are in this browser's storage. */
  | { state: 'offline'; unsaved: boolean; keptHere: boolean }
  | { state: 'signed_out'; unsaved: boolean; keptHere: boolean }
  | { state: 'gone'; unsaved: boolean }
  | { state: 'locked'; reason: LockReason; unsaved: boolean }
  | { state: 'read_only' }

/** How the connection stands. `connecting` lasts at most a moment; then it is open, offline or one of the ends. */
export type Link = 'connecting' | 'open' | 'offline' | 'signed_out' | 'gone' | 'locked'

/** All the indicator is made of. Times in ms since 1970. */
export interface SavingFacts {
  now: number
  link: Link
  mayEdit: boolean
  lock: LockReason | null
  /** When the oldest unsaved edit was made. */
  oldestUnsavedAt: number | null
  /** True when every unsaved edit is in the browser's storage. */
  keptHere: boolean
  /** True after the server said that it cannot save, until it closes the connection. */
  trouble: boolean
}

/** What to show for these facts, and in how many ms to look again by itself (null: only when a fact changes). */
export function judgeSaving(facts: SavingFacts): { saving: Saving; againInMs: number | null } {
  const unsaved = facts.oldestUnsavedAt !== null
  const still = (saving: Saving) => ({ saving, againInMs: null })
  switch (facts.link) {
    case 'locked':
      return still({ state: 'locked', reason: facts.lock ?? 'refused', unsaved })
    case 'gone':
      return still({ state: 'gone', unsaved })
    case 'signed_out':
      return still({ state: 'signed_out', unsaved, keptHere: facts.keptHere })
    case 'offline':
      return still({ state: 'offline', unsaved, keptHere: facts.keptHere })
    case 'connecting':
    case 'open':
      return judgeAge(facts)
  }
}

function judgeAge(facts: SavingFacts): { saving: Saving; againInMs: number | null } {
  if (facts.oldestUnsavedAt === null) {
    return { saving: { state: facts.mayEdit ? 'saved' : 'read_only' }, againInMs: null }
  }
  const age = facts.now - facts.oldestUnsavedAt
  if (facts.trouble) return { saving: { state: 'not_saved', trouble: true }, againInMs: null }
  if (age >= NOT_SAVED_AFTER_MS) return { saving: { state: 'not_saved', trouble: false }, againInMs: null }
  if (age >= SAVING_AFTER_MS) return { saving: { state: 'saving' }, againInMs: NOT_SAVED_AFTER_MS - age }
  return { saving: { state: 'typed' }, againInMs: SAVING_AFTER_MS - age }
}
