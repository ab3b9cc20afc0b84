import type { ChapterGrant, ThreadGrant, Viewer } from '@/lib/access/contract'
import { authorizeThread } from '@/lib/access/authorize'
import { recordAudit } from '@/lib/accounts/audit'
import { database, inTransaction } from '@/lib/db/client'
import { AppError, isAppError } from '@/lib/errors'
import { ask } from '@/lib/events/events'
import { untilDone, type Act } from '@/lib/manuscript/applying'
import { decodeAnchor, encodeAnchor, encodeBase64, makeAnchor, type Anchor } from '@/lib/text/anchor'
import type { PlainText } from '@/lib/text/plain'
import type { Range } from '@/lib/text/replace'
import type { SuggestionsDecided } from './contract.suggestions'
import type { ThreadChange, ThreadView } from './contract'
import type { Decision, TakeBack } from './decisions'
import { chapterNow, fittingPassage, reworded, takeBackOf, withBorder } from './suggestion-passages'
import { tellOfDecision } from './telling'
import { announceThread, changeThread, showThread } from './threads'
import { anchorOf } from './views'
import { sightOf, threadsSeenBy } from './visible'

const CHANGED =
  'The words have changed since this was suggested, so it does not fit any more. Compare them, and edit by hand what you want of it.'
const CHANGED_BACK =
  'The words that were accepted have changed since, so they cannot be taken back. Edit them by hand.'
const TOO_FAST = 'The chapter changed too fast. Nothing was changed; try again.'

interface SuggestionRow {
  authorId: string
  status: ThreadView['status']
  replacement: string
  takeBack: unknown
  anchor: Anchor
  version: number
}

/** @throws {AppError} `gone` when it was deleted, `invalid` when it is no suggestion */
async function suggestionOf({ threadId, chapterId }: ThreadGrant<'edit'>): Promise<SuggestionRow> {
  const row = await database().thread.findUnique({
    where: { id: threadId, chapterId, deletedAt: null },
    select: {
      ...{ authorId: true, status: true, kind: true, replacement: true, takeBack: true },
      anchors: { orderBy: { version: 'desc' }, take: 1, select: { anchor: true, version: true } },
    },
  })
  if (!row) throw new AppError('gone', 'This suggestion was deleted.')
  const anchor = anchorOf(row)
  if (row.kind !== 'suggestion' || row.replacement === null || !anchor)
    throw new AppError('invalid', 'This note suggests no other words.')
  const { authorId, status, replacement, takeBack } = row
  return { authorId, status, replacement, takeBack, anchor, version: row.anchors[0]?.version ?? 0 }
}

interface Edit {
  docId: string
  /** In whose name: the author of the new words. */
  userId: string
  update: Uint8Array
  /** What must still stand there. */
  plain: PlainText
  range: Range
  companion: Decision
}

/** Applies it as one durable step with its decision, if the passage still reads so. */
async function applyEdit({ docId, userId, update, plain, range, companion }: Edit): Promise<Act> {
  const { from, to } = range
  const passage = {
    start: encodeBase64(plain.positionBefore(from)),
    end: encodeBase64(plain.positionAfter(to)),
    words: plain.text.slice(from, to),
  }
  try {
    return await ask('doc.apply', { docId, update, userId, companion, passage })
  } catch (error) {
    if (isAppError(error) && error.code === 'conflict') return 'conflict'
    throw error
  }
}

/**
 * Puts the words of a suggestion into the chapter, in its proposer's name, as one durable step with its status.
 * @throws {AppError} `conflict` when it was decided already or its words have changed, `gone`, `invalid`, `unavailable`
 */
export async function acceptSuggestion(grant: ThreadGrant<'edit'>): Promise<ThreadView> {
  return oneAtATime(grant.threadId, async () => {
    const { authorId, status, replacement, anchor } = await suggestionOf(grant)
    refuseDecided(status)
    const { docId, threadId, viewer } = grant
    await untilDone(async () => {
      const now = await chapterNow(docId)
      const fitting = fittingPassage(now.plain, anchor)
      if (!fitting) throw new AppError('conflict', CHANGED)
      const range = withBorder(now.plain, fitting, replacement)
      const next = reworded(now, range, replacement)
      if (!next) throw new AppError('conflict', 'These words stand there already.')
      const companion: Decision = {
        ...{ kind: 'suggestion', threadId, status: 'accepted', byUserId: viewer.userId, anchor: null },
        at: new Date().toISOString(),
        takeBack: takeBackOf(now.plain, { passage: fitting, old: range }, next.plain, next.range),
      }
      return applyEdit({
        docId,
        userId: authorId,
        update: next.update,
        plain: now.plain,
        range: fitting,
        companion,
      })
    }, TOO_FAST)
    await tellOfDecision(grant, authorId)
    await announceThread(grant, threadId)
    return showThread(grant)
  })
}

/**
 * Takes an accepted suggestion back: its old words, as they looked, for the new ones. A rejected one is simply open again.
 * @throws {AppError} `conflict` when the accepted words have changed since
 */
export async function reopenSuggestion(grant: ThreadGrant<'edit'>): Promise<ThreadView> {
  return oneAtATime(grant.threadId, async () => {
    const { status, anchor, version, takeBack } = await suggestionOf(grant)
    if (status === 'accepted')
      await takeItBack(grant, { anchor, version, takeBack: takeBack as TakeBack | null })
    else if (status !== 'open') await setStatus(grant, 'open')
    await announceThread(grant, grant.threadId)
    return showThread(grant)
  })
}

async function takeItBack(
  { docId, threadId, viewer }: ThreadGrant<'edit'>,
  { anchor, version, takeBack }: { anchor: Anchor; version: number; takeBack: TakeBack | null },
): Promise<void> {
  const accepted = takeBack && decodeAnchor(takeBack.anchor)
  if (!takeBack || !accepted) throw new AppError('conflict', CHANGED_BACK)
  await untilDone(async () => {
    const now = await chapterNow(docId)
    const range = fittingPassage(now.plain, accepted)
    const next = range && reworded(now, range, takeBack.old)
    if (!range || !next) throw new AppError('conflict', CHANGED_BACK)
    const from = next.range.from + takeBack.before
    const old = makeAnchor(next.plain, from, from + anchor.quote.length)
    const companion: Decision = {
      ...{ kind: 'suggestion', threadId, status: 'open', byUserId: viewer.userId, takeBack: null },
      at: new Date().toISOString(),
      anchor: { version: version + 1, anchor: encodeAnchor(old), seq: now.seq + 1 },
    }
    return applyEdit({
      docId,
      userId: viewer.userId,
      update: next.update,
      plain: now.plain,
      range,
      companion,
    })
  }, TOO_FAST)
}

/**
 * Changes a thread as its viewer may: the state of a suggestion is for those who edit, of other threads for those who
 * look after them.
 * @throws {AppError} as `authorizeThread`, `changeThread` and `reopenSuggestion`; `conflict` for a suggestion to resolve
 */
export async function changeAnyThread(
  viewer: Viewer,
  threadId: string,
  { status, category }: ThreadChange,
): Promise<ThreadView> {
  const grant = await authorizeThread(viewer, threadId, 'comment')
  const row = await database().thread.findUnique({
    where: { id: threadId, chapterId: grant.chapterId },
    select: { kind: true },
  })
  if (status === undefined || row?.kind !== 'suggestion') return changeThread(grant, { status, category })
  if (status === 'resolved')
    throw new AppError('conflict', 'A suggestion is accepted or rejected, not resolved.')
  const mayDecide = await authorizeThread(viewer, threadId, 'edit')
  if (category !== undefined) await changeThread(grant, { category })
  return reopenSuggestion(mayDecide)
}

/** Says no to a suggestion; the chapter stays as it is. @throws {AppError} `conflict` when it was decided already */
export async function rejectSuggestion(grant: ThreadGrant<'edit'>): Promise<ThreadView> {
  return oneAtATime(grant.threadId, async () => {
    const { authorId, status } = await suggestionOf(grant)
    refuseDecided(status)
    await setStatus(grant, 'rejected')
    await tellOfDecision(grant, authorId)
    await announceThread(grant, grant.threadId)
    return showThread(grant)
  })
}

function refuseDecided(status: ThreadView['status']): void {
  if (status === 'accepted') throw new AppError('conflict', 'This suggestion was accepted already.')
  if (status === 'rejected')
    throw new AppError('conflict', 'This suggestion was rejected. Reopen it to decide again.')
}

async function setStatus({ threadId, chapterId, viewer }: ThreadGrant<'edit'>, status: 'open' | 'rejected') {
  const at = new Date()
  const isRejected = status === 'rejected'
  await inTransaction(async (tx) => {
    await tx.thread.update({
      where: { id: threadId, chapterId },
      data: {
        ...{ status, updatedAt: at },
        resolvedAt: isRejected ? at : null,
        resolvedById: isRejected ? viewer.userId : null,
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      ...{ action: isRejected ? 'suggestion.rejected' : 'suggestion.reopened', actorId: viewer.userId },
      ...{ subject: threadId, details: { chapterId }, at },
    })
  })
}

/**
 * Accepts or rejects all open suggestions of one person in a chapter, each as a step of its own. Those whose words have changed, also by one that was accepted just before, stay open.
 */
export async function decideAll(
  grant: ChapterGrant<'edit'>,
  authorId: string,
  decision: 'accept' | 'reject',
): Promise<SuggestionsDecided> {
  const open = await database().thread.findMany({
    where: {
      ...{ chapterId: grant.chapterId, kind: 'suggestion', status: 'open', authorId, deletedAt: null },
      AND: [threadsSeenBy(await sightOf(grant))],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  const decided: string[] = []
  const changed: string[] = []
  for (const { id } of open) {
    const thread = await authorizeThread(grant.viewer, id, 'edit')
    try {
      await (decision === 'accept' ? acceptSuggestion(thread) : rejectSuggestion(thread))
      decided.push(id)
    } catch (error) {
      if (!isAppError(error) || (error.code !== 'conflict' && error.code !== 'gone')) throw error
      changed.push(id)
    }
  }
  return { decided, changed }
}

const HOLDER = Symbol.for('scriptorium.suggestions')

/** Two decisions about one suggestion are taken one after the other: the second finds what the first made of it. */
async function oneAtATime<T>(threadId: string, decide: () => Promise<T>): Promise<T> {
  const holder = globalThis as { [HOLDER]?: Map<string, Promise<unknown>> }
  const running = (holder[HOLDER] ??= new Map())
  while (running.has(threadId)) await running.get(threadId)?.catch(() => undefined)
  const mine = decide()
  running.set(threadId, mine)
  try {
    return await mine
  } finally {
    running.delete(threadId)
  }
}
