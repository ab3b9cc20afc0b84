import type { ChapterGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { agreementIn, markedAt, type Mark } from '@/lib/text/agreement'
import type { PlainText } from '@/lib/text/plain'
import type { AgreementQuery, AgreementView } from './contract.agreement'
import { chapterText } from './chapter-text'
import { placeInSlices } from './placing'
import { threadsOf } from './threads-where'
import { anchorOf } from './views'

/** What it reads of each thread: nothing of what was said in it. */
const markSelect = {
  ...{ id: true, authorId: true, category: true, kind: true },
  anchors: { orderBy: { version: 'desc' as const }, take: 1, select: { anchor: true, version: true } },
}

interface MarkRow {
  id: string
  authorId: string
  category: string | null
  kind: string
  anchors: { anchor: unknown; version: number }[]
}

/** The marks that stand in the text as it is now. */
async function marksIn(plain: PlainText, rows: readonly MarkRow[]): Promise<Mark[]> {
  const anchored = rows.flatMap((row) => {
    const anchor = anchorOf(row)
    return anchor ? [{ row, anchor }] : []
  })
  const placements = await placeInSlices(
    plain,
    anchored.map(({ anchor }) => anchor),
  )
  return anchored.flatMap(({ row }, at): Mark[] => {
    const placement = placements[at]
    const range = placement && markedAt(placement)
    if (!range) return []
    const { id, authorId, category, kind } = row
    return [{ threadId: id, personId: authorId, category, suggests: kind === 'suggestion', ...range }]
  })
}

/**
 * Where people marked the same passage of the chapter, of what reaches the viewer.
 * @throws {AppError} `not_found` for a round that is none of the chapter's
 */
export async function agreementOf(
  grant: ChapterGrant<'read'>,
  { round }: AgreementQuery,
): Promise<AgreementView> {
  const { chapterId, docId } = grant
  if (round !== undefined) {
    const known = await database().critiqueRound.count({ where: { id: round, chapterId } })
    if (known === 0) throw new AppError('not_found', 'There is no such round of critique in this chapter.')
  }
  const rows = await database().thread.findMany({
    where: { ...(await threadsOf(grant)), chapterId, ...(round && { package: { roundId: round } }) },
    select: markSelect,
  })
  if (rows.length === 0) return { passages: [], people: 0 }
  const { plain } = await chapterText(docId)
  const marks = await marksIn(plain, rows)
  const passages = agreementIn(plain.text, marks).map((passage) => ({
    ...passage,
    text: plain.text.slice(passage.from, passage.to),
    people: passage.people.length,
    categories: [...passage.categories],
    threadIds: [...passage.threadIds],
  }))
  return { passages, people: new Set(marks.map(({ personId }) => personId)).size }
}
