import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '@/lib/ids'
import { appenderOf } from './append'
import type { Database } from './client'
import { openDatabase } from './open'
import { storeAdapter } from './store-adapter'

const now = new Date('2026-11-03T19:30:00Z')

function person(name: string) {
  return { id: newId(), email: `${newId()}@island.example`, name, colour: 'rust', createdAt: now }
}

describe('the store thread', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-store-'))
  let db: Database

  beforeAll(async () => {
    db = await openDatabase(join(folder, 'workshop.sqlite'))
  })
  afterAll(async () => {
    await db.$disconnect()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps a write that was answered while another request’s transaction rolls back', async () => {
    const ines = person('Ines Rautio')
    const doomed = person('Nobody At All')
    let begun = () => {}
    let mayFail = () => {}
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    const failNow = new Promise<void>((resolve) => (mayFail = resolve))
    const failing = db.$transaction(async (tx) => {
      await tx.user.create({ data: doomed })
      begun()
      await failNow
      throw new Error('the other request failed')
    })
    await hasBegun
    const writing = db.user.create({ data: ines })
    mayFail()
    await expect(failing).rejects.toThrow('the other request failed')
    await writing
    expect(await db.user.count({ where: { id: ines.id } })).toBe(1)
    expect(await db.user.count({ where: { id: doomed.id } })).toBe(0)
  })

  it('[SY73] lets an append to the log wait for the end of another request’s transaction, and keeps it when that rolls back', async () => {
    await db.doc.create({ data: { id: 'tide', schemaVersion: 1, createdAt: now } })
    const append = appenderOf(db)!
    const row = { bytes: new Uint8Array([1, 2, 3]), authorId: 'ines', crc: 7 }
    const lines = { docId: 'tide', epoch: null, createdAt: now.toISOString(), rows: [row], writers: [] }
    const order: string[] = []
    let appending: Promise<unknown> = Promise.resolve()
    const failing = db.$transaction(async (tx) => {
      await tx.docWriter.create({ data: { docId: 'tide', clientId: 1n, userId: 'nobody' } })
      appending = append(lines).then(({ lastSeq }) => order.push(`appended ${lastSeq}`))
      await tx.docUpdate.create({ data: { docId: 'tide', seq: 1, bytes: row.bytes, createdAt: now } })
      order.push('transaction ends')
      throw new Error('the other request failed')
    })
    await expect(failing).rejects.toThrow('the other request failed')
    await appending
    expect(order).toEqual(['transaction ends', 'appended 1'])
    expect(await db.docUpdate.count({ where: { docId: 'tide', authorId: 'ines' } })).toBe(1)
    expect(await db.docWriter.count({ where: { docId: 'tide' } })).toBe(0)
  })

  it('lets readers read while a transaction is open, and shows them nothing unfinished', async () => {
    const odile = person('Odile Marchetti')
    await db.$transaction(async (tx) => {
      await tx.user.create({ data: odile })
      expect(await db.user.count({ where: { id: odile.id } })).toBe(0)
    })
    expect(await db.user.count({ where: { id: odile.id } })).toBe(1)
  })

  it('lets 200 read-then-write transactions succeed beside a busy log', async () => {
    const workshop = { id: newId(), name: 'Tuesday Circle', createdById: 'nobody', createdAt: now }
    await db.workshop.create({ data: workshop })
    let logging = true
    let rows = 0
    const keepLogging = async () => {
      while (logging) {
        const seq = ++rows
        await db.docUpdate.create({
          data: { docId: 'ferry', seq, bytes: new Uint8Array([1, 2, 3]), createdAt: now },
        })
      }
    }
    const renames: Promise<unknown>[] = []
    const log: Promise<void>[] = []
    for (let i = 0; i < 200; i++) {
      if (i % 10 === 0) log.push(keepLogging())
      renames.push(
        db.$transaction(async (tx) => {
          const { name } = await tx.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
          await tx.workshop.update({ where: { id: workshop.id }, data: { name: `${name}!` } })
        }),
      )
    }
    const outcomes = await Promise.allSettled(renames)
    logging = false
    await Promise.all(log)
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    const after = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect(after.name).toBe('Tuesday Circle' + '!'.repeat(200))
    expect(rows).toBeGreaterThanOrEqual(20)
    expect(await db.docUpdate.count({ where: { docId: 'ferry' } })).toBe(rows)
  })

  it('gives bytes, dates and big numbers back as they were', async () => {
    const bytes = new Uint8Array(70_000).map((_, i) => i % 251)
    await db.docSnapshot.create({ data: { docId: 'bytes', uptoSeq: 3, bytes, createdAt: now } })
    const clientId = 9_007_199_254_740_991n
    await db.docWriter.create({ data: { docId: 'bytes', clientId, userId: 'mara' } })
    const snapshot = await db.docSnapshot.findFirstOrThrow({ where: { docId: 'bytes' } })
    expect(Buffer.from(snapshot.bytes).equals(Buffer.from(bytes))).toBe(true)
    expect(snapshot.createdAt).toEqual(now)
    expect((await db.docWriter.findFirstOrThrow({ where: { docId: 'bytes' } })).clientId).toBe(clientId)
  })

  it('answers a broken rule with Prisma’s own code and stays usable', async () => {
    const tomas = person('Tomas Oyelaran')
    await db.user.create({ data: tomas })
    await expect(db.user.create({ data: tomas })).rejects.toMatchObject({ code: 'P2002' })
    await expect(
      db.loginSession.create({
        data: {
          id: newId(),
          userId: 'no such person',
          userAgent: '',
          createdAt: now,
          lastSeenAt: now,
          expiresAt: now,
        },
      }),
    ).rejects.toMatchObject({ code: 'P2003' })
    expect(await db.user.count({ where: { id: tomas.id } })).toBe(1)
  })

  it('refuses a statement that comes after its transaction was rolled back, and lets the next writer in', async () => {
    const statement = (sql: string) => ({ sql, args: [], argTypes: [] })
    const adapter = await storeAdapter({ file: join(folder, 'late.sqlite') }).connect()
    await adapter.executeScript('CREATE TABLE sentence (words TEXT)')
    const transaction = await adapter.startTransaction()
    await transaction.executeRaw(statement("INSERT INTO sentence VALUES ('in time')"))
    await transaction.executeRaw(statement('ROLLBACK'))
    const late = statement("INSERT INTO sentence VALUES ('too late')")
    await expect(transaction.executeRaw(late)).rejects.toThrow('is not open')
    await transaction.rollback()
    await adapter.executeRaw(statement("INSERT INTO sentence VALUES ('alone')"))
    expect((await adapter.queryRaw(statement('SELECT words FROM sentence'))).rows).toEqual([['alone']])
    await adapter.dispose()
  })

  it('says when it ends without being asked to, and refuses every question from then on', async () => {
    const post = vi.spyOn(Worker.prototype, 'postMessage')
    const died = vi.fn()
    const closed = await openDatabase(join(folder, 'closed.sqlite'), died)
    await closed.$disconnect()
    expect(died).not.toHaveBeenCalled()
    const killed = await openDatabase(join(folder, 'killed.sqlite'), died)
    await killed.user.count()
    await (post.mock.contexts.at(-1) as Worker).terminate()
    post.mockRestore()
    expect(died).toHaveBeenCalledOnce()
    await expect(killed.user.count()).rejects.toThrow('The store thread ended')
  })

  it('stands in WAL mode with synchronous FULL and foreign keys, and opens again without a migration', async () => {
    const pragma = async (name: string) =>
      Object.values((await db.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0]!)[0]
    expect([
      await pragma('journal_mode'),
      Number(await pragma('synchronous')),
      Number(await pragma('foreign_keys')),
    ]).toEqual(['wal', 2, 1])
    const again = await openDatabase(join(folder, 'workshop.sqlite'))
    expect(await again.user.count()).toBe(await db.user.count())
    await again.$disconnect()
  })
})
