import type * as Y from 'yjs'
import { checkRoots, checkTouched } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'

/** Says what is wrong with what a transaction touched: the reason of the refusal, or null when all is well. */
export type CheckStructure = (doc: Y.Doc, transaction: Y.Transaction) => string | null

/** The check of a chapter: no root besides the text, and every touched block valid against `lib/prose`. */
export const checkChapter: CheckStructure = (doc, transaction) => {
  const problem = checkRoots(doc) ?? checkTouched(doc.getXmlFragment(CHAPTER_FRAGMENT), transaction)
  return problem?.code ?? null
}
