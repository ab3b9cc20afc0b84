import { agreementText as words } from '@/components/text/agreement'
import { marginText } from '@/components/text/margin'
import type { ThreadView } from '@/lib/critique/contract'
import type { RoundView } from '@/lib/critique/contract.rounds'
import { agreementIn, markedAt, type Counted, type Mark, type Passage } from '@/lib/text/agreement'
import type { Placement } from '@/lib/text/placement'
import type { Categories } from './categories'

/** What these notes mark in the text as it is in this browser. */
export function marksOf(
  threads: readonly ThreadView[],
  places: ReadonlyMap<string, Placement>,
): (Mark & { packageId: string | null })[] {
  return threads.flatMap(({ id, author, category, kind, packageId }) => {
    const place = places.get(id)
    const range = place && markedAt(place)
    if (!range) return []
    const suggests = kind === 'suggestion'
    return [{ threadId: id, personId: author.userId, category, suggests, packageId, ...range }]
  })
}

/** True when two different people marked something. */
export function areSeveral(marks: readonly Mark[]): boolean {
  return marks.some(({ personId }) => personId !== marks[0]?.personId)
}

/** The passages of these marks; with a round only those of its packages. */
export function passagesOf(
  text: string,
  marks: ReturnType<typeof marksOf>,
  round: RoundView | null,
): Passage[] {
  if (!round) return agreementIn(text, marks)
  const packages = new Set([round.mine, ...round.handedIn].flatMap((one) => (one ? [one.id] : [])))
  return agreementIn(
    text,
    marks.filter(({ packageId }) => packageId !== null && packages.has(packageId)),
  )
}

/** Those that several people marked. */
export function crowded(passages: readonly Passage[]): Passage[] {
  return passages.filter(({ people }) => people.length > 1)
}

const shared = (mark: Mark, passage: Passage) =>
  Math.min(mark.to, passage.to) - Math.max(mark.from, passage.from)

/**
 * The passage that each note stands in, by its thread's id: the one that holds most of its words, so that a note on a
 * whole scene does not take the crowd of one of its sentences for its own. Only passages that several people marked.
 */
export function passageOfEach(passages: readonly Passage[], marks: readonly Mark[]): Map<string, Passage> {
  const byThread = new Map<string, Passage>()
  const marked = new Map(marks.map((mark) => [mark.threadId, mark]))
  for (const passage of passages)
    for (const id of passage.threadIds) {
      const [mark, before] = [marked.get(id), byThread.get(id)]
      if (mark && (!before || shared(mark, passage) > shared(mark, before))) byThread.set(id, passage)
    }
  return new Map([...byThread].filter(([, { people }]) => people.length > 1))
}

/** What people read for a kind of mark. */
export function kindOf({ category, suggests }: Counted, categories: Categories): string {
  return categories.of(category)?.label ?? (suggests ? words.suggestion : marginText.note)
}

/** `Pacing 2, Praise 1`. */
export function saidOf({ categories: counted }: Passage, categories: Categories): string {
  return counted.map((one) => words.said(kindOf(one, categories), one.people)).join(', ')
}
