import type { BetaSessionGrant } from '@/lib/access/contract'
import { database, inTransaction, isUniqueViolation } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { BETA_LIMITS } from './contract'
import type { BetaSessionView } from './contract.sessions'
import { dropPrepared, editionRow, prepareEditions } from './editions'
import { followBlocks } from './questions'
import { showSession } from './sessions'

async function newestOf(sessionId: string, chapterId: string) {
  const last = await database().betaEdition.findFirst({
    where: { sessionId, chapterId },
    orderBy: { number: 'desc' },
    select: { number: true, position: true, html: true },
  })
  if (!last) throw new AppError('invalid', 'chapterId: is no chapter of this session')
  if (last.number >= BETA_LIMITS.editionsPerChapter)
    throw new AppError(
      'conflict',
      `A chapter has at most ${BETA_LIMITS.editionsPerChapter} editions in a session.`,
    )
  return last
}

const SAME = 'The chapter reads as its newest edition does, so there is nothing to issue.'

/**
 * Issues the text of a chapter as it is now as its next edition. Readers keep theirs until they move on.
 * @throws {AppError} `invalid` when the session does not read the chapter, `conflict` when its newest edition says the same
 *   already or it has too many
 */
export async function issueEdition(grant: BetaSessionGrant, chapterId: string): Promise<BetaSessionView> {
  const { sessionId } = grant
  const { number, position, html } = await newestOf(sessionId, chapterId)
  const prepared = await prepareEditions(grant, [chapterId])
  const [edition] = prepared
  if (!edition) throw new AppError('invalid', 'chapterId: is no chapter of the manuscript')
  try {
    if (edition.html === html) throw new AppError('conflict', SAME)
    await inTransaction(async (tx) => {
      const place = { sessionId, position, number: number + 1, issuedAt: new Date() }
      await tx.betaEdition.create({ data: editionRow(edition, place), select: { id: true } })
      await followBlocks(tx, sessionId, chapterId, edition.blocks)
    })
  } catch (error) {
    await dropPrepared(prepared)
    if (isUniqueViolation(error))
      throw new AppError('conflict', 'Somebody issued an edition of this chapter at the same moment.')
    throw error
  }
  return showSession(grant)
}
