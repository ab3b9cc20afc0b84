import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { coldState, docOf, mergeAtOnce, typistIn } from '@/tests/support/log-life'
import { chanceFrom } from '@/tests/support/random'
import { textOf } from '@/tests/support/writers'
import type { LogArchive } from './archive'
import { keepCompacting } from './compacting'
import { COMPACTION, compactSlice, isDue, thinSegments } from './compaction'
import { openHistory } from './history'
import { openMergeThread } from './merge-thread'
import { openPrismaLog } from './prisma-log'
import { openPrismaArchive } from './prisma-log/archive'

const workshop = workshopDatabase()
let made = 0

/** A log, its archive, and a writer in a fresh doc. */
async function openLife() {
  const clock = fakeClock()
  const log = openPrismaLog(workshop.db, { clock })
  const archive = openPrismaArchive(workshop.db)
  const docId = `life-${++made}`
  const mara = await typistIn(workshop.db, log, docId)
  return { clock, log, archive, docId, mara, world: { archive, merge: mergeAtOnce, clock } }
}

async function seqsOf(archive: LogArchive, docId: string): Promise<number[]> {
  const seqs: number[] = []
  for await (const step of openHistory(archive, mergeAtOnce).rows(docId))
    if (step.kind === 'row') seqs.push(step.seq)
  return seqs
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('compaction', () => {
  it('[SY49] puts a snapshot in the place of rows, and the text and its state vector stay', async () => {
    const { log, docId, mara, world } = await openLife()
    for (let n = 0; n < 20; n++) await mara.type(mara.text.length, `Wave ${n}. `)
    await mara.cut(5, 8)
    const before = await coldState(log, docId)
    expect(await compactSlice(world, docId)).toBe('moved')
    const after = await coldState(log, docId)
    expect(after).toEqual({ ...before, rows: 0 })
    expect(after.text).toBe(mara.text)
    expect(await compactSlice(world, docId)).toBe('nothing')
    await mara.type(0, 'On. ')
    expect(await coldState(log, docId)).toMatchObject({ seq: 23, rows: 1, text: mara.text })
  })

  it('[SY49] gives the same in a worker', async () => {
    const { log, docId, mara, world, clock } = await openLife()
    await mara.type(0, 'The gulls did mind.')
    const thread = openMergeThread(clock)
    expect(await compactSlice({ ...world, merge: thread.merge }, docId)).toBe('moved')
    await thread.close()
    expect(await coldState(log, docId)).toMatchObject({ text: 'The gulls did mind.', rows: 0 })
    const rows = [{ seq: 1, at: 0, authorId: null, bytes: new Uint8Array([7]) }]
    await expect(thread.merge({ rows, pack: false })).rejects.toThrow('going down')
  })

  it('[SY50] killed before or after any call to the store leaves all of it readable', async () => {
    for (let at = 0; ; at++) {
      const { log, archive, docId, mara, world } = await openLife()
      await mara.type(0, 'Forty steps down to the water.')
      await compactSlice(world, docId)
      for (let n = 0; n < 4; n++) await mara.type(0, `${n} `)
      const before = await coldState(log, docId)
      const killed = endingAt(archive, at)
      const outcome = await compactSlice({ ...world, archive: killed.archive }, docId).catch(() => 'killed')
      expect(await coldState(log, docId)).toMatchObject({ ...before, rows: expect.any(Number) })
      expect(await seqsOf(archive, docId)).toEqual(upTo(6))
      await mara.type(0, 'And on. ')
      expect(await coldState(log, docId)).toMatchObject({ seq: 7, text: mara.text })
      if (outcome !== 'killed') {
        expect(killed.calls).toBeGreaterThanOrEqual(6)
        expect(at).toBe(killed.calls * 2)
        return
      }
    }
  })

  it('[SY50] is undone as a whole when its transaction fails at any statement', async () => {
    const tables = ['docUpdate', 'docSnapshot', 'docSegment'] as const
    for (const table of tables) {
      const { log, docId, mara, world } = await openLife()
      await mara.type(0, 'Nobody minded.')
      const before = await coldState(log, docId)
      const full = () => Promise.reject(new Error('The disk is full.'))
      const query = { [table]: { deleteMany: full, create: full } } as Record<(typeof tables)[number], object>
      const failing: unknown = workshop.db.$extends({ query })
      const archive = openPrismaArchive(failing as typeof workshop.db)
      await expect(compactSlice({ ...world, archive }, docId)).rejects.toThrow('The disk is full.')
      expect(await coldState(log, docId)).toEqual(before)
    }
  })

  it('[SY50] changes nothing when another process was faster', async () => {
    const { log, archive, docId, mara, world } = await openLife()
    await mara.type(0, 'Salt. ')
    const slow: LogArchive = {
      ...archive,
      async moveToSnapshot(id, slice) {
        expect(await compactSlice(world, id)).toBe('moved')
        return archive.moveToSnapshot(id, slice)
      },
    }
    expect(await compactSlice({ ...world, archive: slow }, docId)).toBe('raced')
    expect(await coldState(log, docId)).toMatchObject({ seq: 2, text: 'Salt. ' })
  })

  it('[SY51] beside typing and cold loads loses nothing (20 seeds)', async () => {
    let steps = 0
    for (let seed = 1; seed <= 20; seed++) {
      const chance = chanceFrom(seed)
      const { log, archive, docId, mara, world } = await openLife()
      let isTyping = true
      const typing = (async () => {
        for (let n = 0; n < 25; n++) {
          const { length } = mara.text
          if (length > 4 && chance.oneIn(4)) await mara.cut(chance.below(length - 3), 3)
          else await mara.type(chance.below(length + 1), chance.pick(['ferry ', 'gull ', 'rope ']))
        }
        isTyping = false
      })()
      const loading = (async () => {
        let last = 0
        while (isTyping) {
          const stored = await log.load(docId)
          expect(stored?.damage, `seed ${seed}`).toBeUndefined()
          expect(stored!.seq, `seed ${seed}`).toBeGreaterThanOrEqual(last)
          last = stored!.seq
        }
      })()
      while (isTyping) if ((await compactSlice(world, docId)) === 'moved') steps++
      await Promise.all([typing, loading])
      await compactSlice(world, docId)
      const cold = await coldState(log, docId)
      expect(cold, `seed ${seed}`).toMatchObject({ seq: 26, text: mara.text })
      expect(cold.vector, `seed ${seed}`).toEqual([...Y.encodeStateVector(mara.doc)])
      expect(await seqsOf(archive, docId), `seed ${seed}`).toEqual(upTo(26))
    }
    expect(steps).toBeGreaterThan(20)
  }, 120_000)

  it('[SY52] keeps the snapshot before the newest, and opens from it when the newest is damaged', async () => {
    const { log, archive, docId, mara, world } = await openLife()
    for (const word of ['One. ', 'Two. ', 'Three. ']) {
      await mara.type(0, word)
      await compactSlice(world, docId)
    }
    expect(await archive.snapshots(docId)).toEqual([3, 4])
    await workshop.db.docSnapshot.update({
      where: { docId_uptoSeq: { docId, uptoSeq: 4 } },
      data: { bytes: new Uint8Array([9, 9]) },
    })
    expect(await coldState(log, docId)).toMatchObject({ seq: 4, text: mara.text, damage: undefined })
    expect((await log.load(docId))?.badSnapshots).toEqual([4])
    await mara.type(0, 'Four. ')
    expect(await coldState(log, docId)).toMatchObject({ seq: 5, text: mara.text })
    expect(await compactSlice(world, docId)).toBe('left')
  })

  it('[SY53] waits until a chapter is quiet, unless very much has come together', async () => {
    const { clock, archive, docId, mara, world } = await openLife()
    await mara.type(0, 'A pasted book. '.repeat(80_000))
    expect(await isDue(world, docId)).toBe(false)
    clock.advance(COMPACTION.quietMs)
    expect(await isDue(world, docId)).toBe(true)
    const much = { ...archive, weigh: () => Promise.resolve({ rows: 20_000, bytes: 1, lastAt: clock.now() }) }
    expect(await isDue({ ...world, archive: much }, docId)).toBe(true)
  })

  it('[SY53] runs by itself in the background, also for what was written before the start', async () => {
    const { clock, log, docId, mara, world } = await openLife()
    await mara.type(0, 'Written before the start. '.repeat(50_000))
    clock.advance(COMPACTION.quietMs)
    const compacting = keepCompacting(world)
    clock.advance(10_000)
    await compacting.settled()
    await compacting.stop()
    expect(await coldState(log, docId)).toMatchObject({ rows: 0, text: mara.text })
    expect(clock.waiting).toBe(0)
  })
})

describe('the history of a doc', () => {
  it('[SY54] has every row with its time over several compactions, from any position or time', async () => {
    const { clock, archive, docId, mara, world } = await openLife()
    const history = openHistory(archive, mergeAtOnce)
    const texts = ['']
    const times = [clock.now()]
    for (let n = 0; n < 12; n++) {
      clock.advance(60_000)
      await mara.type(0, `${n}. `)
      texts.push(mara.text)
      times.push(clock.now())
      if (n % 5 === 4) await compactSlice(world, docId)
    }
    const found: number[] = []
    for await (const step of history.rows(docId, { fromSeq: 4 })) {
      if (step.kind === 'gap') throw new Error('There is no gap.')
      expect([step.at, step.authorId]).toEqual([times[step.seq - 1], 'mara'])
      found.push(step.seq)
    }
    expect(found).toEqual(upTo(13).slice(3))
    const since: number[] = []
    for await (const step of history.rows(docId, { since: times[8]! }))
      if (step.kind === 'row') since.push(step.seq)
    expect(since).toEqual([9, 10, 11, 12, 13])
    for (const seq of upTo(13)) {
      const then = await history.stateAt(docId, seq)
      expect(then.state === 'at' && textOf(docOf(then.bytes)), `position ${seq}`).toBe(texts[seq - 1])
    }
    expect(await history.stateAt(docId, 14)).toEqual({ state: 'ahead', lastSeq: 13 })
  })

  it('[SY55] forgets what is older than 30 days, begins with a whole state then, and keeps a way back', async () => {
    const { clock, log, archive, docId, mara, world } = await openLife()
    for (let month = 0; month < 4; month++) {
      await mara.type(0, `Month ${month}. `)
      await compactSlice(world, docId)
      clock.advance(COMPACTION.keepMs / 2)
    }
    const newest = mara.text
    expect(await archive.docsWithSegmentsBefore(clock.now() - COMPACTION.keepMs)).toContain(docId)
    expect(await thinSegments(world, docId)).toBe(2)
    const history = openHistory(archive, mergeAtOnce)
    expect(await seqsOf(archive, docId)).toEqual([4, 5])
    expect(await history.stateAt(docId, 2)).toEqual({ state: 'gone', firstSeq: 3 })
    const first = await history.stateAt(docId, 3)
    expect(first.state === 'at' && textOf(docOf(first.bytes))).toBe('Month 1. Month 0. ')
    clock.advance(COMPACTION.keepMs * 2)
    await thinSegments(world, docId)
    expect((await archive.segments(docId)).map(({ toSeq }) => toSeq)).toEqual([5])
    expect(await coldState(log, docId)).toMatchObject({ seq: 5, text: newest })
  })

  it('[SY54] shows what cannot be read as a gap, and says so of a state behind it', async () => {
    const { archive, docId, mara } = await openLife()
    for (const word of ['One. ', 'Two. ', 'Three. ']) await mara.type(0, word)
    await workshop.db.docUpdate.update({
      where: { docId_seq: { docId, seq: 3 } },
      data: { bytes: new Uint8Array([1, 2, 3]) },
    })
    const history = openHistory(archive, mergeAtOnce)
    const steps = []
    for await (const step of history.rows(docId)) steps.push(step.kind === 'gap' ? step : step.seq)
    expect(steps).toEqual([1, 2, { kind: 'gap', fromSeq: 3, toSeq: 3 }, 4])
    expect(await history.stateAt(docId, 2)).toMatchObject({ state: 'at' })
    expect(await history.stateAt(docId, 4)).toEqual({ state: 'damaged' })
  })
})

/** An archive of a process that ends: before its n-th call when `at` is even, after it when odd. */
function endingAt(archive: LogArchive, at: number): { archive: LogArchive; calls: number } {
  const ending = { archive, calls: 0 }
  const die = (when: number) => {
    if (when === at) throw new Error('killed')
  }
  ending.archive = new Proxy(archive, {
    get(target, name: keyof LogArchive) {
      const call = target[name] as (...given: unknown[]) => Promise<unknown>
      return async (...given: unknown[]) => {
        const nth = ending.calls++
        die(2 * nth)
        const answer = await call(...given)
        die(2 * nth + 1)
        return answer
      }
    },
  })
  return ending
}
