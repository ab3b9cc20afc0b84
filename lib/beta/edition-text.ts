import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { openPacked } from '@/lib/manuscript/versions-text'
import { Recent } from '@/lib/recent'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'

/** The text of an edition with its Yjs ids: whatever is noted in it can be found again in the living draft. */
export interface EditionText {
  readonly editionId: string
  readonly sessionId: string
  readonly chapterId: string
  readonly docId: string
  /** The log position that it is the text of. */
  readonly seq: number
  readonly plain: PlainText
}

/** Texts kept between requests: many readers note in the same few chapters at once. */
const KEPT = 8

const kept = new Recent<string, EditionText>(KEPT)

/** @throws {AppError} `not_found` when the session has no such edition */
export async function editionText(sessionId: string, editionId: string): Promise<EditionText> {
  const known = kept.get(editionId)
  if (known?.sessionId === sessionId) return kept.use(editionId, known)
  const row = await database().betaEdition.findUnique({
    where: { id: editionId, sessionId },
    select: { chapterId: true, version: { select: { docId: true, seq: true, bytes: true } } },
  })
  if (!row) throw new AppError('not_found', 'There is no such edition in this beta session.')
  const { docId, seq, bytes } = row.version
  const plain = plainText(openPacked(bytes).getXmlFragment(TEXT_ROOT))
  return kept.use(editionId, { editionId, sessionId, chapterId: row.chapterId, docId, seq, plain })
}
