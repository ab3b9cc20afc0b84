import * as decoding from 'lib0/decoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { openDesk, statesOf } from '@/tests/support/writers'
import type { Desk, Writer } from '@/tests/support/writers'
import type { Frame } from './wire'

interface Seen {
  clientId: number
  clock: number
  state: { user: { id: string; name: string; color: string }; cursor?: unknown } | null
}

function statesIn(frame: Extract<Frame, { type: 'awareness' }>): Seen[] {
  const decoder = decoding.createDecoder(frame.states)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    clientId: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: JSON.parse(decoding.readVarString(decoder)) as Seen['state'],
  }))
}

function seenBy(writer: Writer): Seen[] {
  return writer.heardOf('awareness').flatMap(statesIn)
}

/** One tick of presence. */
async function tick(desk: Desk): Promise<void> {
  await desk.exchange()
  desk.clock.advance(50)
  await desk.exchange()
}

function cursorAt(clock: number) {
  const place = { type: null, tname: 'default', item: { client: 5, clock }, assoc: 0 }
  return { anchor: place, head: place }
}

describe('presence', () => {
  it('[SY20] shows a cursor under the name of the login, whatever the client says it is', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.show({
      user: { id: 'tomas', name: 'Tomas Oyelaran', color: 'red' },
      cursor: cursorAt(7),
      evil: '<b>',
    })
    await tick(desk)
    expect(seenBy(tomas)).toMatchObject([{ clientId: mara.doc.clientID }])
    expect(seenBy(tomas)[0]!.state).toEqual({
      user: { id: 'mara', name: 'mara of the workshop', color: '#7a3b2e' },
      cursor: {
        anchor: { tname: 'default', item: { client: 5, clock: 7 }, assoc: 0 },
        head: { tname: 'default', item: { client: 5, clock: 7 }, assoc: 0 },
      },
    })
  })

  it('[SY20] leaves out a cursor that no editor could place', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    const strange = [
      7,
      'x',
      { anchor: 1 },
      { anchor: {}, head: {} },
      { anchor: { item: { client: -1 } }, head: [] },
    ]
    for (const [i, cursor] of strange.entries()) {
      mara.show({ cursor }, i + 1)
      await tick(desk)
    }
    expect(seenBy(tomas)).toHaveLength(strange.length)
    expect(seenBy(tomas).every((seen) => seen.state?.cursor === undefined)).toBe(true)
  })

  it('[SY21] shows nobody under another’s client id', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.show({ cursor: null })
    const odile = await desk.join('odile')
    const tomas = await desk.join('tomas')
    await tick(desk)
    odile.show({ cursor: cursorAt(1) }, 9, mara.doc.clientID)
    odile.say({
      type: 'awareness',
      states: statesOf([{ clientId: mara.doc.clientID, clock: 99, state: null }]),
    })
    await tick(desk)
    expect(seenBy(tomas).filter((seen) => seen.clientId === mara.doc.clientID)).toHaveLength(1)
    expect(odile.socket.closedWith).toBeNull()
  })

  it('[SY21] shows nobody under the client id of a writer who is away', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('I was here.')
    await desk.exchange()
    mara.leave()
    desk.restart()
    const odile = await desk.join('odile')
    const tomas = await desk.join('tomas')
    odile.show({ cursor: null }, 1, mara.doc.clientID)
    await tick(desk)
    expect(seenBy(tomas)).toEqual([])
  })

  it('[SY22] makes of many moves at most one frame a tick, and none for the one who moved', async () => {
    const desk = openDesk()
    const writers = await Promise.all(['mara', 'tomas', 'ines', 'odile'].map((name) => desk.join(name)))
    for (let move = 1; move <= 20; move++)
      for (const writer of writers) writer.show({ cursor: cursorAt(move) }, move)
    await tick(desk)
    for (const writer of writers) {
      expect(writer.heardOf('awareness')).toHaveLength(1)
      expect(seenBy(writer).map((seen) => seen.clientId)).not.toContain(writer.doc.clientID)
      expect(seenBy(writer)).toHaveLength(3)
    }
  })

  it('[SY22] sends all who did not move one buffer', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const readers = [await desk.join('ines'), await desk.join('odile')]
    mara.show({ cursor: null })
    await desk.exchange()
    desk.clock.advance(50)
    const [a, b] = readers.map((reader) => reader.socket.sent.at(-1))
    expect(a).toBeDefined()
    expect(a).toBe(b)
  })

  it('[SY22] ignores a state over 2 kB, and ends a connection whose presence does not decode', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.show({ cursor: null, padding: 'x'.repeat(3_000) })
    await tick(desk)
    expect(seenBy(tomas)).toEqual([])
    expect(mara.socket.closedWith).toBeNull()
    mara.say({ type: 'awareness', states: new Uint8Array([9, 1, 1]) })
    await tick(desk)
    expect(mara.socket.closedWith?.code).toBe(4400)
  })

  it('[SY22] ignores a state that is older than the last one', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.show({ cursor: cursorAt(2) }, 5)
    await tick(desk)
    mara.show({ cursor: cursorAt(1) }, 4)
    await tick(desk)
    expect(seenBy(tomas)).toHaveLength(1)
  })

  it('[SY23] shows a newcomer who else is here, and takes away who leaves', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.show({ cursor: null })
    await tick(desk)
    const tomas = desk.open('tomas')
    tomas.show({ cursor: null })
    await desk.exchange()
    expect(seenBy(tomas).map((seen) => seen.clientId)).toEqual([mara.doc.clientID])
    mara.leave()
    await tick(desk)
    const last = seenBy(tomas).at(-1)!
    expect(last).toMatchObject({ clientId: mara.doc.clientID, state: null })
    expect(desk.rooms.present('the-last-ferry')).toEqual(['tomas'])
  })

  it('[SY23] shows one who never shows a cursor who else is here', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.show({ cursor: null })
    await tick(desk)
    const tomas = await desk.join('tomas')
    desk.clock.advance(1_000)
    await desk.exchange()
    expect(seenBy(tomas).map((seen) => seen.clientId)).toEqual([mara.doc.clientID])
  })

  it('[SY23] shows someone who reconnects at once, with a clock that providers accept', async () => {
    const desk = openDesk()
    const doc = new Y.Doc()
    const mara = await desk.join('mara', {}, doc)
    const tomas = await desk.join('tomas')
    mara.show({ cursor: null }, 12)
    await tick(desk)
    mara.leave()
    await tick(desk)
    desk.restart()
    const later = await desk.join('tomas')
    const again = await desk.join('mara', {}, doc)
    again.show({ cursor: null }, 12)
    await tick(desk)
    const clocks = [...seenBy(tomas), ...seenBy(later)].map((seen) => seen.clock)
    expect(clocks).toHaveLength(3)
    expect([...clocks].sort((a, b) => a - b)).toEqual(clocks)
    expect(new Set(clocks).size).toBe(3)
  })

  it('[SY24] passes renewals on, and passes over echoes of what others showed', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.show({ cursor: null }, 1)
    tomas.show({ cursor: null }, 1)
    await tick(desk)
    const [mine] = seenBy(tomas)
    tomas.say({ type: 'awareness', states: statesOf([mine!]) })
    await tick(desk)
    expect(seenBy(mara).map((seen) => seen.clientId)).toEqual([tomas.doc.clientID])
    mara.show({ cursor: null }, 2)
    await tick(desk)
    expect(seenBy(tomas)).toHaveLength(2)
    expect(desk.rooms.counters().refused_presence).toBeUndefined()
  })

  it('[SY22] lets readers show their cursors too', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const ines = await desk.join('ines', { canEdit: false })
    ines.show({ cursor: null })
    await tick(desk)
    expect(seenBy(mara).map((seen) => seen.state?.user.id)).toEqual(['ines'])
  })
})
