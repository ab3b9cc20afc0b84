import { expect, it } from 'vitest'
import { appenderOf } from '@/lib/db/append'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { describeUpdateLog } from './log.contract'
import { openMemoryLog } from './memory-log'
import type { LogEntry, UpdateLog } from './contract'
import { openPrismaLog } from './prisma-log'
import { appendThroughPrisma } from './prisma-log/appending'

describeUpdateLog('in memory', () => {
  const log = openMemoryLog()
  return Promise.resolve({
    log,
    createDoc(docId) {
      log.create(docId)
      return Promise.resolve()
    },
  })
})

// The rules [SY40] and [SY41] stand with their tests in log.contract.ts.
const workshop = workshopDatabase()
const clock = fakeClock()

async function createDoc(docId: string): Promise<void> {
  const createdAt = new Date('2026-11-03T19:30:00Z')
  await workshop.db.doc.create({ data: { id: docId, schemaVersion: 1, createdAt } })
}

/** The log as it is where the database has no way past Prisma, and for whatever has a companion. */
function throughPrisma(): UpdateLog {
  return {
    ...openPrismaLog(workshop.db),
    append: (docId, entries, epoch) =>
      appendThroughPrisma(workshop.db, {
        ...{ docId, entries, epoch, companions: [], createdAt: new Date(clock.now()) },
      }),
  }
}

describeUpdateLog('in the database', () => Promise.resolve({ log: openPrismaLog(workshop.db), createDoc }))
describeUpdateLog('in the database through Prisma', () =>
  Promise.resolve({ log: throughPrisma(), createDoc }),
)

it('[SY73] stores the same, column by column, whichever way an append goes', async () => {
  expect(appenderOf(workshop.db)).not.toBeNull()
  const pool = new Uint8Array([0, 1, 2, 253, 254, 255, 0])
  const entries: LogEntry[] = [
    { bytes: pool.subarray(1, 6), authorId: 'mara', bindings: [{ clientId: 2 ** 53 - 1, userId: 'mara' }] },
    {
      bytes: new Uint8Array(70_000).fill(7),
      authorId: 'tomas',
      bindings: [{ clientId: 3, userId: 'tomas' }],
    },
  ]
  const ways = { past: openPrismaLog(workshop.db, { clock }), through: throughPrisma() }
  const stored: Record<string, unknown> = {}
  for (const [docId, log] of Object.entries(ways)) {
    await createDoc(docId)
    await log.append(docId, entries)
    stored[docId] = await workshop.db.$queryRawUnsafe(
      `SELECT "seq", hex("bytes") AS "bytes", typeof("bytes") AS "b", "authorId", "createdAt" || '' AS "createdAt",
        typeof("createdAt") AS "c", "crc", typeof("crc") AS "r"
       FROM "DocUpdate" WHERE "docId" = ? ORDER BY "seq"`,
      docId,
    )
    stored[`${docId}, writers`] = await workshop.db.$queryRawUnsafe(
      `SELECT "clientId", typeof("clientId") AS "i", "userId" FROM "DocWriter" WHERE "docId" = ? ORDER BY "clientId"`,
      docId,
    )
  }
  expect(stored.past).toHaveLength(2)
  expect(stored.past).toEqual(stored.through)
  expect(stored['past, writers']).toHaveLength(2)
  expect(stored['past, writers']).toEqual(stored['through, writers'])
})
