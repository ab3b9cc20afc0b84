import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { database, holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { createChapter } from '@/lib/manuscript/making'
import { createManuscript } from '@/lib/manuscript/manuscripts'
import { createWorkshop } from '@/lib/workshop/workshops'
import { scriptorium, scriptoriumDone } from '@/tests/support/command-line'
import { person } from '@/tests/support/people'

let dataDir: string
let elsewhere: string
let chapterIds: string[] = []

const PASSWORD = 'the ferry stopped in october'
const file = (folder: string) => join(folder, 'scriptorium.sqlite')
const addUser = (email: string, ...more: string[]) =>
  scriptorium(
    dataDir,
    ['user', 'add', '--email', email, '--name', 'Ines Rautio', ...more, '--password-stdin'],
    `${PASSWORD}\n`,
  )

/** Opens the data folder for a moment, as a server on it would. */
async function withDatabase<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const db = await openDatabase(file(folder))
  holdDatabase(db)
  try {
    return await act()
  } finally {
    holdDatabase(null)
    await db.$disconnect()
  }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'scriptorium-cli-'))
  elsewhere = mkdtempSync(join(tmpdir(), 'scriptorium-cli-'))
  chapterIds = await withDatabase(dataDir, async () => {
    const mara = await person('Mara Voss', true)
    const { id } = await createWorkshop(mara, { name: 'Tuesday Circle' })
    const write = await authorizeWorkshop(mara, id, 'write')
    const manuscript = await createManuscript(write, { title: 'The Last Ferry', language: 'en-GB' })
    const edit = await authorize(mara, manuscript.id, 'edit')
    const made = []
    for (const title of ['The Timetable', 'Forty Steps'])
      made.push((await createChapter(edit, { title, markdown: 'The ferry left at six.' })).id)
    return made
  })
}, 120_000)

afterAll(() => {
  for (const folder of [dataDir, elsewhere]) rmSync(folder, { recursive: true, force: true })
})

describe('the command line', () => {
  it('makes a person and a token, and says so in JSON and nothing else', async () => {
    const added = await addUser('ines@island.example', '--admin')
    expect([added.status, added.stderr]).toEqual([0, ''])
    expect(JSON.parse(added.stdout)).toEqual({
      ...{ id: expect.any(String), email: 'ines@island.example', name: 'Ines Rautio' },
    })
    const { id, token, ...more } = await scriptoriumDone(dataDir, [
      ...['token', 'create', '--email', 'ines@island.example', '--label', 'my script'],
    ])
    expect(more).toEqual({})
    expect(token).toMatch(/^scr_/)
    const users = await scriptorium(dataDir, ['user', 'list'])
    expect(users.stdout).not.toContain(PASSWORD)
    expect(JSON.parse(users.stdout)).toContainEqual(
      expect.objectContaining({ email: 'ines@island.example', isAdmin: true, disabledAt: null }),
    )
    const tokens = await scriptorium(dataDir, ['token', 'list', '--email', 'ines@island.example'])
    expect(tokens.stdout).toContain(String(id))
    expect(tokens.stdout).not.toContain(String(token))
  })

  it('takes the password as one line without its newline', async () => {
    await addUser('kit@island.example')
    const stored = await withDatabase(dataDir, () =>
      database().user.findUniqueOrThrow({
        where: { email: 'kit@island.example' },
        select: { passwordHash: true },
      }),
    )
    const { verify } = await import('@node-rs/argon2')
    expect(await verify(stored.passwordHash ?? '', PASSWORD)).toBe(true)
  })

  it.each([
    ['no command', [], ''],
    ['an unknown command', ['user', 'befriend'], 'There is no command “user befriend”.\n'],
    ['half a command', ['user'], 'There is no command “user”.\n'],
  ])('says how it is used for %s, on stderr, with 2', async (_, words, mistake) => {
    const { status, stdout, stderr } = await scriptorium(dataDir, words)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.startsWith(`${mistake}Usage: npm run --silent scriptorium -- COMMAND\n`)).toBe(true)
    for (const command of [
      'user add',
      'token create',
      'member remove',
      'backup',
      'verify',
      'restore',
      'check',
    ])
      expect(stderr).toContain(`\n  ${command} `)
  })

  it('says how it is used to who asks, with 0', async () => {
    const { status, stdout, stderr } = await scriptorium(dataDir, ['--help'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: npm run --silent scriptorium -- COMMAND\n/)
  })

  it.each([
    ['an unknown option', ['user', 'add', '--emial', 'x@island.example'], /--emial/],
    ['no address', ['token', 'create', '--label', 'x'], /--email/],
    ['no label', ['token', 'create', '--email', 'ines@island.example'], /--label/],
    ['no password', ['user', 'add', '--email', 'x@island.example', '--name', 'X'], /--password-stdin/],
    ['no file', ['backup'], /file to write/],
    ['no token', ['token', 'revoke', '--email', 'ines@island.example'], /token/],
  ])('says what is wrong with a call with %s, and how it is used, with 2', async (_, words, says) => {
    const { status, stdout, stderr } = await scriptorium(dataDir, words)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
    expect(stderr).toContain(`scriptorium -- ${words[0]}`)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it.each([
    [
      'an address twice',
      ['user', 'add', '--email', 'ines@island.example', '--name', 'I', '--password-stdin'],
    ],
    ['an address that is none', ['user', 'add', '--email', 'ines', '--name', 'I', '--password-stdin']],
    ['nobody’s address', ['token', 'create', '--email', 'nobody@island.example', '--label', 'x']],
    [
      'a workshop that is not there',
      ['member', 'remove', '--workshop', 'w', '--email', 'ines@island.example'],
    ],
    ['a token that is not there', ['token', 'revoke', '--email', 'ines@island.example', 'no-such-token']],
    ['a backup that is not there', ['restore', 'no-such-file']],
  ])('answers %s with a sentence on stderr, and 1', async (_, words) => {
    const { status, stdout, stderr } = await scriptorium(dataDir, words, `${PASSWORD}\n`)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(/\w+ \w+ .*\n$/)
    expect(stderr).not.toMatch(/prisma|Error:|undefined/i)
  })

  it('refuses a password that is too short or known to everybody, with a sentence', async () => {
    const words = ['user', 'add', '--email', 'weak@island.example', '--name', 'Weak', '--password-stdin']
    for (const password of ['', 'short', 'password1234']) {
      const { status, stdout } = await scriptorium(dataDir, words, `${password}\n`)
      expect([status, stdout]).toEqual([1, ''])
    }
    expect((await scriptorium(dataDir, ['user', 'list'])).stdout).not.toContain('weak@island.example')
  })
})

describe('a backup', () => {
  it('is whole although somebody writes meanwhile, and comes back on an empty machine in a new epoch', async () => {
    const backup = join(elsewhere, 'tuesday.backup')
    const hashesOfBoth = Object.fromEntries(
      chapterIds.map((id) => [id, expect.stringMatching(/^[0-9a-f]{64}$/)]),
    )
    const epochs = () =>
      database().doc.findMany({ orderBy: { id: 'asc' }, select: { id: true, epoch: true } })
    const { before, people } = await withDatabase(dataDir, async () => {
      let isOver = false
      const writing = (async () => {
        let written = 0
        while (!isOver) {
          await database().auditEntry.create({ data: { at: new Date(), action: 'test.wrote' } })
          written += 1
        }
        return written
      })()
      const done = await scriptoriumDone(dataDir, ['backup', backup])
      isOver = true
      expect(await writing).toBeGreaterThan(0)
      expect(done).toEqual({ file: backup, bytes: expect.any(Number), hashes: hashesOfBoth })
      return { before: await epochs(), people: await database().user.count() }
    })
    expect(await scriptoriumDone(elsewhere, ['verify', backup])).toMatchObject({ ok: true })
    const restored = join(elsewhere, 'new-machine')
    expect(await scriptoriumDone(restored, ['restore', backup])).toEqual({
      ...{ people, chapters: 2, proved: true, hashes: hashesOfBoth },
    })
    expect(await scriptoriumDone(restored, ['check'])).toEqual({
      ...{ ok: true, database: 'ok', docs: 2, damaged: [], hashes: hashesOfBoth },
    })
    expect(await withDatabase(restored, epochs)).toEqual(
      before.map(({ id, epoch }) => ({ id, epoch: epoch + 1 })),
    )
    const again = await scriptorium(restored, ['restore', backup])
    expect([again.status, again.stdout]).toEqual([1, ''])
    expect(again.stderr).toContain('nothing was changed')
    const over = await scriptorium(dataDir, ['backup', backup])
    expect(over.status).toBe(1)
    expect(over.stderr).toContain('left as it is')
  })

  it('that is none leaves nothing behind', async () => {
    const none = join(elsewhere, 'letter.txt')
    writeFileSync(none, 'Dear Odile, there is no service.')
    const { status, stderr } = await scriptorium(join(elsewhere, 'empty'), ['restore', none])
    expect(status).toBe(1)
    expect(stderr).toContain('is not a backup')
    expect(() => readFileSync(file(join(elsewhere, 'empty')))).toThrow('ENOENT')
  })
})

describe('a check', () => {
  it('names the chapter whose stored words are damaged, and no other', async () => {
    const damagedDir = join(elsewhere, 'damaged')
    cpSync(dataDir, damagedDir, { recursive: true })
    expect(await scriptoriumDone(damagedDir, ['check'])).toMatchObject({ ok: true, docs: 2 })
    await withDatabase(damagedDir, () =>
      database().docUpdate.updateMany({
        where: { docId: chapterIds[1] },
        data: { bytes: Uint8Array.from([1, 1, 255, 0, 7]) },
      }),
    )
    const { status, stdout } = await scriptorium(damagedDir, ['check'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ ok: false, docs: 2, damaged: [{ chapter: chapterIds[1], why: expect.any(String) }] },
    })
  })

  it('names a chapter whose words are gone', async () => {
    const damagedDir = join(elsewhere, 'incomplete')
    cpSync(dataDir, damagedDir, { recursive: true })
    await withDatabase(damagedDir, () => database().docUpdate.deleteMany({ where: { docId: chapterIds[0] } }))
    const { stdout } = await scriptorium(damagedDir, ['check'])
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, damaged: [{ chapter: chapterIds[0] }] })
  })

  it('names a chapter of which the words were counted further than they are stored', async () => {
    const damagedDir = join(elsewhere, 'shortened')
    cpSync(dataDir, damagedDir, { recursive: true })
    await withDatabase(damagedDir, () =>
      database().chapter.update({ where: { id: chapterIds[1] }, data: { wordsSeq: 7 } }),
    )
    const { stdout } = await scriptorium(damagedDir, ['check'])
    expect(JSON.parse(stdout)).toMatchObject({ damaged: [{ chapter: chapterIds[1], why: 'incomplete' }] })
  })
})

describe('a repair', () => {
  it('brings a chapter back to its last good version and keeps what is damaged', async () => {
    const damagedDir = join(elsewhere, 'repaired')
    cpSync(dataDir, damagedDir, { recursive: true })
    const docId = chapterIds[0]!
    await withDatabase(damagedDir, async () => {
      const row = { docId, seq: 2, createdAt: new Date(0), authorId: null }
      await database().docUpdate.create({ data: { ...row, bytes: Uint8Array.from([0, 0]), crc: 5 } })
    })
    const check = await scriptorium(damagedDir, ['check'])
    expect(JSON.parse(check.stdout)).toMatchObject({
      damaged: [{ chapter: docId, why: 'bad_bytes', goodSeq: 1, lastSeq: 2 }],
    })
    expect(await scriptoriumDone(damagedDir, ['repair', docId])).toMatchObject({
      ...{ chapter: docId, state: 'repaired', goodSeq: 1, lost: { fromSeq: 2, toSeq: 2 } },
    })
    expect(await scriptoriumDone(damagedDir, ['check'])).toMatchObject({ ok: true })
    await withDatabase(damagedDir, async () => {
      expect(await database().docUpdate.count({ where: { docId } })).toBe(2)
      expect(await database().docDamage.count({ where: { docId, repairedAt: null } })).toBe(0)
    })
  })

  it('of no chapter says so', async () => {
    const { status, stderr } = await scriptorium(dataDir, ['repair', 'no-chapter'])
    expect([status, stderr.trim()]).toEqual([1, 'There is no such chapter.'])
  })
})
