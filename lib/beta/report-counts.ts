import type { AnsweredQuestion, ReactionSpot, Survival } from './contract.report'
import { BETA_REACTIONS, type BetaQuestionView, type BetaReaction } from './contract'

/** A reaction of somebody at a paragraph. */
export interface Felt {
  editionId: string
  paragraph: number
  readerId: string
  reaction: BetaReaction
}

function peopleIn(felt: readonly Felt[]): number {
  return new Set(felt.map(({ readerId }) => readerId)).size
}

/** Reactions by edition and paragraph, in reading order. People are counted, not reactions. */
export function reactionSpots(felt: readonly Felt[]): ReactionSpot[] {
  const spots = new Map<string, Felt[]>()
  for (const one of felt) {
    const key = `${one.editionId} ${one.paragraph}`
    spots.set(key, [...(spots.get(key) ?? []), one])
  }
  return [...spots.values()]
    .map((of) => ({
      editionId: of[0]?.editionId ?? '',
      paragraph: of[0]?.paragraph ?? 0,
      people: peopleIn(of),
      byReaction: BETA_REACTIONS.map((reaction) => ({
        reaction,
        people: peopleIn(of.filter((one) => one.reaction === reaction)),
      })).filter(({ people }) => people > 0),
    }))
    .sort((a, b) =>
      a.editionId < b.editionId ? -1 : a.editionId > b.editionId ? 1 : a.paragraph - b.paragraph,
    )
}

/** How far somebody came in an edition. */
export interface Reached {
  readerId: string
  editionId: string
  paragraph: number
  furthest: number
  finished: boolean
  stopped: { reason: string | null } | null
}

/** The tenths of a chapter at which readers are counted: its beginning, each tenth, its end. */
const TENTHS = 10

/** How far the readers of one edition came. @param paragraphs how many it has */
export function survivalOf(
  { id: editionId, paragraphs }: { id: string; paragraphs: number },
  reached: readonly Reached[],
): Survival {
  const of = reached.filter((one) => one.editionId === editionId)
  const last = Math.max(1, paragraphs - 1)
  const shares = of.map(({ furthest, finished }) => (finished ? 1 : furthest / last))
  return {
    editionId,
    began: of.length,
    finished: of.filter(({ finished }) => finished).length,
    reached: Array.from(
      { length: TENTHS + 1 },
      (_, tenth) => shares.filter((share) => share >= tenth / TENTHS).length,
    ),
    stops: of.flatMap(({ stopped, paragraph, readerId }) =>
      stopped ? [{ paragraph, reader: readerId, reason: stopped.reason }] : [],
    ),
  }
}

/** The answers to one question, and how often each option was taken. */
export function answered(
  { id: questionId, chapterId, kind, prompt, options }: BetaQuestionView,
  answers: readonly { readerId: string; value: string | number }[],
): AnsweredQuestion {
  const first = kind === 'scale' ? 1 : 0
  const counts =
    kind === 'text'
      ? []
      : options.map((option, index) => ({
          option,
          people: answers.filter(({ value }) => value === index + first).length,
        }))
  return { questionId, chapterId, kind, prompt, options, counts, answers: [...answers] }
}
