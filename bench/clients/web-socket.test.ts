import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { clientFrame, FrameCutter, LightSocket, NotOpened, type Ended } from './web-socket'

/** A frame as a server sends it: not masked. */
function serverFrame(payload: Buffer): Buffer {
  const masked = clientFrame(payload)
  const head = masked.subarray(0, masked.byteLength - payload.byteLength - 4)
  head[1]! &= 0x7f
  return Buffer.concat([head, payload])
}

describe('frames cut from a stream', () => {
  const payloads = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) =>
    Buffer.alloc(length, length % 251),
  )
  const stream = Buffer.concat(payloads.map(serverFrame))

  it.each([1, 2, 7, 1_000, 65_536, stream.byteLength])('are whole, in chunks of %i bytes', (size) => {
    const cutter = new FrameCutter()
    const cut: Buffer[] = []
    for (let at = 0; at < stream.byteLength; at += size)
      cutter.take(stream.subarray(at, at + size), (_, payload) => cut.push(Buffer.from(payload)))
    expect(cut.map(({ byteLength }) => byteLength)).toEqual(payloads.map(({ byteLength }) => byteLength))
    expect(Buffer.concat(cut).equals(Buffer.concat(payloads))).toBe(true)
  })
})

describe('a light socket', () => {
  async function opened(behave: (socket: WebSocket) => void) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    server.on('connection', behave)
    return { server, port: (server.address() as { port: number }).port }
  }

  it('carries messages of any length to a WebSocket server and back, and tells how it ended', async () => {
    const { server, port } = await opened((socket) => {
      socket.ping()
      socket.on('message', (data: Buffer) => socket.send(data))
      socket.on('pong', () => socket.send(Buffer.from('pong')))
    })
    const heard: string[] = []
    const end = await new Promise<Ended | NotOpened>((ended) => {
      const sent = ['x', 'y'.repeat(300), 'z'.repeat(70_000)]
      const socket = new LightSocket(
        port,
        '/',
        {},
        {
          opened: () => sent.forEach((text) => socket.send(clientFrame(Buffer.from(text)))),
          message: (bytes) => {
            heard.push(bytes.toString())
            if (heard.length === 4) for (const client of server.clients) client.close(4001, 'enough')
          },
          ended,
        },
      )
    })
    expect(heard.map(({ length }) => length).sort((a, b) => a - b)).toEqual([1, 4, 300, 70_000])
    expect(end).toEqual({ code: 4001, reason: 'enough' })
    server.close()
  })

  it('tells what a server answered that did not open it', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: () => false })
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const end = await new Promise<Ended | NotOpened>((ended) => {
      void new LightSocket(port, '/', {}, { opened: () => undefined, message: () => undefined, ended })
    })
    expect(end).toBeInstanceOf(NotOpened)
    expect((end as NotOpened).answer).toContain('401')
    server.close()
  })
})
