import type { BetaSessionGrant, ReaderGrant } from '@/lib/access/contract'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { BetaQuestionView } from './contract'
import type { AnswersBody, PredictionBody, ReadingView } from './contract.reading'
import type { PredictionVerdict } from './contract.sessions'
import type { JudgedPrediction } from './contract.report'
import { wasHere } from './contact'
import { editionPage } from './edition-pages'
import { releaseHeld } from './handing-in'
import { optionsIn } from './questions'
import { mustBeOpen, showReading } from './reading'
import { releaseOf } from './releasing'

type Value = AnswersBody['answers'][number]['value']

/** Whether a value answers a question. @returns what is wrong with it, or null */
function wrongWith(
  { kind, options }: Pick<BetaQuestionView, 'kind' | 'options'>,
  value: string | number,
): string | null {
  if (kind === 'text') return typeof value === 'string' ? null : 'is answered in words'
  if (typeof value !== 'number')
    return kind === 'scale' ? 'is answered by a step, from 1' : 'is answered by the index of a choice, from 0'
  const [least, most] = kind === 'scale' ? [1, options.length] : [0, options.length - 1]
  return value >= least && value <= most ? null : `is answered by a number from ${least} to ${most}`
}

/**
 * Keeps answers; null, or words that say nothing, takes one back.
 * @throws {AppError} `invalid` for a question that the session does not ask, or a value that is no answer to it
 */
export async function saveAnswers(
  grant: ReaderGrant<'read'>,
  { answers }: AnswersBody,
  now = new Date(),
): Promise<ReadingView> {
  const { sessionId, readerId } = grant
  const releasedAt = releaseOf(grant, false, now)
  await inTransaction(async (tx) => {
    if (releasedAt) await wasHere(tx, grant, now)
    const rows = await tx.betaQuestion.findMany({
      where: { sessionId, id: { in: answers.map(({ questionId }) => questionId) } },
      select: { id: true, kind: true, options: true },
    })
    const questions = new Map(rows.map((row) => [row.id, row]))
    for (const { questionId, value } of answers) {
      const question = questions.get(questionId)
      if (!question) throw new AppError('invalid', `answers: ${questionId} is no question of this session`)
      const where = { readerId_questionId: { readerId, questionId } }
      if (isNothing(value)) {
        await tx.betaAnswer.deleteMany({ where: { readerId, questionId } })
        continue
      }
      const wrong = wrongWith({ kind: question.kind, options: optionsIn(question.options) }, value)
      if (wrong) throw new AppError('invalid', `answers: ${questionId} ${wrong}`)
      const data = { value, updatedAt: now, releasedAt }
      const create = { ...data, readerId, questionId }
      await tx.betaAnswer.upsert({ where, create, update: data, select: { questionId: true } })
    }
  })
  if (!releasedAt) await releaseHeld(grant, now)
  return showReading(grant)
}

function isNothing(value: Value): value is null {
  return value === null || (typeof value === 'string' && value.trim() === '')
}

/**
 * Keeps what a reader thinks will happen after an edition; it opens the next chapter where that was asked.
 * @throws {AppError} `not_found`, `forbidden` for a chapter that is not open to him
 */
export async function predict(
  grant: ReaderGrant<'read'>,
  { editionId, body }: PredictionBody,
  now = new Date(),
): Promise<ReadingView> {
  const { sessionId, readerId } = grant
  const { summary } = await editionPage(sessionId, editionId)
  await mustBeOpen(grant, summary.chapterId)
  const data = { body, updatedAt: now, releasedAt: releaseOf(grant, false, now) }
  await database().betaPrediction.upsert({
    where: { readerId_editionId: { readerId, editionId } },
    create: { ...data, id: newId(), readerId, editionId },
    update: { ...data, cameTrue: null },
    select: { id: true },
  })
  if (data.releasedAt) await wasHere(database(), grant, now)
  else await releaseHeld(grant, now)
  return showReading(grant)
}

/** Says whether a prediction came true. @throws {AppError} `not_found` for one that was not released */
export async function judgePrediction(
  { sessionId }: BetaSessionGrant,
  predictionId: string,
  { cameTrue }: PredictionVerdict,
): Promise<JudgedPrediction> {
  const { count } = await database().betaPrediction.updateMany({
    where: { id: predictionId, releasedAt: { not: null }, edition: { sessionId } },
    data: { cameTrue },
  })
  if (count === 0) throw new AppError('not_found', 'There is no such prediction in this beta session.')
  return { id: predictionId, cameTrue }
}
