import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUp, proveBackup, restoreFrom } from './backup'
import type { Database } from './client'
import { openDatabase } from './open'

/** A stand-in for the hashes of chapters: the epoch of each doc before it begins anew. */
const docsOf = async (database: Database) => {
  const docs = await database.doc.findMany({ select: { id: true, epoch: true } })
  return Object.fromEntries(docs.map(({ id, epoch }) => [id, String(epoch)]))
}

describe('bringing a backup back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-backup-'))
  const backup = join(folder, 'tuesday.backup')

  beforeAll(async () => {
    const file = join(folder, 'first.sqlite')
    const database = await openDatabase(file)
    await database.doc.create({
      data: { id: 'ferry', schemaVersion: 1, createdAt: new Date('2026-11-03T19:30:00Z') },
    })
    await backUp(file, backup, docsOf)
    await database.$disconnect()
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('begins a new epoch in every doc and leaves one file', async () => {
    const file = join(folder, 'again', 'second.sqlite')
    expect(await restoreFrom(backup, file, docsOf)).toEqual({
      ...{ people: 0, chapters: 0, proved: true, hashes: { ferry: '1' } },
    })
    expect(readdirSync(join(folder, 'again'))).toEqual(['second.sqlite'])
    const database = await openDatabase(file)
    expect(await database.doc.findFirst({ select: { epoch: true } })).toEqual({ epoch: 2 })
    await database.$disconnect()
  }, 60_000)

  it('refuses a place where a crash left a journal, which would be played into the restored data', async () => {
    const file = join(folder, 'crashed.sqlite')
    writeFileSync(`${file}-wal`, 'what the crash left')
    await expect(restoreFrom(backup, file, docsOf)).rejects.toMatchObject({ code: 'conflict' })
    expect(existsSync(file)).toBe(false)
  })

  it('leaves nothing behind when the file is no backup', async () => {
    const odd = join(folder, 'letter.txt')
    writeFileSync(odd, 'Dear Odile, this is no database.'.repeat(400))
    const file = join(folder, 'odd', 'third.sqlite')
    await expect(restoreFrom(odd, file, docsOf)).rejects.toMatchObject({ code: 'invalid' })
    expect(readdirSync(join(folder, 'odd'))).toEqual([])
  })

  it('restores nothing that is not what was backed up, and says what it is', async () => {
    const changed = join(folder, 'changed.backup')
    copyFileSync(backup, changed)
    const database = await openDatabase(changed)
    await database.doc.create({ data: { id: 'bell', schemaVersion: 1, createdAt: new Date(0) } })
    await database.$disconnect()
    const file = join(folder, 'changed', 'fourth.sqlite')
    const refused = { code: 'invalid', message: expect.stringContaining('1 of 2 chapters') }
    await expect(restoreFrom(changed, file, docsOf)).rejects.toMatchObject(refused)
    expect(readdirSync(join(folder, 'changed'))).toEqual([])
    await expect(proveBackup(changed, join(folder, 'rehearsal.sqlite'), docsOf)).rejects.toMatchObject(
      refused,
    )
  })

  it('keeps the hashes out of what is in use again', async () => {
    const file = join(folder, 'used', 'fifth.sqlite')
    await restoreFrom(backup, file, docsOf)
    await expect(proveBackup(file, join(folder, 'none.sqlite'), docsOf)).rejects.toMatchObject({
      message: expect.stringContaining('older than the hashes'),
    })
  })

  it('leaves no half a backup behind when the copy cannot be described', async () => {
    const target = join(folder, 'half.backup')
    const failing = () => Promise.reject(new Error('the disk is full'))
    await expect(backUp(join(folder, 'first.sqlite'), target, failing)).rejects.toThrow('the disk is full')
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([])
  })
})
