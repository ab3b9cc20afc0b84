import { describe, expect, it } from 'vitest'
import { admissionOf, CHAPTER, openDesk, type Desk, type Writer } from '@/tests/support/writers'
import type { Admission } from './contract'

/** One tick of presence. */
async function tick(desk: Desk): Promise<void> {
  await desk.exchange()
  desk.clock.advance(50)
  await desk.exchange()
}

const cursor = { cursor: null }
const words = (writer: Writer) =>
  writer.heardOf('awareness').map(({ states }) => Buffer.from(states).toString('latin1'))
/** Who was named to a writer in presence, and whether somebody was taken away. */
const seen = (writer: Writer) =>
  Object.entries({ mara: '"mara"', ines: '"ines"', kit: '"kit"', gone: '\u0004null' }).flatMap(
    ([name, sign]) => (words(writer).some((frame) => frame.includes(sign)) ? [name] : []),
  )

const bound = { canEdit: false, seesOnlyWriters: true }

/** Judges to whatever `standing` says at that moment. */
function judgedBy(userId: string, standing: { now: Partial<Admission> }): Partial<Admission> {
  return {
    ...standing.now,
    rejudge: () => Promise.resolve({ ...admissionOf(userId), ...judgedBy(userId, standing) }),
  }
}

describe('presence of readers who do not see each other', () => {
  it('[SY81] [CR9] shows them who may edit and nobody else, neither as they come nor as they go', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const ines = await desk.join('ines', bound)
    const kit = await desk.join('kit', bound)
    for (const writer of [mara, ines, kit]) writer.show(cursor)
    await tick(desk)
    const late = await desk.join('ines', { ...bound, wantsExtensions: false })
    late.show(cursor)
    await tick(desk)
    kit.leave()
    await tick(desk)
    expect(seen(ines)).toEqual(['mara', 'ines'])
    expect(seen(late)).toEqual(['mara', 'ines'])
    expect(seen(mara)).toEqual(['ines', 'kit', 'gone'])
  })

  it('[SY81] sends them no frame when one of the others moves', async () => {
    const desk = openDesk()
    const ines = await desk.join('ines', bound)
    const kit = await desk.join('kit', bound)
    ines.show(cursor)
    await tick(desk)
    const before = ines.heard.length
    for (let clock = 1; clock < 5; clock++) {
      kit.show(cursor, clock)
      await tick(desk)
    }
    expect(ines.heard).toHaveLength(before)
  })

  it('[SY81] [CR9] takes away whom they may not see any more, and brings them back later', async () => {
    const desk = openDesk()
    const standing: { now: Partial<Admission> } = { now: { canEdit: false } }
    const ines = await desk.join('ines', judgedBy('ines', standing))
    const kit = await desk.join('kit', judgedBy('kit', standing))
    for (const writer of [ines, kit]) writer.show(cursor)
    await tick(desk)
    expect(seen(ines)).toEqual(['kit'])
    standing.now = bound
    ines.heard.length = 0
    await Promise.all([desk.rooms.rejudge({ docId: CHAPTER }), tick(desk)])
    await tick(desk)
    expect(seen(ines)).toEqual(['gone'])
    standing.now = { canEdit: false }
    ines.heard.length = 0
    await desk.rooms.rejudge({ docId: CHAPTER })
    await tick(desk)
    expect(seen(ines)).toEqual(['kit'])
  })

  it('[SY81] keeps presence from whoever is being judged, and shows him everyone after that', async () => {
    const desk = openDesk()
    let judged: (verdict: Admission) => void = () => {}
    const waits = () => new Promise<Admission>((resolve) => (judged = resolve))
    const ines = await desk.join('ines', { canEdit: false, rejudge: waits })
    const kit = await desk.join('kit', { canEdit: false })
    ines.show(cursor)
    await tick(desk)
    const before = ines.heard.length
    const judging = desk.rooms.rejudge({ userId: 'ines' })
    kit.show(cursor)
    await tick(desk)
    expect(ines.heard).toHaveLength(before)
    judged(admissionOf('ines', { canEdit: false }))
    await judging
    await tick(desk)
    expect(seen(ines)).toEqual(['kit'])
  })
})
