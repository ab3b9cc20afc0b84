import * as Y from 'yjs'
import { ask } from '@/lib/events/events'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'

/** A chapter as everyone may see it: plain text of the durable prefix, and the log position it was read at. */
export interface ChapterText {
  plain: PlainText
  seq: number
}

/** Docs kept decoded between requests: a chapter under critique is asked for again with each note. */
const KEPT_DOCS = 32

const kept = new Map<string, ChapterText & { epoch: number; doc: Y.Doc }>()

/**
 * The text of a doc now.
 * The answer must be used before the next `await`: a later call may move the doc on beneath it.
 * @throws {AppError} `not_found` when there is no such doc, `unavailable` when the rooms do not answer
 */
export async function chapterText(docId: string): Promise<ChapterText> {
  const { seq, epoch, state } = await ask('doc.state', { docId })
  const known = kept.get(docId)
  kept.delete(docId)
  if (known && known.epoch === epoch && known.seq >= seq) {
    kept.set(docId, known)
    return known
  }
  const doc = known && known.epoch === epoch ? known.doc : new Y.Doc()
  Y.applyUpdate(doc, state)
  const text = { plain: plainText(doc.getXmlFragment(TEXT_ROOT)), seq, epoch, doc }
  kept.set(docId, text)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_DOCS && oldest !== undefined) kept.delete(oldest)
  return text
}
