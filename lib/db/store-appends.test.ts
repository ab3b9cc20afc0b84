import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseFailPoints, passFailPoints } from './fail-points'
import { openDatabase } from './open'
import { withWritingPragmas } from './pragmas'
import { openAppends } from './store-appends'

/** Pages of 4 KiB that the largest append here needs, so that each of them is the one that finds no place. */
const LARGEST_PAGES = 24
const PAGE_BYTES = 4_096

const folder = mkdtempSync(join(tmpdir(), 'scriptorium-appends-'))
const file = join(folder, 'workshop.sqlite')
let opened: Sqlite.Database[] = []
let docId = ''
let docs = 0

const connect = () => {
  const connection = withWritingPragmas(new Sqlite(file))
  opened.push(connection)
  return connection
}

/** What anybody else finds in the file. */
function look<T>(sql: string): T[] {
  const other = new Sqlite(file, { readonly: true })
  try {
    return other.prepare<[string], T>(sql).all(docId)
  } finally {
    other.close()
  }
}
const seqs = () =>
  look<{ seq: number }>('SELECT "seq" FROM "DocUpdate" WHERE "docId" = ? ORDER BY "seq"').map(
    ({ seq }) => seq,
  )
const writers = () => look('SELECT "clientId" FROM "DocWriter" WHERE "docId" = ?').length

function entry(rows: number, bytes: number, clientIds: readonly number[] = []) {
  const row = { bytes: new Uint8Array(bytes).fill(9), authorId: 'mara', crc: 1 }
  return {
    ...{
      docId,
      epoch: 1,
      createdAt: '2026-11-03T19:30:00.000+00:00',
      rows: Array.from({ length: rows }, () => row),
    },
    writers: clientIds.map((clientId) => ({ clientId, userId: 'mara' })),
  }
}

beforeAll(async () => {
  const db = await openDatabase(file)
  await db.$disconnect()
})
beforeEach(() => {
  opened = []
  docId = `ferry-${++docs}`
  const connection = new Sqlite(file)
  connection
    .prepare('INSERT INTO "Doc" ("id", "epoch", "schemaVersion", "createdAt") VALUES (?, 1, 1, ?)')
    .run(docId, '2026-11-03T19:30:00.000+00:00')
  connection.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an append in the store thread', () => {
  it('has a connection with every pragma, or none', () => {
    const appends = openAppends(connect, () => undefined)
    appends.append(entry(1, 10))
    const pragma = (name: string) => opened[0]?.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1])
    appends.close()
    expect(() => withWritingPragmas(new Sqlite(':memory:'))).toThrow('SQLite has journal_mode = memory')
  })

  it('[SY71] writes all or nothing on a full disk, whichever page finds no place, and goes on when there is place', () => {
    const appends = openAppends(connect, () => undefined)
    appends.append(entry(1, 10))
    let last = 1
    let failures = 0
    for (let spare = 0; spare < LARGEST_PAGES; spare++) {
      const connection = opened.at(-1)!
      const pages = Number(connection.pragma('page_count', { simple: true }))
      connection.pragma(`max_page_count = ${pages + spare}`)
      const large = entry(3, (LARGEST_PAGES / 3) * PAGE_BYTES, [100 + spare])
      expect(() => appends.append(large)).toThrow('database or disk is full')
      failures++
      expect([seqs().at(-1), writers()]).toEqual([last, spare])
      // Another connection, which knows of no bound.
      expect(appends.append(large)).toEqual({ firstSeq: last + 1, lastSeq: last + 3 })
      last += 3
      expect([seqs().length, writers()]).toEqual([last, spare + 1])
    }
    expect([failures, opened.length]).toEqual([LARGEST_PAGES, LARGEST_PAGES + 1])
    appends.close()
  })

  it.each([
    ['row:io_error:1', 0],
    ['row:io_error:2', 0],
    ['row:io_error:3', 0],
    ['commit:io_error:1', 0],
    ['committed:io_error:1', 3],
  ])(
    '[SY72] leaves the log as before or as after when %s fails, and begins anew on another connection',
    (at, stands) => {
      const appends = openAppends(connect, passFailPoints(parseFailPoints(at)))
      expect(() => appends.append(entry(3, 20, [7]))).toThrow('disk I/O error')
      expect(opened.map(({ open }) => open)).toEqual([false])
      expect([seqs().length, writers()]).toEqual([stands, stands === 0 ? 0 : 1])
      expect(appends.append(entry(2, 20))).toEqual({ firstSeq: stands + 1, lastSeq: stands + 2 })
      expect(seqs()).toEqual(Array.from({ length: stands + 2 }, (_, i) => i + 1))
      expect(opened.map(({ open }) => open)).toEqual([false, true])
      appends.close()
    },
  )

  it('keeps its connection after an append that was refused', () => {
    const appends = openAppends(connect, () => undefined)
    appends.append(entry(1, 10, [5]))
    expect(() => appends.append(entry(2, 10, [6, 5]))).toThrow('UNIQUE constraint failed')
    expect(() => appends.append({ ...entry(1, 10), epoch: 2 })).toThrow('another epoch')
    expect(() => appends.append({ ...entry(1, 10), docId: 'nowhere' })).toThrow('no doc nowhere')
    expect([seqs(), writers(), opened.length]).toEqual([[1], 1, 1])
    expect(appends.append(entry(1, 10))).toEqual({ firstSeq: 2, lastSeq: 2 })
    appends.close()
  })
})
