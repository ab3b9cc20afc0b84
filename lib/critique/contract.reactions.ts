import { z } from 'zod'
import { PersonView } from '@/lib/workshop/contract'

/**
 * What can be said of a comment without a word. Few, and each something that a writer or critic would say aloud: they
 * answer a note, they do not grade it.
 */
export const REACTIONS = ['thanks', 'agree', 'laughed', 'moved', 'caught', 'thinking'] as const
export const ReactionKind = z.enum(REACTIONS, `is one of ${REACTIONS.join(', ')}`)
export type ReactionKind = z.infer<typeof ReactionKind>

/** Who reacted to a comment in one way, in the order in which they did. */
export const ReactionView = z.object({ kind: ReactionKind, people: z.array(PersonView) })
export type ReactionView = z.infer<typeof ReactionView>
