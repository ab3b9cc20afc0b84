import type { DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { BetaQuestionView, ContentNoteView } from './contract'
import type { BetaQuestionBody, ContentNoteBody } from './contract.sessions'
import { placeOfBlock, type Blocks } from './page'

/** The blocks of the newest edition of each chapter of a session, by the chapter's id. */
export type NewestBlocks = ReadonlyMap<string, Blocks>

/** The words at the steps of a scale that names none. */
const STEPS = ['1', '2', '3', '4', '5']

/** What every query of questions reads. */
export const questionSelect = {
  ...{ id: true, chapterId: true, block: true, paragraph: true, kind: true, prompt: true, options: true },
} as const

export interface QuestionRow {
  id: string
  chapterId: string | null
  block: string | null
  paragraph: number | null
  kind: BetaQuestionView['kind']
  prompt: string
  options: unknown
}

/** The options of a question as the column holds them. */
export function optionsIn(column: unknown): string[] {
  return Array.isArray(column) ? column.filter((one) => typeof one === 'string') : []
}

/** A question, asked where its block stands in these; without them in the newest edition. */
export function questionView(row: QuestionRow, blocks?: Blocks): BetaQuestionView {
  const { id, chapterId, block, paragraph, kind, prompt } = row
  const place = paragraph === null || !blocks ? paragraph : placeOfBlock(blocks, block, paragraph)
  return { id, chapterId, paragraph: place, kind, prompt, options: optionsIn(row.options) }
}

/** What every query of content notes reads. */
export const contentNoteSelect = {
  ...{
    id: true,
    chapterId: true,
    fromBlock: true,
    toBlock: true,
    from: true,
    to: true,
    what: true,
    bridge: true,
  },
} as const

export interface ContentNoteRow extends ContentNoteView {
  fromBlock: string
  toBlock: string
}

/** A content note, over what it covers in these blocks; without them in the newest edition. */
export function contentNoteView(row: ContentNoteRow, blocks?: Blocks): ContentNoteView {
  const { id, chapterId, what, bridge } = row
  const from = blocks ? placeOfBlock(blocks, row.fromBlock, row.from) : row.from
  const to = blocks ? placeOfBlock(blocks, row.toBlock, row.to) : row.to
  return { id, chapterId, from: Math.min(from, to), to: Math.max(from, to), what, bridge }
}

function blockOf(newest: NewestBlocks, chapterId: string, paragraph: number, field: string): string {
  const blocks = newest.get(chapterId)
  if (!blocks) throw new AppError('invalid', `${field}: ${chapterId} is no chapter of this session`)
  const block = blocks[paragraph]
  if (!block)
    throw new AppError('invalid', `${field}: the chapter has ${blocks.length} paragraphs, counted from 0`)
  return block.id
}

/**
 * Makes these the questions of a session. Those that keep their id keep their answers; those that are gone take theirs
 * along.
 * @throws {AppError} `invalid` for a chapter or paragraph that is not read in it, or an id that is none of its questions
 */
export async function replaceQuestions(
  tx: DatabaseTransaction,
  sessionId: string,
  questions: readonly BetaQuestionBody[],
  newest: NewestBlocks,
): Promise<void> {
  const known = await tx.betaQuestion.findMany({ where: { sessionId }, select: { id: true, kind: true } })
  const kept = questions.flatMap(({ id }) => id ?? [])
  if (new Set(kept).size !== kept.length) throw new AppError('invalid', 'questions: one id stands twice')
  await tx.betaQuestion.deleteMany({ where: { sessionId, id: { notIn: kept } } })
  for (const [position, { id, chapterId, paragraph, kind, prompt, options }] of questions.entries()) {
    if (chapterId !== undefined && !newest.has(chapterId))
      throw new AppError('invalid', `questions: ${chapterId} is no chapter of this session`)
    const block =
      chapterId === undefined || paragraph === undefined
        ? null
        : blockOf(newest, chapterId, paragraph, 'questions')
    const row = {
      ...{ sessionId, kind, prompt, position, block },
      ...{ chapterId: chapterId ?? null, paragraph: paragraph ?? null },
      options: options?.length || kind !== 'scale' ? (options ?? []) : STEPS,
    }
    const before = known.find((one) => one.id === id)
    if (id !== undefined && !before)
      throw new AppError('invalid', `questions: ${id} is no question of this session`)
    if (before && before.kind !== kind)
      throw new AppError(
        'invalid',
        'questions: one that was asked already keeps its kind. Ask another instead.',
      )
    if (before) await tx.betaQuestion.update({ where: { id: before.id }, data: row, select: { id: true } })
    else await tx.betaQuestion.create({ data: { ...row, id: newId() }, select: { id: true } })
  }
}

/** Makes these the content notes of a session. Throws as `replaceQuestions`. */
export async function replaceContentNotes(
  tx: DatabaseTransaction,
  sessionId: string,
  notes: readonly ContentNoteBody[],
  newest: NewestBlocks,
): Promise<void> {
  await tx.betaContentNote.deleteMany({ where: { sessionId } })
  await tx.betaContentNote.createMany({
    data: notes.map((note) => ({
      ...{ ...note, id: newId(), sessionId },
      fromBlock: blockOf(newest, note.chapterId, note.from, 'contentNotes'),
      toBlock: blockOf(newest, note.chapterId, note.to, 'contentNotes'),
    })),
  })
}

/** Moves questions and content notes to where their blocks stand in the newest edition of a chapter. */
export async function followBlocks(
  tx: DatabaseTransaction,
  sessionId: string,
  chapterId: string,
  blocks: Blocks,
): Promise<void> {
  const where = { sessionId, chapterId }
  for (const row of await tx.betaQuestion.findMany({ where, select: questionSelect })) {
    const { paragraph } = questionView(row, blocks)
    await tx.betaQuestion.update({ where: { id: row.id }, data: { paragraph }, select: { id: true } })
  }
  for (const row of await tx.betaContentNote.findMany({ where, select: contentNoteSelect })) {
    const { from, to } = contentNoteView(row, blocks)
    await tx.betaContentNote.update({ where: { id: row.id }, data: { from, to }, select: { id: true } })
  }
}
