import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUp, restoreFrom } from './backup'
import { openDatabase } from './open'

describe('bringing a backup back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-backup-'))
  const backup = join(folder, 'tuesday.backup')

  beforeAll(async () => {
    const file = join(folder, 'first.sqlite')
    const database = await openDatabase(file)
    await database.doc.create({
      data: { id: 'ferry', schemaVersion: 1, createdAt: new Date('2026-11-03T19:30:00Z') },
    })
    await backUp(file, backup)
    await database.$disconnect()
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('begins a new epoch in every doc and leaves one file', async () => {
    const file = join(folder, 'again', 'second.sqlite')
    expect(await restoreFrom(backup, file)).toEqual({ people: 0, chapters: 0 })
    expect(readdirSync(join(folder, 'again'))).toEqual(['second.sqlite'])
    const database = await openDatabase(file)
    expect(await database.doc.findFirst({ select: { epoch: true } })).toEqual({ epoch: 2 })
    await database.$disconnect()
  }, 60_000)

  it('refuses a place where a crash left a journal, which would be played into the restored data', async () => {
    const file = join(folder, 'crashed.sqlite')
    writeFileSync(`${file}-wal`, 'what the crash left')
    await expect(restoreFrom(backup, file)).rejects.toMatchObject({ code: 'conflict' })
    expect(existsSync(file)).toBe(false)
  })

  it('leaves nothing behind when the file is no backup', async () => {
    const odd = join(folder, 'letter.txt')
    writeFileSync(odd, 'Dear Odile, this is no database.'.repeat(400))
    const file = join(folder, 'odd', 'third.sqlite')
    await expect(restoreFrom(odd, file)).rejects.toMatchObject({ code: 'invalid' })
    expect(readdirSync(join(folder, 'odd'))).toEqual([])
  })
})
