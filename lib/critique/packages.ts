import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import { rolesOn } from '@/lib/access/people'
import { recordAudit } from '@/lib/accounts/audit'
import { inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { announceNotices } from '@/lib/notify/telling'
import type { PackageChange, RoundView } from './contract.rounds'
import { packageFor } from './belonging'
import { answersIn, formIn } from './round-views'
import { showRound, type RoundGrant } from './rounds'
import { tellOfHandIn, untellOfHandIn } from './telling'
import { audienceOfPackage, audiencesOf, hasEnded } from './visible'

const HANDED_IN = 'You have handed this in. Take it back to change your remark or your answers.'
const NOT_WHILE_HANDED_IN =
  'What you have handed in is not thrown away. Take it back first, while the round lasts.'
const OVER = 'This round has ended, so what was handed in stays as it is.'
const NOT_A_CRITIC = 'Critique is handed in by critics of the chapter.'

async function roundIn(tx: DatabaseTransaction, { grant, roundId }: RoundGrant<'comment'>) {
  const round = await tx.critiqueRound.findUnique({
    where: { id: roundId, chapterId: grant.chapterId },
    select: { isBlind: true, endsAt: true, endedAt: true, form: true },
  })
  if (!round) throw new AppError('not_found', 'There is no such round of critique any more.')
  return round
}

async function ownPackage(tx: DatabaseTransaction, { grant, roundId }: RoundGrant<'comment'>) {
  return tx.critiquePackage.findUnique({
    where: { roundId_criticId: { roundId, criticId: grant.viewer.userId } },
    select: { id: true, remark: true, answers: true, handedInAt: true, firstHandedInAt: true },
  })
}

/** Answers to questions that the round asks; others are refused, so that nothing is kept that nobody will see. */
function answersTo(form: unknown, answers: Record<string, string>): Record<string, string> {
  const asked = new Set(formIn(form).questions.map(({ id }) => id))
  const strange = Object.keys(answers).find((id) => !asked.has(id))
  if (strange !== undefined) throw new AppError('invalid', `answers: ${strange} is no question of this round`)
  return answersIn(answers)
}

/** The package to write in: there already, or made for a critic while the round is open. */
async function packageToWrite(
  tx: DatabaseTransaction,
  round: RoundGrant<'comment'>,
  isOver: boolean,
  at: Date,
) {
  const known = await ownPackage(tx, round)
  if (known) return known
  if (round.grant.role !== 'critic') throw new AppError('forbidden', NOT_A_CRITIC)
  if (isOver) throw new AppError('conflict', 'This round has ended. What you write now can be an open note.')
  return packageFor(tx, round.roundId, round.grant.viewer.userId, at)
}

/**
 * Keeps the critic's remark, answers and place, as they are written: his alone until he hands in.
 * @throws {AppError} `conflict` when he has handed in (his place is kept all the same), `forbidden` for no critic
 */
export async function savePackage(
  round: RoundGrant<'comment'>,
  { remark, answers, place }: PackageChange,
): Promise<RoundView> {
  await inTransaction(async (tx) => {
    const at = new Date()
    const { form, ...times } = await roundIn(tx, round)
    const mine = await packageToWrite(tx, round, hasEnded(times, at), at)
    const writes = remark !== undefined || answers !== undefined
    if (writes && mine.handedInAt) throw new AppError('conflict', HANDED_IN)
    await tx.critiquePackage.update({
      where: { id: mine.id },
      data: {
        ...(remark !== undefined && { remark }),
        ...(answers && { answers: answersTo(form, answers) }),
        ...(place !== undefined && { place }),
        ...(writes && { updatedAt: at }),
      },
      select: { id: true },
    })
  })
  return showRound(round)
}

async function announcePackage(
  kind: 'package_handed_in' | 'package_withdrawn',
  { grant, roundId }: RoundGrant<'comment'>,
): Promise<void> {
  const { chapterId, docId, viewer } = grant
  const criticId = viewer.userId
  const audience = await audienceOfPackage(chapterId, criticId)
  publish({ kind, roundId, chapterId, docId, criticId, audience })
}

/**
 * Hands in: releases all that the critic's package holds, at once, with one notice; again, what he added to it since.
 * Late, after the end of the round, as well. When nothing is held back it answers the round as it is.
 * @throws {AppError} `conflict` when there is nothing to hand in
 */
export async function handIn(round: RoundGrant<'comment'>): Promise<RoundView> {
  const { manuscriptId, viewer } = round.grant
  const { userId } = viewer
  const roles = await rolesOn(manuscriptId)
  const done = await inTransaction(async (tx) => {
    const at = new Date()
    const { isBlind } = await roundIn(tx, round)
    const mine = await ownPackage(tx, round)
    const held = mine
      ? await tx.thread.updateMany({
          where: { packageId: mine.id, releasedAt: null, deletedAt: null },
          data: { releasedAt: at },
        })
      : { count: 0 }
    if (mine?.handedInAt && held.count === 0) return { told: null, opens: false }
    const says = mine && (mine.remark.trim() !== '' || Object.keys(answersIn(mine.answers)).length > 0)
    if (!mine || (held.count === 0 && !says))
      throw new AppError('conflict', 'There is nothing to hand in yet: no note, no answer and no remark.')
    await tx.critiquePackage.update({
      where: { id: mine.id },
      data: { handedInAt: mine.handedInAt ?? at, firstHandedInAt: mine.firstHandedInAt ?? at },
      select: { id: true },
    })
    const opens = isBlind && !mine.firstHandedInAt
    if (opens) await recordAccessChange(tx, { userId, manuscriptId }, at)
    return { told: await tellOfHandIn(tx, round.grant, { roundId: round.roundId, roles }), opens }
  })
  if (done.opens) announceAccessChange({ userId, manuscriptId })
  if (done.told) {
    await announcePackage('package_handed_in', round)
    announceNotices(done.told)
  }
  return showRound(round)
}

/**
 * Takes the critic's package back: his alone again, with the answers that others gave, until he hands in again. A
 * suggestion that was accepted meanwhile stays: its words are in the chapter.
 * @throws {AppError} `conflict` once the round has ended
 */
export async function withdraw(round: RoundGrant<'comment'>): Promise<RoundView> {
  const told = await inTransaction(async (tx) => {
    const times = await roundIn(tx, round)
    const mine = await ownPackage(tx, round)
    if (!mine?.handedInAt) return null
    if (hasEnded(times, new Date())) throw new AppError('conflict', OVER)
    await tx.thread.updateMany({
      where: { packageId: mine.id, status: { not: 'accepted' } },
      data: { releasedAt: null },
    })
    await tx.critiquePackage.update({
      where: { id: mine.id },
      data: { handedInAt: null },
      select: { id: true },
    })
    return untellOfHandIn(tx, round.grant, round.roundId)
  })
  if (told) {
    await announcePackage('package_withdrawn', round)
    announceNotices(told)
  }
  return showRound(round)
}

/** Tells the critic's own browsers that these notes, which reach nobody else, are gone. */
async function announceGone({ grant }: RoundGrant<'comment'>, threadIds: readonly string[]): Promise<void> {
  const { chapterId, docId, viewer } = grant
  const byUserId = viewer.userId
  const audiences = await audiencesOf(chapterId, threadIds, { touched: 'thread', byUserId })
  for (const [threadId, audience] of audiences)
    publish({ kind: 'thread_changed', chapterId, docId, threadId, byUserId, audience })
}

/**
 * Throws away all that the critic's package holds back: his notes go to the trash, from which each comes back as any note
 * does; remark and answers are erased. Without a package it answers the round as it is.
 * @throws {AppError} `conflict` while it is handed in
 */
export async function throwAway(round: RoundGrant<'comment'>): Promise<RoundView> {
  const { userId } = round.grant.viewer
  const gone = await inTransaction(async (tx) => {
    const at = new Date()
    await roundIn(tx, round)
    const mine = await ownPackage(tx, round)
    if (!mine) return []
    if (mine.handedInAt) throw new AppError('conflict', NOT_WHILE_HANDED_IN)
    const held = { packageId: mine.id, authorId: userId, releasedAt: null, deletedAt: null }
    const notes = await tx.thread.findMany({ where: held, select: { id: true } })
    await tx.thread.updateMany({ where: held, data: { deletedAt: at, deletedById: userId } })
    await tx.critiquePackage.update({
      where: { id: mine.id },
      data: { remark: '', answers: {}, updatedAt: at },
      select: { id: true },
    })
    await recordAudit(tx, {
      ...{ action: 'package.deleted', actorId: userId, subject: mine.id },
      ...{ details: { chapterId: round.grant.chapterId, threads: notes.length }, at },
    })
    return notes.map(({ id }) => id)
  })
  await announceGone(round, gone)
  return showRound(round)
}
