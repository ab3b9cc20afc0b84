import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { database } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { readManifest, writeManifest } from '@/lib/db/manifest'
import { proseToUpdate } from '@/lib/prose/ydoc'
import { newId } from '@/lib/ids'
import { crcOf } from '@/lib/sync/soundness'
import { MENDED_ROWS } from '@/tests/support/mended-rows'
import { chapter as prose } from '@/tests/support/prose'
import { openCritique, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { backUpWorkshops, chapterHashes, restoreWorkshops, verifyBackup } from './backup'

const workshop = workshopDatabase()
let critique: Critique
let made = 0

const live = () => join(workshop.folder, 'scriptorium.sqlite')
const newFile = (name: string) => join(workshop.folder, `${(made += 1)}-${name}`)
const hashOf = async () => (await chapterHashes(database()))[critique.chapterId]

/** Makes a manifest as it was before it had a form. */
async function asOfForm1(db: ReturnType<typeof database>, hashes: Record<string, string>): Promise<void> {
  await writeManifest(db, hashes)
  await db.$executeRaw`DELETE FROM "BackupManifest" WHERE "id" = 'record-form'`
}

/** Opens the database in `file` for a moment, to do to it what a broken disk does. */
async function tamper(
  file: string,
  how: (db: ReturnType<typeof database>) => Promise<unknown>,
): Promise<void> {
  const db = await openDatabase(file)
  await how(db)
  await db.$disconnect()
}

async function commentId(): Promise<string> {
  return (await database().comment.findFirstOrThrow({ where: { thread: { chapterId: critique.chapterId } } }))
    .id
}

/** A round of critique that Kit has begun to answer. */
async function askForCritique(): Promise<void> {
  const at = new Date(0)
  await database().critiqueRound.create({
    data: {
      ...{ id: newId(), chapterId: critique.chapterId, askedById: critique.mara.userId, startedAt: at },
      ...{ question: 'Is the ferry clear?', form: [], isBlind: true, allowsOpen: false },
      packages: {
        create: { id: newId(), criticId: critique.kit.userId, createdAt: at, updatedAt: at, answers: {} },
      },
    },
  })
}

beforeEach(async () => {
  critique = await openCritique('The ferry left at six.')
  await critique.open(critique.ines, { body: 'Whose ferry?' })
})

afterEach(() => critique.close())

describe('the hash of a chapter', () => {
  it('stays while nothing is said or written, whoever reads', async () => {
    const before = await hashOf()
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    await critique.list()
    expect(await hashOf()).toBe(before)
  })

  it('tells what the text is and not how it is stored, also where Yjs would mend formatting in between', async () => {
    const docId = critique.chapterId
    await database().docUpdate.deleteMany({ where: { docId } })
    await database().docUpdate.createMany({
      data: MENDED_ROWS.map((bytes, index) => ({
        ...{ docId, seq: index + 1, createdAt: new Date(0), crc: crcOf(bytes) },
        bytes: bytes as Uint8Array<ArrayBuffer>,
      })),
    })
    const before = await hashOf()
    const bytes = Y.mergeUpdates([...MENDED_ROWS]) as Uint8Array<ArrayBuffer>
    await database().docSnapshot.create({
      data: { docId, uptoSeq: MENDED_ROWS.length, bytes, createdAt: new Date(0), crc: crcOf(bytes) },
    })
    await database().docUpdate.deleteMany({ where: { docId } })
    expect(await hashOf()).toBe(before)
  })

  const changes: Record<string, () => Promise<unknown>> = {
    'its text': () =>
      database().docUpdate.create({
        data: {
          ...{ docId: critique.chapterId, seq: 2, createdAt: new Date(0) },
          bytes: proseToUpdate(prose('And came back.')) as Uint8Array<ArrayBuffer>,
        },
      }),
    'its title': () =>
      database().chapter.update({ where: { id: critique.chapterId }, data: { title: 'Forty-one Steps' } }),
    'a comment': () => database().comment.updateMany({ data: { body: 'Whose boat?' } }),
    'the state of a note': () => database().thread.updateMany({ data: { status: 'resolved' } }),
    'who may read it': () => database().collaborator.updateMany({ data: { role: 'author' } }),
    'since when others may see a note': () =>
      database().thread.updateMany({ data: { releasedAt: new Date(86_400_000) } }),
    'what a comment said before': async () =>
      database().commentEdit.create({
        data: { commentId: await commentId(), version: 1, body: 'Whose?', writtenAt: new Date(0) },
      }),
    'a reaction': async () =>
      database().commentReaction.create({
        data: { commentId: await commentId(), userId: critique.kit.userId, kind: 'heart', at: new Date(0) },
      }),
    'a mention': async () =>
      database().commentMention.create({
        data: { commentId: await commentId(), userId: critique.kit.userId },
      }),
    'a round of critique': () => askForCritique(),
    'what a critic answered in it': async () => {
      await database().critiquePackage.updateMany({ data: { remark: 'I never saw the ferry.' } })
    },
    'when a critic handed in': () =>
      database().critiquePackage.updateMany({ data: { handedInAt: new Date(0) } }),
    'the package of a note': async () =>
      database().thread.updateMany({
        data: { packageId: (await database().critiquePackage.findFirstOrThrow()).id },
      }),
    'the name of somebody in it': () =>
      database().user.update({ where: { id: critique.ines.userId }, data: { name: 'Ines R.' } }),
  }

  it.each(Object.keys(changes))('is another after a change of %s', async (what) => {
    if (what !== 'a round of critique') await askForCritique()
    const before = await hashOf()
    await changes[what]?.()
    expect(await hashOf()).not.toBe(before)
  })

  it('is another after its note stands elsewhere', async () => {
    const [thread] = await critique.list()
    const before = await hashOf()
    await database().threadAnchor.create({
      data: {
        ...{ threadId: thread?.id ?? '', version: 9, anchor: { quote: 'six' } },
        ...{ seq: 1, origin: 'pinned', createdAt: new Date(0) },
      },
    })
    expect(await hashOf()).not.toBe(before)
  })

  it('does not know of the epoch, which a restore changes, nor of what is counted', async () => {
    const before = await hashOf()
    await database().doc.updateMany({ data: { epoch: { increment: 1 } } })
    await database().chapter.updateMany({ data: { words: 12, wordsSeq: 1 } })
    expect(await hashOf()).toBe(before)
  })

  it('is there for a damaged chapter too, so that a backup of it can be proved', async () => {
    const damaged = { where: { docId: critique.chapterId }, data: { bytes: Uint8Array.from([1, 1, 255]) } }
    await database().docUpdate.updateMany(damaged)
    const before = await hashOf()
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    await database().docUpdate.updateMany({ ...damaged, data: { bytes: Uint8Array.from([1, 1, 254]) } })
    expect(await hashOf()).not.toBe(before)
  })
})

describe('a backup', () => {
  it('comes back with the hash of every chapter that it had when it was made', async () => {
    const backup = newFile('tuesday.backup')
    const hashes = await backUpWorkshops(live(), backup)
    expect(hashes).toEqual(await chapterHashes(database()))
    expect(await verifyBackup(backup)).toEqual(hashes)
    const restored = await restoreWorkshops(backup, newFile('machine.sqlite'))
    expect(restored).toMatchObject({ proved: true, hashes })
  })

  it('says in which form it was hashed, and one of before is proved by its own', async () => {
    await askForCritique()
    const backup = newFile('tuesday.backup')
    const hashes = await backUpWorkshops(live(), backup)
    const older = await chapterHashes(database(), 1)
    expect(older[critique.chapterId]).not.toBe(hashes[critique.chapterId])
    await tamper(backup, async (db) => expect(await readManifest(db)).toEqual({ form: 2, hashes }))
    await tamper(backup, (db) => asOfForm1(db, older))
    expect(await verifyBackup(backup)).toEqual(hashes)
    const restored = await restoreWorkshops(backup, newFile('machine.sqlite'))
    expect(restored).toMatchObject({ proved: true, hashes })
    await tamper(backup, (db) => db.comment.updateMany({ data: { body: 'Whose boat?' } }))
    await expect(verifyBackup(backup)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('of a form that only a newer version knows is refused with a sentence', async () => {
    const backup = newFile('tuesday.backup')
    await backUpWorkshops(live(), backup)
    await tamper(
      backup,
      (db) => db.$executeRaw`UPDATE "BackupManifest" SET "hash" = '3' WHERE "id" = 'record-form'`,
    )
    const refused = { code: 'invalid', message: expect.stringContaining('newer version') }
    await expect(verifyBackup(backup)).rejects.toMatchObject(refused)
  })

  it.each([
    ['a word is lost', (db) => db.docUpdate.deleteMany({ where: { docId: critique.chapterId } })],
    [
      'a comment is lost',
      (db) => db.comment.deleteMany({ where: { thread: { chapterId: critique.chapterId } } }),
    ],
    [
      'an answer to a round is lost',
      (db) => db.critiquePackage.deleteMany({ where: { round: { chapterId: critique.chapterId } } }),
    ],
    ['the chapter is lost', (db) => db.chapter.deleteMany({ where: { id: critique.chapterId } })],
  ] as [string, (db: ReturnType<typeof database>) => Promise<unknown>][])(
    'is refused, and the chapter named, when %s in it',
    async (_, how) => {
      await askForCritique()
      const backup = newFile('tuesday.backup')
      await backUpWorkshops(live(), backup)
      await tamper(backup, how)
      const target = newFile('machine.sqlite')
      const refused = { code: 'invalid', message: expect.stringContaining(critique.chapterId) }
      await expect(verifyBackup(backup)).rejects.toMatchObject(refused)
      await expect(restoreWorkshops(backup, target)).rejects.toMatchObject(refused)
      expect(existsSync(target)).toBe(false)
    },
  )
})
