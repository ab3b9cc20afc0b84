import { sees, sightOf } from '@/lib/critique/visible'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import {
  MANUSCRIPT_VERBS,
  WORKSHOP_VERBS,
  type BetaSessionGrant,
  type ChapterGrant,
  type Grant,
  type ManuscriptRole,
  type ManuscriptVerb,
  type ThreadGrant,
  type Viewer,
  type WorkshopGrant,
  type WorkshopRole,
  type WorkshopVerb,
} from './contract'

/** What gives one person a role on a manuscript. */
interface Roles {
  workshopRole: ManuscriptRole | null
  collaborators: { role: ManuscriptRole }[]
  workshop: { members: { role: WorkshopRole }[] }
}

/** What decides about a manuscript for one person. */
interface Standing extends Roles {
  id: string
  workshopId: string
  language: string
  trashedAt: Date | null
  workshop: { trashedAt: Date | null; members: { role: WorkshopRole }[] }
}

const standingOf = (userId: string) => ({
  id: true,
  workshopId: true,
  language: true,
  workshopRole: true,
  trashedAt: true,
  collaborators: { where: { userId }, select: { role: true } },
  workshop: { select: { trashedAt: true, members: { where: { userId }, select: { role: true } } } },
})

/**
 * The role a person has on a manuscript, or null.
 * Collaborators must be members, so removing a member ends all of it at once; an author alone keeps his own work.
 * A workshop's owner has no role by being its owner: he does not read what is not shared with him.
 */
export function roleOn(standing: Roles): ManuscriptRole | null {
  const own = standing.collaborators[0]?.role ?? null
  if (own === 'author') return own
  if (standing.workshop.members.length === 0) return null
  return own ?? standing.workshopRole
}

const NO_MANUSCRIPT = 'There is no such manuscript, or it is not shared with you.'
const NO_CHAPTER = 'There is no such chapter, or it is not shared with you.'
const NO_THREAD = 'There is no such note, or it is not shared with you.'
const NO_SESSION = 'There is no such beta session, or it is not yours.'
const NO_WORKSHOP = 'There is no such workshop, or you are not a member of it.'

function refusal(verb: ManuscriptVerb, role: ManuscriptRole): AppError {
  const may = {
    read: 'read',
    comment: 'comment on',
    edit: 'edit',
    decide: 'decide about',
    administer: 'administer',
  }
  return new AppError('forbidden', `As its ${role} you may not ${may[verb]} this manuscript.`)
}

/** Where something is: among what people see, or in the trash. What it stands in must be there in either case. */
type Place = 'present' | 'trash'

/** The row when it is where it is looked for, else null: what is in the trash is answered like what does not exist. */
function at<Row extends { trashedAt: Date | null }>(row: Row | null | undefined, place: Place): Row | null {
  return row && (row.trashedAt !== null) === (place === 'trash') ? row : null
}

/** The one place where a grant is made. What may not be read is `not_found`; what may only be read is `forbidden`. */
function judge<V extends ManuscriptVerb>(
  viewer: Viewer,
  standing: Standing | null | undefined,
  verb: V,
  absent: string,
  place: Place = 'present',
): Grant<V> {
  const there = at(standing, place)
  const role = there && at(there.workshop, 'present') ? roleOn(there) : null
  if (!there || !role) throw new AppError('not_found', absent)
  if (!MANUSCRIPT_VERBS[role].includes(verb)) throw refusal(verb, role)
  const { id: manuscriptId, workshopId, language } = there
  return { viewer, manuscriptId, workshopId, role, language } as Grant<V>
}

/**
 * Proves that `viewer` may do `verb` to the manuscript.
 * @throws {AppError} `not_found` when he may not read it, `forbidden` when he may read it but not do that
 */
export async function authorize<V extends ManuscriptVerb>(
  viewer: Viewer,
  manuscriptId: string,
  verb: V,
): Promise<Grant<V>> {
  const standing = await database().manuscript.findUnique({
    where: { id: manuscriptId },
    select: standingOf(viewer.userId),
  })
  return judge(viewer, standing, verb, NO_MANUSCRIPT)
}

/** Proves that `viewer` may do `verb` to the chapter. Throws as `authorize`. */
export async function authorizeChapter<V extends ManuscriptVerb>(
  viewer: Viewer,
  chapterId: string,
  verb: V,
): Promise<ChapterGrant<V>> {
  const chapter = await database().chapter.findUnique({
    where: { id: chapterId },
    select: { docId: true, trashedAt: true, manuscript: { select: standingOf(viewer.userId) } },
  })
  const grant = judge(viewer, at(chapter, 'present')?.manuscript, verb, NO_CHAPTER)
  return { ...grant, chapterId, docId: chapter?.docId ?? chapterId }
}

/** Proves that `viewer` may do `verb` to the chapter whose text is the doc. Throws as `authorize`. */
export async function authorizeDoc<V extends ManuscriptVerb>(
  viewer: Viewer,
  docId: string,
  verb: V,
): Promise<ChapterGrant<V>> {
  const chapter = await database().chapter.findUnique({
    where: { docId },
    select: { id: true, trashedAt: true, manuscript: { select: standingOf(viewer.userId) } },
  })
  const grant = judge(viewer, at(chapter, 'present')?.manuscript, verb, NO_CHAPTER)
  return { ...grant, chapterId: chapter?.id ?? docId, docId }
}

/**
 * Proves that `viewer` may do `verb` to the thread, deleted ones included (undo needs them). One that does not reach him
 * yet (`lib/critique/visible`) is answered like what does not exist, whatever he would do to it. Throws as `authorize`.
 */
export async function authorizeThread<V extends ManuscriptVerb>(
  viewer: Viewer,
  threadId: string,
  verb: V,
): Promise<ThreadGrant<V>> {
  const thread = await database().thread.findUnique({
    where: { id: threadId },
    select: {
      ...{ kind: true, chapterId: true, authorId: true, releasedAt: true },
      chapter: {
        select: { docId: true, trashedAt: true, manuscript: { select: standingOf(viewer.userId) } },
      },
    },
  })
  const standing = at(thread?.chapter, 'present')?.manuscript
  const reading = judge(viewer, standing, 'read', NO_THREAD)
  if (!thread || !sees(await sightOf({ ...reading, chapterId: thread.chapterId }), thread))
    throw new AppError('not_found', NO_THREAD)
  const { chapterId, chapter } = thread
  return { ...judge(viewer, standing, verb, NO_THREAD), chapterId, docId: chapter.docId, threadId }
}

/**
 * Proves that `viewer` decides about the manuscript that a beta session reads.
 * @param place `trash` for one that was put there, its manuscript standing
 * @throws {AppError} `not_found` when he may not read the manuscript, `forbidden` when he may read it but not decide
 */
export async function authorizeBetaSession(
  viewer: Viewer,
  sessionId: string,
  place: Place = 'present',
): Promise<BetaSessionGrant> {
  const session = await database().betaSession.findUnique({
    where: { id: sessionId },
    select: { trashedAt: true, manuscript: { select: standingOf(viewer.userId) } },
  })
  return { ...judge(viewer, at(session, place)?.manuscript, 'decide', NO_SESSION), sessionId }
}

/**
 * Proves that `viewer` may do `verb` to the workshop.
 * @throws {AppError} `not_found` when he is no member, `forbidden` when his role does not reach
 */
export async function authorizeWorkshop<V extends WorkshopVerb>(
  viewer: Viewer,
  workshopId: string,
  verb: V,
): Promise<WorkshopGrant<V>> {
  const membership = await database().membership.findUnique({
    where: { workshopId_userId: { workshopId, userId: viewer.userId } },
    select: { role: true, workshop: { select: { trashedAt: true } } },
  })
  if (!membership || !at(membership.workshop, 'present')) throw new AppError('not_found', NO_WORKSHOP)
  if (!WORKSHOP_VERBS[membership.role].includes(verb))
    throw new AppError('forbidden', `As a ${membership.role} of this workshop you may not do that.`)
  return { viewer, workshopId, role: membership.role } as WorkshopGrant<V>
}

const NOT_IN_TRASH = 'There is no such thing in the trash that you may bring back.'

/** What may not be done to something in the trash is answered like what is not there: nobody else hears of it. */
async function orNotFound<G>(judged: Promise<G>): Promise<G> {
  return judged.catch((error: unknown) => {
    throw (error as { code?: unknown }).code === 'forbidden' ? new AppError('not_found', NOT_IN_TRASH) : error
  })
}

/**
 * Proves that `viewer` may bring the manuscript back from the trash: its author.
 * @throws {AppError} `not_found` when it is not there, or not his to bring back
 */
export async function authorizeTrashedManuscript(
  viewer: Viewer,
  manuscriptId: string,
): Promise<Grant<'administer'>> {
  const standing = await database().manuscript.findUnique({
    where: { id: manuscriptId },
    select: standingOf(viewer.userId),
  })
  return orNotFound((async () => judge(viewer, standing, 'administer', NOT_IN_TRASH, 'trash'))())
}

/** Proves that `viewer` may bring the chapter back from the trash: who decides about its manuscript. Throws as above. */
export async function authorizeTrashedChapter(
  viewer: Viewer,
  chapterId: string,
): Promise<ChapterGrant<'decide'>> {
  const chapter = await database().chapter.findUnique({
    where: { id: chapterId },
    select: { docId: true, trashedAt: true, manuscript: { select: standingOf(viewer.userId) } },
  })
  const standing = at(chapter, 'trash')?.manuscript
  const grant = await orNotFound((async () => judge(viewer, standing, 'decide', NOT_IN_TRASH))())
  return { ...grant, chapterId, docId: chapter?.docId ?? chapterId }
}

/** Proves that `viewer` may bring the beta session back from the trash. Throws as above. */
export function authorizeTrashedBetaSession(viewer: Viewer, sessionId: string): Promise<BetaSessionGrant> {
  return orNotFound(authorizeBetaSession(viewer, sessionId, 'trash'))
}

/** Proves that `viewer` may bring the workshop back from the trash: its owner. Throws as above. */
export async function authorizeTrashedWorkshop(
  viewer: Viewer,
  workshopId: string,
): Promise<WorkshopGrant<'own'>> {
  const membership = await database().membership.findUnique({
    where: { workshopId_userId: { workshopId, userId: viewer.userId } },
    select: { role: true, workshop: { select: { trashedAt: true } } },
  })
  if (membership?.role !== 'owner' || !at(membership.workshop, 'trash'))
    throw new AppError('not_found', NOT_IN_TRASH)
  return { viewer, workshopId, role: membership.role } as WorkshopGrant<'own'>
}
