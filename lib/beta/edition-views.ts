import type { BetaSessionGrant, ReaderGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import type { EditionView } from './contract'
import { editionPage } from './edition-pages'
import { contentNoteSelect, contentNoteView, questionSelect, questionView } from './questions'
import { mustBeOpen } from './reading'

async function editionView(sessionId: string, editionId: string): Promise<EditionView> {
  const { summary, html, blocks } = await editionPage(sessionId, editionId)
  const where = { sessionId, chapterId: summary.chapterId }
  const [questions, passages] = await Promise.all([
    database().betaQuestion.findMany({ where, select: questionSelect, orderBy: { position: 'asc' } }),
    database().betaContentNote.findMany({ where, select: contentNoteSelect, orderBy: { from: 'asc' } }),
  ])
  return {
    ...summary,
    ...{ html, paragraphs: blocks },
    contentNotes: passages.map((note) => contentNoteView(note, blocks)),
    questions: questions.map((question) => questionView(question, blocks)),
  }
}

/** An edition with its text, for who decides about the manuscript. @throws {AppError} `not_found` */
export function previewEdition(grant: BetaSessionGrant, editionId: string): Promise<EditionView> {
  return editionView(grant.sessionId, editionId)
}

/**
 * An edition with its text, for its reader.
 * @throws {AppError} `not_found`; `forbidden` when its chapter is not open to him yet
 */
export async function showEdition(grant: ReaderGrant<'read'>, editionId: string): Promise<EditionView> {
  const { summary } = await editionPage(grant.sessionId, editionId)
  await mustBeOpen(grant, summary.chapterId)
  return editionView(grant.sessionId, editionId)
}
