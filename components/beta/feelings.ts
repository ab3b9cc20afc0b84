import type { BetaReaction } from '@/lib/beta/contract'
import type { BetaReport, ReactionSpot } from '@/lib/beta/contract.report'

/** The hue of each reaction, of the design tokens: no two alike, since they stand beside each other. */
export const REACTION_HUES: Record<BetaReaction, string> = {
  loved: 'var(--praise)',
  laughed: 'var(--line)',
  moved: 'var(--character)',
  tense: 'var(--pacing)',
  confused: 'var(--clarity)',
  bored: 'var(--ink-faint)',
  lost: 'color-mix(in srgb, var(--clarity) 45%, var(--ink))',
  disbelief: 'var(--danger)',
}

/** Reactions that speak for a passage, and those that speak against it; tension is neither. */
const FOR: readonly BetaReaction[] = ['loved', 'laughed', 'moved', 'tense']
const AGAINST: readonly BetaReaction[] = ['confused', 'bored', 'lost', 'disbelief']

function most(spot: ReactionSpot, among: readonly BetaReaction[]): number {
  return Math.max(
    0,
    ...spot.byReaction.filter(({ reaction }) => among.includes(reaction)).map((one) => one.people),
  )
}

/** True when one passage moved some and put others off. */
function isSplit(spot: ReactionSpot): boolean {
  return most(spot, FOR) > 0 && most(spot, AGAINST) > 0
}

/** How many passages are named at most. */
const NAMED = 6

/**
 * The passages that readers agree about the most, and those about which they are split, each at most six: by how many
 * different people said the same there.
 */
export function strongest(reactions: BetaReport['reactions']): {
  agreed: ReactionSpot[]
  split: ReactionSpot[]
} {
  const several = reactions.filter(({ people }) => people >= 2)
  const together = (spot: ReactionSpot) => Math.max(...spot.byReaction.map(({ people }) => people))
  const agreed = several
    .filter((spot) => !isSplit(spot) && together(spot) >= 2)
    .sort((a, b) => together(b) - together(a) || b.people - a.people)
  const split = several.filter(isSplit).sort((a, b) => b.people - a.people)
  return { agreed: agreed.slice(0, NAMED), split: split.slice(0, NAMED) }
}
