import type { BetaNoteView } from '@/lib/beta/contract.reading'

/** What a reader noted in an earlier edition, as the page of a later one shows it. */
export interface Earlier {
  /** The number of the edition in which it was made. */
  number: number
  /** The words that it was made at. */
  quote: string
  /** What became of them. `gone`: they have no place here. */
  state: 'exact' | 'edited' | 'moved' | 'rewritten' | 'gone'
}

/** A note as the device keeps it: in the offsets of the edition in which it was made. */
export type KeptNote = Pick<
  BetaNoteView,
  | 'id'
  | 'editionId'
  | 'paragraph'
  | 'from'
  | 'to'
  | 'quote'
  | 'body'
  | 'reaction'
  | 'typo'
  | 'private'
  | 'mine'
  | 'carried'
> & { reader: { name: string } }

/** A note as the room shows it: in the offsets of the edition that is open. */
export type RoomNote = KeptNote & { earlier?: Earlier }

function becameOf({ quote, carried }: KeptNote): Earlier['state'] {
  const placement = carried?.placement
  if (placement?.state === 'exact') return placement.text === quote ? 'exact' : 'edited'
  if (placement?.state === 'moved') return 'moved'
  return placement?.reason === 'rewritten' && placement.nearTo !== undefined ? 'rewritten' : 'gone'
}

/**
 * A note where the page of this edition shows it: its own as they are, those of earlier ones where their words stand now.
 * @param text the words of the edition that is open
 * @returns null for a note that has no business there
 */
export function shownIn(note: KeptNote, editionId: string, text: string): RoomNote | null {
  if (note.editionId === editionId) return note
  const { carried, quote } = note
  if (carried?.editionId !== editionId) return null
  const state = becameOf(note)
  const earlier = { number: carried.number, quote, state }
  const { paragraph, placement } = carried
  if (state === 'gone') return { ...note, paragraph, earlier }
  const from = placement.near ?? placement.from
  const to = placement.nearTo ?? placement.to
  return { ...note, from, to, paragraph, quote: text.slice(from, to), earlier }
}

/** The note as it is kept after something of it was said anew: its passage stays that of its own edition. */
export function keptAs(before: KeptNote | undefined, { earlier, ...note }: RoomNote): KeptNote {
  if (!before || !earlier) return note
  const { body, reaction, typo } = note
  return { ...before, body, reaction, typo, private: note.private }
}

/** Of notes of one's own those with a place on the page, and those whose words have none. */
export function apart(notes: readonly RoomNote[]): { placed: RoomNote[]; gone: RoomNote[] } {
  const isGone = ({ earlier }: RoomNote) => earlier?.state === 'gone'
  return { placed: notes.filter((note) => !isGone(note)), gone: notes.filter(isGone) }
}
