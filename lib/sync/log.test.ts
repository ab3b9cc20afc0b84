import { workshopDatabase } from '@/tests/support/database'
import { describeUpdateLog } from './log.contract'
import { openMemoryLog } from './memory-log'
import { openPrismaLog } from './prisma-log'

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

describeUpdateLog('in the database', () =>
  Promise.resolve({
    log: openPrismaLog(workshop.db),
    async createDoc(docId) {
      const createdAt = new Date('2026-11-03T19:30:00Z')
      await workshop.db.doc.create({ data: { id: docId, schemaVersion: 1, createdAt } })
    },
  }),
)
