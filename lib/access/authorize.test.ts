import { beforeAll, describe, expect, it } from 'vitest'
import { database, inTransaction } from '@/lib/db/client'
import { subscribe, type Notice } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import { workshopDatabase } from '@/tests/support/database'
import { joined, person, workshopOf } from '@/tests/support/people'
import {
  authorize,
  authorizeChapter,
  authorizeDoc,
  authorizeThread,
  authorizeTrashedChapter,
  authorizeTrashedManuscript,
  authorizeTrashedWorkshop,
  authorizeWorkshop,
} from './authorize'
import { announceAccessChange, recordAccessChange } from './changes'
import type { ManuscriptRole, ManuscriptVerb, Viewer, WorkshopVerb } from './contract'
import { chaptersVisibleTo, manuscriptsVisibleTo } from './visible'

workshopDatabase()

const VERBS: ManuscriptVerb[] = ['read', 'comment', 'edit', 'decide', 'administer']
const now = new Date('2026-11-03T19:30:00Z')

async function manuscriptOf(
  author: Viewer,
  workshopId: string,
  workshopRole: 'critic' | 'reader' | null = null,
) {
  const id = newId()
  await database().manuscript.create({
    data: {
      id,
      workshopId,
      title: 'The Last Ferry',
      language: 'en',
      createdById: author.userId,
      createdAt: now,
      workshopRole,
    },
  })
  await collaborates(author, id, 'author')
  return id
}

async function collaborates(someone: Viewer, manuscriptId: string, role: ManuscriptRole) {
  await database().collaborator.create({ data: { manuscriptId, userId: someone.userId, role, addedAt: now } })
}

async function mayDo(viewer: Viewer, manuscriptId: string): Promise<string> {
  const answers = await Promise.all(
    VERBS.map((verb) =>
      authorize(viewer, manuscriptId, verb).then(
        () => verb,
        (error: { code: string }) => error.code,
      ),
    ),
  )
  return answers.join(' ')
}

const NOTHING = 'not_found not_found not_found not_found not_found'
const READER = 'read forbidden forbidden forbidden forbidden'
const CRITIC = 'read comment forbidden forbidden forbidden'
const COAUTHOR = 'read comment edit decide forbidden'
const AUTHOR = 'read comment edit decide administer'

describe('rights', () => {
  let mara: Viewer
  let tomas: Viewer
  let ines: Viewer
  let odile: Viewer
  let workshopId: string
  let manuscriptId: string

  beforeAll(async () => {
    ;[mara, tomas, ines, odile] = await Promise.all([
      person('Mara Voss'),
      person('Tomas Oyelaran'),
      person('Ines Rautio'),
      person('Odile Marchetti'),
    ])
    workshopId = (await workshopOf(odile)).workshopId
    await joined(mara, workshopId)
    await joined(tomas, workshopId)
    manuscriptId = await manuscriptOf(mara, workshopId)
  })

  it.each([
    ['author', AUTHOR],
    ['coauthor', COAUTHOR],
    ['critic', CRITIC],
    ['reader', READER],
  ] as const)('[AC3] an %s may: %s', async (role, may) => {
    const member = await person('Kit Halvorsen')
    await joined(member, workshopId)
    await collaborates(member, manuscriptId, role)
    expect(await mayDo(member, manuscriptId)).toBe(may)
  })

  it('[AC1] [AC2] what may not be read is answered like what does not exist', async () => {
    expect(await mayDo(ines, manuscriptId)).toBe(NOTHING)
    const [forbidden, absent] = await Promise.all(
      [manuscriptId, newId()].map((id) => authorize(ines, id, 'read').catch((error: Error) => error.message)),
    )
    expect(forbidden).toBe(absent)
  })

  it('[AC4] a person’s own role comes before the one shared with the workshop', async () => {
    const shared = await manuscriptOf(mara, workshopId, 'critic')
    expect(await mayDo(tomas, shared)).toBe(CRITIC)
    await collaborates(tomas, shared, 'reader')
    expect(await mayDo(tomas, shared)).toBe(READER)
  })

  it('[AC5] who is no member any more has no role, but an author keeps his own work', async () => {
    const shared = await manuscriptOf(mara, workshopId, 'critic')
    const leaving = await person('Kit Halvorsen')
    await collaborates(leaving, shared, 'coauthor')
    expect(await mayDo(leaving, shared)).toBe(NOTHING)
    const own = await manuscriptOf(leaving, workshopId)
    expect(await mayDo(leaving, own)).toBe(AUTHOR)
  })

  it('[AC6] owning the workshop or running the server opens no manuscript', async () => {
    expect(await mayDo(odile, manuscriptId)).toBe(NOTHING)
    const admin = await person('Kit Halvorsen', true)
    await joined(admin, workshopId, 'moderator')
    expect(await mayDo(admin, manuscriptId)).toBe(NOTHING)
  })

  it.each([
    ['member', ['see', 'write']],
    ['moderator', ['see', 'write', 'host']],
    ['owner', ['see', 'write', 'host', 'own']],
  ] as const)('[AC7] a %s of a workshop may %s', async (role, may) => {
    const member = await person('Kit Halvorsen')
    await joined(member, workshopId, role)
    const verbs: WorkshopVerb[] = ['see', 'write', 'host', 'own']
    const answers = await Promise.allSettled(verbs.map((verb) => authorizeWorkshop(member, workshopId, verb)))
    expect(verbs.filter((_, index) => answers[index]?.status === 'fulfilled')).toEqual(may)
    await expect(authorizeWorkshop(ines, workshopId, 'see')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('[AC8] chapters, docs and threads are judged as their manuscript', async () => {
    const chapterId = newId()
    const docId = newId()
    const threadId = newId()
    const times = { createdAt: now, editedAt: now }
    await database().chapter.create({
      data: { id: chapterId, manuscriptId, docId, title: 'The Timetable', position: 0, ...times },
    })
    await database().thread.create({
      data: {
        id: threadId,
        chapterId,
        kind: 'comment',
        authorId: mara.userId,
        createdAt: now,
        updatedAt: now,
      },
    })
    const grants = await Promise.all([
      authorizeChapter(mara, chapterId, 'edit'),
      authorizeDoc(mara, docId, 'edit'),
      authorizeThread(mara, threadId, 'edit'),
    ])
    for (const grant of grants)
      expect(grant).toMatchObject({ manuscriptId, chapterId, docId, role: 'author' })
    const refusals = await Promise.allSettled([
      authorizeChapter(ines, chapterId, 'read'),
      authorizeDoc(ines, docId, 'read'),
      authorizeThread(ines, threadId, 'read'),
      authorizeDoc(mara, chapterId, 'read'),
    ])
    for (const refusal of refusals) expect(refusal).toMatchObject({ reason: { code: 'not_found' } })
  })

  it('[AC12] a thread that is its author’s alone does not exist for others, whatever they would do', async () => {
    const chapterId = newId()
    const chapter = { id: chapterId, manuscriptId, docId: newId(), title: 'The Bell', position: 1 }
    await database().chapter.create({ data: { ...chapter, createdAt: now, editedAt: now } })
    const critic = await person('Kit Halvorsen')
    await joined(critic, workshopId)
    await collaborates(critic, manuscriptId, 'critic')
    const id = newId()
    const note = { id, chapterId, kind: 'comment' as const, authorId: critic.userId }
    await database().thread.create({ data: { ...note, createdAt: now, updatedAt: now } })
    const answersOf = async (viewer: Viewer) => {
      const judged = await Promise.allSettled(VERBS.map((verb) => authorizeThread(viewer, id, verb)))
      return judged.map((one) => (one.status === 'fulfilled' ? 'yes' : one.reason.code)).join(' ')
    }
    expect(await answersOf(mara)).toBe(NOTHING)
    expect(await answersOf(critic)).toBe('yes yes forbidden forbidden forbidden')
    await database().thread.update({ where: { id }, data: { releasedAt: now } })
    expect(await answersOf(mara)).toBe('yes yes yes yes yes')
  })

  it('[AC9] lists hold exactly what may be read', async () => {
    const everyone = [mara, tomas, ines, odile]
    const all = await database().manuscript.findMany({ select: { id: true } })
    for (const viewer of everyone) {
      const listed = await database().manuscript.findMany({
        where: manuscriptsVisibleTo(viewer),
        select: { id: true },
      })
      const readable = await Promise.all(
        all.map(({ id }) =>
          authorize(viewer, id, 'read').then(
            () => [id],
            () => [],
          ),
        ),
      )
      expect(listed.map(({ id }) => id).sort()).toEqual(readable.flat().sort())
    }
  })

  it.each(['workshop', 'manuscript', 'chapter'] as const)(
    '[AC11] a %s in the trash is nowhere, with all that is in it, but for whoever may bring it back',
    async (kind) => {
      const host = await person('Aurel Banks')
      const place = (await workshopOf(host)).workshopId
      const critic = await person('Kit Halvorsen')
      await Promise.all([joined(mara, place), joined(critic, place)])
      const work = await manuscriptOf(mara, place, 'critic')
      const chapterId = newId()
      const threadId = newId()
      const row = { id: chapterId, manuscriptId: work, docId: newId(), title: 'The Bell', position: 0 }
      await database().chapter.create({ data: { ...row, createdAt: now, editedAt: now } })
      const said = { kind: 'comment' as const, authorId: critic.userId, createdAt: now, updatedAt: now }
      await database().thread.create({ data: { id: threadId, chapterId, ...said } })
      const trashed = { data: { trashedAt: now, trashedById: mara.userId } }
      if (kind === 'workshop') await database().workshop.update({ where: { id: place }, ...trashed })
      if (kind === 'manuscript') await database().manuscript.update({ where: { id: work }, ...trashed })
      if (kind === 'chapter') await database().chapter.update({ where: { id: chapterId }, ...trashed })
      const reaches = async (viewer: Viewer) => {
        const judged = await Promise.allSettled([
          authorizeWorkshop(viewer, place, 'see'),
          authorize(viewer, work, 'read'),
          authorizeChapter(viewer, chapterId, 'read'),
          authorizeDoc(viewer, row.docId, 'read'),
          authorizeThread(viewer, threadId, 'read'),
          authorizeTrashedWorkshop(viewer, place),
          authorizeTrashedManuscript(viewer, work),
          authorizeTrashedChapter(viewer, chapterId),
        ])
        return judged.map((one) => (one.status === 'fulfilled' ? 'yes' : one.reason.code)).join(' ')
      }
      const no = 'not_found'
      const stands = { workshop: [no, no], manuscript: ['yes', no], chapter: ['yes', 'yes'] }[kind]
      const nothing = `${no} ${no} ${no}`
      const [workshopBack, manuscriptBack, chapterBack] = (
        ['workshop', 'manuscript', 'chapter'] as const
      ).map((one) => (one === kind ? 'yes' : no))
      expect(await reaches(critic)).toBe(`${stands.join(' ')} ${nothing} ${nothing}`)
      expect(await reaches(mara)).toBe(
        `${stands.join(' ')} ${nothing} ${no} ${manuscriptBack} ${chapterBack}`,
      )
      const hosts = await reaches(host)
      expect(hosts.split(' ')[0]).toBe(stands[0])
      expect(hosts.split(' ')[5]).toBe(workshopBack)
      const listed = await database().manuscript.findMany({ where: manuscriptsVisibleTo(critic) })
      expect(listed.map(({ id }) => id).includes(work)).toBe(kind === 'chapter')
      const seen = await database().chapter.findMany({ where: chaptersVisibleTo(mara) })
      expect(seen.map(({ id }) => id)).not.toContain(chapterId)
    },
  )

  it('[AC10] a change of rights leaves a row with its commit and none with its rollback', async () => {
    const heard: Notice[] = []
    const stop = subscribe((notice) => heard.push(notice))
    const before = await database().accessChange.count()
    const match = { userId: mara.userId, manuscriptId }
    await expect(
      inTransaction(async (tx) => {
        await recordAccessChange(tx, match, now)
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect(await database().accessChange.count()).toBe(before)
    await inTransaction((tx) => recordAccessChange(tx, match, now))
    announceAccessChange(match)
    stop()
    expect(await database().accessChange.count()).toBe(before + 1)
    expect(heard).toEqual([{ kind: 'access_changed', ...match }])
  })
})
