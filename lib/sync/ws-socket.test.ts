import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Socket } from './connection'
import { SYNC_LIMITS } from './limits'
import { openSocketServer, wsSocket } from './ws-socket'

let server: Server
let clients: WebSocket[]
let sockets: Socket[]

beforeEach(async () => {
  clients = []
  sockets = []
  const upgrades = openSocketServer(SYNC_LIMITS)
  server = createServer()
  server.on('upgrade', (request, stream, head) =>
    upgrades.handleUpgrade(request, stream, head, (ws) => sockets.push(wsSocket(ws, stream))),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  for (const client of clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

/** A client, and what it hears until as many messages have come or the connection is closed. */
async function connect(): Promise<{ heard(count: number): Promise<Uint8Array[]>; closed: Promise<number> }> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  clients.push(client)
  const messages: Uint8Array[] = []
  let told: () => void = () => undefined
  client.on('message', (data: Buffer) => {
    messages.push(new Uint8Array(data))
    told()
  })
  const closed = new Promise<number>((resolve) => client.on('close', resolve))
  await new Promise((resolve) => client.on('open', resolve))
  return {
    closed,
    heard: (count) =>
      new Promise((resolve) => {
        told = () => {
          if (messages.length >= count) resolve(messages)
        }
        told()
      }),
  }
}

const LENGTHS = [1, 2, 125, 126, 127, 65_535, 65_536, 200_000, 3]
const messageOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)

describe('a message', () => {
  it('of any length arrives whole and in order, at everybody who is sent it', async () => {
    const [one, other] = [await connect(), await connect()]
    const messages = LENGTHS.map(messageOf)
    for (const message of messages) for (const socket of sockets) socket.send(message)
    expect(await one.heard(messages.length)).toEqual(messages)
    expect(await other.heard(messages.length)).toEqual(messages)
  })

  it('that is another of the same length is not taken for the one before', async () => {
    const client = await connect()
    const messages = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6), Uint8Array.of(1, 2, 3)]
    for (const message of messages) sockets[0]?.send(message)
    expect(await client.heard(3)).toEqual(messages)
  })

  it('after the close goes nowhere and hurts nobody', async () => {
    const client = await connect()
    sockets[0]?.send(Uint8Array.of(1))
    sockets[0]?.close(4400, 'enough')
    sockets[0]?.send(Uint8Array.of(2))
    expect(await client.closed).toBe(4400)
    expect(await client.heard(1)).toEqual([Uint8Array.of(1)])
    sockets[0]?.send(Uint8Array.of(3))
    expect(await (await connect()).heard(0)).toEqual([])
  })
})
