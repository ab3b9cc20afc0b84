import * as Y from 'yjs'
import { ask } from '@/lib/events/events'
import { Recent } from '@/lib/recent'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'

/** A chapter as everyone may see it: plain text of the durable prefix, and the log position it was read at. */
export interface ChapterText {
  readonly plain: PlainText
  readonly seq: number
}

/** Texts kept between requests: a chapter under critique is asked for again with each note. */
const KEPT_TEXTS = 32

const kept = new Recent<string, ChapterText & { readonly epoch: number }>(KEPT_TEXTS)

/**
 * The text of a doc now. Each log position gets a doc of its own that nobody changes, so the answer stays true to its
 * `seq` for as long as it is held, also across an `await`. Decoding afresh costs little more than bringing an older
 * doc up to date, which has to read the same bytes.
 * @throws {AppError} `not_found` when there is no such doc, `unavailable` when the rooms do not answer
 */
export async function chapterText(docId: string): Promise<ChapterText> {
  const { seq, epoch, state } = await ask('doc.state', { docId })
  const known = kept.get(docId)
  if (known && known.epoch === epoch && known.seq >= seq) return kept.use(docId, known)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return kept.use(docId, { plain: plainText(doc.getXmlFragment(TEXT_ROOT)), seq, epoch })
}
