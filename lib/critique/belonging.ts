import type { ChapterGrant } from '@/lib/access/contract'
import type { DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { openRounds } from './visible'

/** The package of a critic in a round, made when there is none yet. */
export async function packageFor(
  tx: DatabaseTransaction,
  roundId: string,
  criticId: string,
  at: Date,
): Promise<{ id: string; handedInAt: Date | null }> {
  return tx.critiquePackage.upsert({
    where: { roundId_criticId: { roundId, criticId } },
    create: { id: newId(), roundId, criticId, createdAt: at, updatedAt: at, answers: {} },
    update: {},
    select: { id: true, handedInAt: true },
  })
}

const NO_ROUND =
  'No round of critique is open here any more, so a private note has no place. Your words are not lost: ' +
  'post the note openly, or keep it.'
const NOT_OPEN =
  'In this round notes stay yours until you hand in: its author did not ask for open ones. Post it as a private note.'
const WRITERS_ARE_OPEN = 'Those who write a chapter comment on it openly; private notes are for its critics.'

/**
 * What a new note is part of, and since when others see it. In a round a critic's notes are private unless it allows
 * open ones and he asks for that.
 * @throws {AppError} `conflict` when a private note was asked for and no round is open, `forbidden` when he may not
 */
export async function belongingOf(
  tx: DatabaseTransaction,
  { chapterId, role, viewer }: ChapterGrant<'comment'>,
  asked: 'private' | 'open' | undefined,
  at: Date,
): Promise<{ packageId: string | null; releasedAt: Date | null }> {
  const openly = { packageId: null, releasedAt: at }
  if (role !== 'critic') {
    if (asked === 'private') throw new AppError('forbidden', WRITERS_ARE_OPEN)
    return openly
  }
  const round = await tx.critiqueRound.findFirst({
    where: { chapterId, ...openRounds(at) },
    select: { id: true, allowsOpen: true },
  })
  if (!round) {
    if (asked === 'private') throw new AppError('conflict', NO_ROUND)
    return openly
  }
  if (asked === 'open') {
    if (!round.allowsOpen) throw new AppError('forbidden', NOT_OPEN)
    return openly
  }
  const { id } = await packageFor(tx, round.id, viewer.userId, at)
  return { packageId: id, releasedAt: null }
}
