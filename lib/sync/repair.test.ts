import { describe, expect, it } from 'vitest'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { coldState, mergeAtOnce, typistIn } from '@/tests/support/log-life'
import { compactSlice } from './compaction'
import { openHistory } from './history'
import { openPrismaLog } from './prisma-log'
import { openPrismaArchive } from './prisma-log/archive'
import { repairDamage } from './repair'

const workshop = workshopDatabase()
let made = 0

async function openDamaged() {
  const clock = fakeClock()
  const log = openPrismaLog(workshop.db, { clock })
  const archive = openPrismaArchive(workshop.db)
  const docId = `damaged-${++made}`
  const mara = await typistIn(workshop.db, log, docId)
  for (const word of ['Two. ', 'Three. ', 'Four. ', 'Five. ']) await mara.type(mara.text.length, word)
  const spoil = async (seq: number) => {
    const where = { docId_seq: { docId, seq } }
    const { bytes } = await workshop.db.docUpdate.findUniqueOrThrow({ where, select: { bytes: true } })
    bytes[bytes.length - 4]! ^= 1
    await workshop.db.docUpdate.update({ where, data: { bytes }, select: { seq: true } })
  }
  return { clock, log, archive, docId, mara, spoil, world: { archive, log, clock } }
}

const entry = (bytes: Uint8Array) => ({ bytes, authorId: 'mara', bindings: [] })

describe('a repair', () => {
  it('[SY56] writes the last good version beside the damage and opens the chapter for writing', async () => {
    const { log, archive, docId, spoil, world } = await openDamaged()
    await spoil(4)
    expect(await coldState(log, docId)).toMatchObject({
      ...{ seq: 3, text: 'Two. Three. ' },
      damage: { goodSeq: 3, lastSeq: 5, reason: 'bad_bytes' },
    })
    const rows = await workshop.db.docUpdate.findMany({ where: { docId }, orderBy: { seq: 'asc' } })
    expect(await repairDamage(world, docId)).toEqual({
      ...{ state: 'repaired', goodSeq: 3 },
      lost: { fromSeq: 4, toSeq: 5 },
    })
    expect(await workshop.db.docUpdate.findMany({ where: { docId }, orderBy: { seq: 'asc' } })).toEqual(rows)
    expect(await coldState(log, docId)).toMatchObject({ seq: 5, rows: 0, text: 'Two. Three. ' })
    expect((await log.load(docId))?.epoch).toBe(2)
    expect(await log.append(docId, [entry(new Uint8Array([0, 0]))], 2)).toEqual({ firstSeq: 6, lastSeq: 6 })
    const marks = await workshop.db.docDamage.findMany({ where: { docId } })
    expect(marks).toMatchObject([{ goodSeq: 3, lastSeq: 5, reason: 'bad_bytes' }])
    expect(marks[0]?.repairedAt).not.toBeNull()
    expect(await repairDamage(world, docId)).toEqual({ state: 'sound' })
    expect(await compactSlice({ ...world, merge: mergeAtOnce }, docId)).toBe('moved')
    expect(await workshop.db.docUpdate.count({ where: { docId } })).toBe(5)
    const kept = []
    for await (const step of openHistory(archive, mergeAtOnce).rows(docId))
      kept.push(step.kind === 'row' ? step.seq : step)
    expect(kept).toEqual([1, 2, 3, { kind: 'gap', fromSeq: 4, toSeq: 4 }, 5, 6])
  })

  it('[SY47] comes after a quarantine that is recorded once and takes no more rows', async () => {
    const { log, docId, mara, spoil } = await openDamaged()
    await spoil(2)
    const { damage } = await coldState(log, docId)
    await Promise.all([log.quarantine(docId, damage!), log.quarantine(docId, damage!)])
    await log.quarantine(docId, { ...damage!, lastSeq: 9 })
    expect(await workshop.db.docDamage.count({ where: { docId } })).toBe(1)
    const claim = { ...entry(new Uint8Array([0, 0])), bindings: [{ clientId: 8, userId: 'mara' }] }
    await expect(log.append(docId, [claim])).rejects.toThrow()
    await expect(mara.type(0, 'No. ')).rejects.toThrow()
    expect(await log.ownerOf(docId, [8])).toEqual(new Map())
    expect(await workshop.db.docUpdate.count({ where: { docId } })).toBe(5)
  })

  it('[SY56] refuses, as a whole, what is written in the epoch before', async () => {
    const { log, docId, spoil, world } = await openDamaged()
    await spoil(5)
    await repairDamage(world, docId)
    const claim = { ...entry(new Uint8Array([0, 0])), bindings: [{ clientId: 9, userId: 'mara' }] }
    await expect(log.append(docId, [claim], 1)).rejects.toThrow()
    expect(await log.ownerOf(docId, [9])).toEqual(new Map())
    expect(await log.append(docId, [claim], 2)).toEqual({ firstSeq: 6, lastSeq: 6 })
  })

  it('[SY52] [SY56] of a damaged snapshot loses no word', async () => {
    const { log, docId, mara, world } = await openDamaged()
    const merging = { ...world, merge: mergeAtOnce }
    await compactSlice(merging, docId)
    await mara.type(0, 'Six. ')
    await compactSlice(merging, docId)
    const data = { bytes: new Uint8Array([1]) }
    await workshop.db.docSnapshot.updateMany({ where: { docId, uptoSeq: 6 }, data })
    expect(await repairDamage(world, docId)).toEqual({ state: 'repaired', goodSeq: 6, lost: null })
    expect(await coldState(log, docId)).toMatchObject({ seq: 7, text: mara.text, damage: undefined })
    expect((await log.load(docId))?.badSnapshots).toBeUndefined()
    expect(await log.append(docId, [entry(new Uint8Array([0, 0]))], 2)).toEqual({ firstSeq: 8, lastSeq: 8 })
  })

  it('[SY47] of a chapter whose first row is damaged has nothing to write', async () => {
    const { docId, spoil, world } = await openDamaged()
    await spoil(1)
    expect(await repairDamage(world, docId)).toEqual({ state: 'nothing_good' })
    expect(await repairDamage(world, 'no doc')).toEqual({ state: 'not_found' })
  })
})
