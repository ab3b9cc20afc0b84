import type * as Y from 'yjs'
import { checkRoots, checkTouched } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { RefusalReason } from './contract'

/** Says what is wrong with what a transaction touched: the reason of the refusal, or null when all is well. */
export type CheckStructure = (doc: Y.Doc, transaction: Y.Transaction) => string | null

/** The check of a chapter: no root besides the text, and every touched block valid against `lib/prose`. */
export const checkChapter: CheckStructure = (doc, transaction) => {
  const problem = checkRoots(doc) ?? checkTouched(doc.getXmlFragment(CHAPTER_FRAGMENT), transaction)
  return problem?.code ?? null
}

const STRUCTURE_REASONS: ReadonlySet<string> = new Set<RefusalReason>([
  'unknown_node',
  'bad_content',
  'bad_attribute',
  'bad_mark',
  'too_deep',
  'unknown_root',
  'bad_link',
  'gap',
  'malformed',
])

/** The structure check names its reasons itself; one that is not ours is counted as `bad_structure`. */
export function reasonOf(broken: string): RefusalReason {
  return STRUCTURE_REASONS.has(broken) ? (broken as RefusalReason) : 'bad_structure'
}
