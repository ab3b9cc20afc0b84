import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { log } from '@/lib/log'
import { workshopDatabase } from '@/tests/support/database'
import { watchRepairs } from './repair-watch'

const workshop = workshopDatabase()
let stop = () => {}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => {
  stop()
  vi.useRealTimers()
})

it('tells of each repair once, and of none from before it began', async () => {
  const damage = { lastSeq: 4, goodSeq: 3, reason: 'bad_bytes', foundAt: new Date(0) }
  const repairedAt = new Date('2026-11-03T19:30:00Z')
  await workshop.db.docDamage.create({ data: { docId: 'before', ...damage, repairedAt } })
  await workshop.db.docDamage.create({ data: { docId: 'now', ...damage } })
  const told: string[] = []
  const reads = vi.spyOn(workshop.db.docDamage, 'findMany')
  const round = async () => {
    const { length } = reads.mock.results
    vi.advanceTimersByTime(1_000)
    await vi.waitUntil(() => reads.mock.results.length > length)
    await reads.mock.results.at(-1)?.value
    await new Promise((resolve) => setImmediate(resolve))
  }
  stop = watchRepairs(log(), (docId) => told.push(docId))
  await reads.mock.results[0]?.value
  await new Promise((resolve) => setImmediate(resolve))
  await round()
  expect(told).toEqual([])
  await workshop.db.docDamage.updateMany({ where: { docId: 'now' }, data: { repairedAt } })
  await round()
  await round()
  expect(told).toEqual(['now'])
})
