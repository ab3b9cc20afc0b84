import { authorizeChapter } from '@/lib/access/authorize'
import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import { rolesOn } from '@/lib/access/people'
import type { ChapterGrant, ManuscriptVerb, Viewer } from '@/lib/access/contract'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError, isAppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import { announceNotices } from '@/lib/notify/telling'
import { pageOf, type Page } from '@/lib/paging'
import {
  ROUND_LIMITS,
  type CritiqueForm,
  type NewRound,
  type RoundChange,
  type RoundList,
  type RoundView,
} from './contract.rounds'
import { questionsOf } from './critique-form'
import { formIn, roundSelect, roundViews } from './round-views'
import { tellOfRound } from './telling'
import { hasEnded, openRounds } from './visible'

const NO_ROUND = 'There is no such round of critique, or it is not shared with you.'

/** A round, and the right to do something in its chapter. */
export interface RoundGrant<V extends ManuscriptVerb> {
  grant: ChapterGrant<V>
  roundId: string
}

/** Proves that `viewer` may do `verb` in the chapter that the round is about. @throws {AppError} as `authorizeChapter` */
export async function authorizeRound<V extends ManuscriptVerb>(
  viewer: Viewer,
  roundId: string,
  verb: V,
): Promise<RoundGrant<V>> {
  const round = await database().critiqueRound.findUnique({
    where: { id: roundId },
    select: { chapterId: true },
  })
  if (!round) throw new AppError('not_found', NO_ROUND)
  try {
    return { grant: await authorizeChapter(viewer, round.chapterId, verb), roundId }
  } catch (error) {
    throw isAppError(error) && error.code === 'not_found' ? new AppError('not_found', NO_ROUND) : error
  }
}

/** One round. @throws {AppError} `not_found` */
export async function showRound({ grant, roundId }: RoundGrant<'read'>): Promise<RoundView> {
  const row = await database().critiqueRound.findUnique({
    where: { id: roundId, chapterId: grant.chapterId },
    select: roundSelect,
  })
  const [view] = row ? await roundViews(grant, [row]) : []
  if (!view) throw new AppError('not_found', NO_ROUND)
  return view
}

/** The rounds of a chapter, newest first. @throws {AppError} `invalid` for a strange cursor */
export async function listRounds(grant: ChapterGrant<'read'>, { limit, cursor }: Page): Promise<RoundList> {
  const { chapterId } = grant
  const last = cursor
    ? await database().critiqueRound.findUnique({
        where: { id: cursor, chapterId },
        select: { startedAt: true },
      })
    : null
  if (cursor && !last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this chapter')
  const found = await database().critiqueRound.findMany({
    where: {
      chapterId,
      ...(last && {
        OR: [{ startedAt: { lt: last.startedAt } }, { startedAt: last.startedAt, id: { lt: cursor } }],
      }),
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: roundSelect,
  })
  const { rows, next } = pageOf(found, limit, (row) => row.id)
  return { rounds: await roundViews(grant, rows), next }
}

function futureDate(endsAt: string | null | undefined, now: Date): Date | null {
  if (!endsAt) return null
  const at = new Date(endsAt)
  if (at <= now) throw new AppError('invalid', 'endsAt: lies in the past')
  return at
}

async function refuseAnother(tx: DatabaseTransaction, chapterId: string, now: Date): Promise<void> {
  const open = await tx.critiqueRound.count({ where: { chapterId, ...openRounds(now) } })
  if (open > 0)
    throw new AppError('conflict', 'Critique is being asked for already. End that round before the next one.')
  if ((await tx.critiqueRound.count({ where: { chapterId } })) >= ROUND_LIMITS.roundsPerChapter)
    throw new AppError('conflict', `A chapter has at most ${ROUND_LIMITS.roundsPerChapter} rounds.`)
}

/** Tells open browsers, and has presence judged again where the round hides some from others. */
function announceRound(grant: ChapterGrant<'read'>, roundId: string, isBlind: boolean): void {
  const { chapterId, docId, manuscriptId } = grant
  if (isBlind) announceAccessChange({ manuscriptId })
  publish({ kind: 'round_changed', roundId, chapterId, docId })
}

/** The questions of a round: those of the request, else the workshop's. */
async function formOf(
  { workshopId }: ChapterGrant<'decide'>,
  { questions }: NewRound,
): Promise<CritiqueForm> {
  if (questions) return questionsOf(questions)
  const workshop = await database().workshop.findUnique({
    where: { id: workshopId },
    select: { critiqueForm: true },
  })
  return formIn(workshop?.critiqueForm)
}

/**
 * Asks for critique: begins a round, and puts the chapter up for critique.
 * @throws {AppError} `conflict` while another round of the chapter is open, `invalid` for a date that has passed
 */
export async function beginRound(grant: ChapterGrant<'decide'>, round: NewRound): Promise<RoundView> {
  const { chapterId, docId, manuscriptId, viewer } = grant
  const form = await formOf(grant, round)
  const { question, isBlind, allowsOpen } = round
  const id = newId()
  const roles = await rolesOn(manuscriptId)
  const told = await inTransaction(async (tx) => {
    const startedAt = new Date()
    // The first write of the transaction: it makes others who would begin one wait, on every database.
    await tx.chapter.update({
      where: { id: chapterId },
      data: { status: 'in_critique' },
      select: { id: true },
    })
    await refuseAnother(tx, chapterId, startedAt)
    await tx.critiqueRound.create({
      data: {
        ...{ id, chapterId, askedById: viewer.userId, startedAt, question, form, isBlind, allowsOpen },
        endsAt: futureDate(round.endsAt, startedAt),
      },
      select: { id: true },
    })
    if (isBlind) await recordAccessChange(tx, { manuscriptId }, startedAt)
    return tellOfRound(tx, grant, { roundId: id, roles })
  })
  announceNotices(told)
  announceRound(grant, id, isBlind)
  publish({ kind: 'chapter_changed', chapterId, docId })
  return showRound({ grant, roundId: id })
}

/**
 * Changes the question or the date of an open round, or ends it. What was not handed in by then stays its critic's.
 * @throws {AppError} `conflict` when it has ended: asking again is a new round
 */
export async function changeRound(
  { grant, roundId }: RoundGrant<'decide'>,
  change: RoundChange,
): Promise<RoundView> {
  const { manuscriptId } = grant
  const isBlind = await inTransaction(async (tx) => {
    const now = new Date()
    const round = await tx.critiqueRound.findUnique({
      where: { id: roundId, chapterId: grant.chapterId },
      select: { isBlind: true, endsAt: true, endedAt: true },
    })
    if (!round) throw new AppError('not_found', NO_ROUND)
    if (hasEnded(round, now))
      throw new AppError('conflict', 'This round has ended. Ask for critique again to begin another.')
    await tx.critiqueRound.update({
      where: { id: roundId },
      data: {
        question: change.question,
        ...(change.endsAt !== undefined && { endsAt: futureDate(change.endsAt, now) }),
        ...(change.end && { endedAt: now }),
      },
      select: { id: true },
    })
    if (round.isBlind && change.end) await recordAccessChange(tx, { manuscriptId }, now)
    return round.isBlind
  })
  announceRound(grant, roundId, isBlind && change.end === true)
  return showRound({ grant, roundId })
}
