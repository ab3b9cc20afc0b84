import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from './open'

describe('opening a database that does not exist yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-open-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('leaves the new file unlocked for the store thread, each of five times', async () => {
    const users: number[] = []
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      const database = await openDatabase(join(folder, `${name}.sqlite`))
      users.push(await database.user.count())
      await database.$disconnect()
    }
    expect(users).toEqual([0, 0, 0, 0, 0])
  })
})
