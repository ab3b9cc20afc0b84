import { describe, expect, it } from 'vitest'
import { settled } from '@/tests/support/sockets'
import { admissionOf, openDesk } from '@/tests/support/writers'
import { docWorkHere } from './doc-work'
import { SYNC_CLOSE } from './contract'
import { decodeFrame, encodeFrame } from './wire'
import { checkChapter } from './structure'

describe('a connection', () => {
  it('[SY5] that sends too fast is slowed down, and nothing of it is dropped', async () => {
    const desk = openDesk({ limits: { framesPerSecond: 10, burstSeconds: 1 } })
    const mara = await desk.join('mara')
    mara.writeParagraph('x')
    for (let i = 0; i < 30; i++) mara.type(0, 'x')
    await desk.exchange()
    expect(mara.socket.isPaused).toBe(true)
    expect(mara.saved).toBe(31)
    desk.clock.advance(1_000)
    expect(mara.socket.isPaused).toBe(true)
    desk.clock.advance(3_000)
    expect(mara.socket.isPaused).toBe(false)
  })

  it('[SY5] has the pace of a new one again after a rest, and no more than that', async () => {
    const desk = openDesk({ limits: { framesPerSecond: 10, burstSeconds: 1 } })
    const mara = await desk.join('mara')
    mara.writeParagraph('x')
    const burst = async (many: number) => {
      for (let i = 0; i < many; i++) mara.type(0, 'x')
      await desk.exchange()
      return mara.socket.isPaused
    }
    for (let round = 0; round < 3; round++) {
      for (let second = 0; second < 40; second++) {
        desk.clock.advance(1_000)
        await desk.exchange()
      }
      expect(await burst(9)).toBe(false)
      expect(await burst(3)).toBe(true)
    }
  })

  it('[SY5] pays for the answers it asks for', async () => {
    const desk = openDesk({ limits: { bytesPerSecond: 10_000 } })
    const mara = await desk.join('mara')
    mara.writeParagraph('A long evening on the pier. '.repeat(500))
    await desk.exchange()
    const ines = await desk.join('ines', { canEdit: false })
    expect(ines.socket.isPaused).toBe(false)
    for (let i = 0; i < 3; i++) ines.say({ type: 'step1', stateVector: new Uint8Array([0]) })
    await desk.exchange()
    expect(ines.socket.isPaused).toBe(true)
    expect(ines.heardOf('step2')).toHaveLength(4)
  })

  it('[SY25] hears something harmless every 20 seconds, so that a stock provider stays', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara', { wantsExtensions: false })
    const before = mara.heard.length
    for (let second = 0; second < 65; second++) {
      desk.clock.advance(1_000)
      await settled()
    }
    const frames = mara.socket.sent.map((bytes) => decodeFrame(bytes))
    expect(frames).toEqual(
      Array.from({ length: 3 }, () => ({ type: 'awareness', states: new Uint8Array([0]) })),
    )
    expect(before).toBeGreaterThan(0)
    expect(mara.socket.closedWith).toBeNull()
  })

  it('[SY31] that reads too slowly loses cursors first, and is cut off at 4 MiB to try again', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('x')
    const ines = await desk.join('ines', { canEdit: false })
    ines.socket.buffered = 300 * 1024
    mara.show({ cursor: null })
    await settled()
    desk.clock.advance(50)
    await desk.exchange()
    expect(ines.heardOf('awareness')).toHaveLength(0)
    mara.type(0, 'still ')
    await desk.exchange()
    expect(ines.text).toBe('still x')
    ines.socket.buffered = 5 * 1024 * 1024
    mara.type(0, 'too much ')
    await desk.exchange()
    expect(ines.socket.closedWith).toEqual({ code: SYNC_CLOSE.tryAgain, reason: 'too slow' })
    expect(mara.saved).toBe(mara.sentOrdinal)
  })

  it('[SY32] that takes nothing for 15 seconds is closed, and one that takes a little is not', async () => {
    const desk = openDesk()
    const stalled = await desk.join('ines')
    const slow = await desk.join('odile')
    stalled.socket.buffered = 1_000
    slow.socket.buffered = 100_000
    for (let second = 0; second < 20; second++) {
      desk.clock.advance(1_000)
      slow.socket.buffered -= 100
      await settled()
    }
    expect(stalled.socket.closedWith).toEqual({ code: SYNC_CLOSE.tryAgain, reason: 'stalled' })
    expect(slow.socket.closedWith).toBeNull()
  })

  it('[SY33] too many from one address or person is refused before the upgrade', async () => {
    const desk = openDesk({ limits: { connectionsPerAddress: 2, connectionsPerUser: 3 } })
    const office = { address: '192.0.2.7' }
    await desk.join('mara', office)
    await desk.join('tomas', office)
    expect(desk.rooms.mayConnect({ ...office, userId: 'ines' })).toBe('too_many')
    expect(desk.rooms.mayConnect({ address: '192.0.2.8', userId: 'ines' })).toBeNull()
    await desk.join('mara')
    const third = await desk.join('mara')
    expect(desk.rooms.mayConnect({ address: '192.0.2.9', userId: 'mara' })).toBe('too_many')
    third.leave()
    expect(desk.rooms.mayConnect({ address: '192.0.2.9', userId: 'mara' })).toBeNull()
  })

  it('[SY34] is paused while its frames have to wait, and goes on with all of them', async () => {
    const desk = openDesk({ limits: { inboxFrames: 5 } })
    const letGo = desk.log.holdLoads()
    const mara = desk.open('mara')
    mara.writeParagraph('x')
    for (let i = 0; i < 9; i++) mara.type(0, 'x')
    await desk.exchange()
    expect(mara.socket.isPaused).toBe(true)
    letGo()
    await desk.exchange()
    expect(mara.socket.isPaused).toBe(false)
    expect(await desk.storedText()).toBe('x'.repeat(10))
  })

  it('[SY34] waits when more is accepted than the log has taken', async () => {
    const desk = openDesk({ limits: { pendingBytes: 1_000 } })
    const mara = await desk.join('mara')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('First to the log.')
    await desk.exchange()
    for (let i = 0; i < 5; i++) mara.type(0, 'A tide of words. '.repeat(40))
    await desk.exchange()
    const accepted = desk.rooms.counters().committed_updates ?? 0
    expect(accepted).toBe(0)
    letGo()
    await desk.exchange()
    expect(mara.saved).toBe(mara.sentOrdinal)
    expect((await desk.storedText()).length).toBe(5 * 17 * 40 + 17)
  })

  it('[SY37] is closed as for a restart at shutdown, with all it sent on disk', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('The last words of the evening.')
    await desk.exchange()
    const closing = desk.rooms.close()
    await settled()
    expect(mara.socket.closedWith).toBeNull()
    letGo()
    await closing
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.restart)
    expect(mara.saved).toBe(1)
    expect(await desk.storedText()).toBe('The last words of the evening.')
    expect(desk.rooms.mayConnect({ userId: 'tomas' })).toBe('unavailable')
  })

  it('[SY37] is closed in time although the log does not answer', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    desk.log.hangAppend()
    mara.writeParagraph('Nobody listens.')
    await desk.exchange()
    const closing = desk.rooms.close()
    desk.clock.advance(4_000)
    await closing
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.restart)
    expect(mara.saved).toBe(0)
    const { socket } = desk.open('tomas')
    expect(socket.closedWith?.code).toBe(SYNC_CLOSE.restart)
  })

  it('[SY42] leaves reasons in the log, and no words', async () => {
    const lines: string[] = []
    const write = (fields: Record<string, unknown>, message: string) =>
      lines.push(JSON.stringify({ fields, message }))
    const desk = openDesk({ logger: { info: write, warn: write, error: write } })
    const mara = await desk.join('mara', { wantsExtensions: false })
    mara.writeParagraph('A secret ending.')
    await desk.exchange()
    mara.sayBytes(encodeFrame({ type: 'update', update: new TextEncoder().encode('A secret ending.') }))
    await desk.exchange()
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('refused_malformed')
    expect(lines.join()).not.toContain('secret')
  })

  it('[SY37] that breaks inside the server is closed to try again, and the others go on', async () => {
    const there = docWorkHere(checkChapter)
    const desk = openDesk({
      work: (kind, ask) => (isBroken ? Promise.reject(new Error('A bug.')) : there(kind, ask)),
      limits: { inlineBytes: 0 },
    })
    let isBroken = false
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas', admissionOf('tomas'))
    isBroken = true
    mara.writeParagraph('Ouch.')
    await desk.exchange()
    isBroken = false
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    tomas.writeParagraph('Unhurt.')
    await desk.exchange()
    expect(tomas.saved).toBe(1)
  })
})
