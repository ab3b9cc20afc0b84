import { z } from 'zod'
import { ComparedBlockView } from '@/lib/manuscript/contract.versions'
import { ContentNoteView, EditionSummary } from './contract'

/** A block of two editions as one marked text. */
export const ChangedBlockView = ComparedBlockView.extend({
  /** Its index in the later edition, from 0; null for what was cut or stood here before it was moved. */
  paragraph: z.number().int().nullable(),
  /** Its index in the earlier edition; null for what is new. */
  paragraphBefore: z.number().int().nullable(),
})
export type ChangedBlockView = z.infer<typeof ChangedBlockView>

/** What changed from the edition that somebody read to a later one, as one marked text. */
export const ChangesView = z.object({
  from: EditionSummary,
  to: EditionSummary,
  wordsIn: z.number().int(),
  wordsOut: z.number().int(),
  /** Paragraphs that stand elsewhere. */
  moved: z.number().int(),
  /** Where content notes stand in the earlier edition: what was cut may stand under one. */
  contentNotes: z.array(ContentNoteView),
  /** The reader's place in the earlier edition, as in `SinceView`; null for who decides. */
  place: z.number().int().nullable(),
  blocks: z.array(ChangedBlockView),
})
export type ChangesView = z.infer<typeof ChangesView>

/** What a reader finds in an edition of which he read an earlier one. */
export interface SinceView {
  /** The edition that he read. */
  from: EditionSummary
  /** False when both read the same. */
  differs: boolean
  /** The paragraph of this edition at which he was in that one; null where it does not stand here, or he was through. */
  place: number | null
}
