import { describe, expect, it } from 'vitest'
import { fakeClock } from '@/tests/support/clock'
import { memorySocket, settled } from '@/tests/support/sockets'
import { admissionOf } from '@/tests/support/writers'
import { Connection } from './connection'
import { SYNC_LIMITS } from './limits'
import { LoopTurn } from './loop-turn'

/** Connections whose frames take so many milliseconds each; `taken` tells whose were taken, in order. */
function openConnections(frameMs: number) {
  const clock = fakeClock()
  const taken: string[] = []
  const turn = new LoopTurn(clock, SYNC_LIMITS.turnMs)
  const open = (userId: string) => {
    const socket = memorySocket()
    const connection = new Connection(socket, admissionOf(userId), {
      ...{ clock, limits: SYNC_LIMITS, turn },
      receive: () => {
        taken.push(userId)
        clock.advance(frameMs)
      },
      left: () => undefined,
      broke: (_, error) => {
        throw error
      },
    })
    socket.listen(connection)
    return socket
  }
  return { open, taken }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('frames that come in a burst', () => {
  it('[SY80] leave the loop after each costly one, and all are taken in the end', async () => {
    const { open, taken } = openConnections(80)
    const mara = open('mara')
    for (let i = 0; i < 6; i++) mara.deliver(new Uint8Array([0]))
    expect(taken).toHaveLength(1)
    await nextTurn()
    expect(taken.length).toBeLessThan(6)
    await settled()
    await settled()
    expect(taken).toEqual(Array.from({ length: 6 }, () => 'mara'))
  })

  it('[SY80] of several writers are taken in turn: nobody waits for all of another', async () => {
    const { open, taken } = openConnections(80)
    const [mara, tomas, ines] = [open('mara'), open('tomas'), open('ines')]
    for (const socket of [mara, tomas, ines]) for (let i = 0; i < 3; i++) socket.deliver(new Uint8Array([0]))
    await settled()
    await settled()
    // Mara came first, with one frame before the others were there.
    expect(taken.slice(0, 4)).toEqual(['mara', 'mara', 'tomas', 'ines'])
    expect(taken).toHaveLength(9)
  })

  it('[SY80] are taken at once while they cost little', () => {
    const { open, taken } = openConnections(0)
    const mara = open('mara')
    for (let i = 0; i < 50; i++) mara.deliver(new Uint8Array([0]))
    expect(taken).toHaveLength(50)
  })

  it('[SY80] of somebody who is gone meanwhile are not taken', async () => {
    const { open, taken } = openConnections(80)
    const mara = open('mara')
    for (let i = 0; i < 3; i++) mara.deliver(new Uint8Array([0]))
    mara.hangUp()
    await settled()
    expect(taken).toHaveLength(1)
  })
})
