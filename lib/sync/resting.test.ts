import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CHAPTER, openDesk, textOf } from '@/tests/support/writers'
import type { Desk } from '@/tests/support/writers'
import { SYNC_LIMITS } from './limits'

const awake = (desk: Desk) => desk.rooms.counters()['awake']

/** A minute in which nobody writes, and a little more. */
async function quietMinute(desk: Desk): Promise<void> {
  desk.clock.advance(SYNC_LIMITS.restMs + SYNC_LIMITS.sweepMs)
  await desk.exchange()
}

async function deskWith(words: string): Promise<Desk> {
  const desk = openDesk()
  const mara = await desk.join('mara')
  mara.writeParagraph(words)
  await desk.exchange()
  return desk
}

describe('a chapter in which nobody writes', () => {
  it('[SY64] rests after a minute without a key, and from the beginning when it is only read', async () => {
    const desk = await deskWith('The ferry left at six.')
    expect(awake(desk)).toBe(1)
    await quietMinute(desk)
    expect(awake(desk)).toBe(0)
    desk.restart()
    const ines = await desk.join('ines', { canEdit: false })
    expect(textOf(ines.doc)).toBe('The ferry left at six.')
    expect([desk.rooms.counters()['rooms'], awake(desk)]).toEqual([1, 0])
  })

  it('[SY64] takes the next key as if it had never rested', async () => {
    const desk = await deskWith('The ferry left at six.')
    const tomas = await desk.join('tomas')
    await quietMinute(desk)
    tomas.type(0, 'On Sundays ')
    await desk.exchange()
    expect([awake(desk), tomas.saved]).toEqual([1, 1])
    expect(await desk.storedText()).toBe('On Sundays The ferry left at six.')
  })

  it('[SY64] answers who was here before with what he lacks, and is read over HTTP, without waking', async () => {
    const desk = await deskWith('The ferry left at six.')
    const tomas = await desk.join('tomas')
    const left = new Y.Doc()
    Y.applyUpdate(left, Y.encodeStateAsUpdate(tomas.doc))
    tomas.type(0, 'On Sundays ')
    tomas.erase(11, 4)
    await desk.exchange()
    await quietMinute(desk)
    const back = await desk.join('ines', { canEdit: false }, left)
    expect(textOf(back.doc)).toBe('On Sundays ferry left at six.')
    const { state } = await desk.rooms.durableState(CHAPTER)
    const read = new Y.Doc()
    Y.applyUpdate(read, state)
    expect(textOf(read)).toBe('On Sundays ferry left at six.')
    expect(awake(desk)).toBe(0)
  })

  it('[SY64] still refuses what leaves a gap and what is written in another’s name', async () => {
    const desk = await deskWith('The ferry left at six.')
    const tomas = await desk.join('tomas')
    await quietMinute(desk)
    tomas.type(0, 'lost ')
    tomas.lose()
    tomas.type(0, 'kept ')
    tomas.pass()
    await desk.exchange()
    expect(desk.rooms.counters()['refused_gap']).toBe(1)
    expect(await desk.storedText()).toBe(textOf(tomas.doc))
    await quietMinute(desk)
    const forged = new Y.Doc()
    Y.applyUpdate(forged, (await desk.rooms.durableState(CHAPTER)).state)
    forged.clientID = tomas.doc.clientID
    const ines = await desk.join('ines', {}, forged)
    ines.type(0, 'In his name ')
    await desk.exchange()
    expect(desk.rooms.counters()['refused_client_taken']).toBe(1)
    expect(await desk.storedText()).toBe(textOf(tomas.doc))
  })
})
