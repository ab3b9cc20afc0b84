import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** The far end answered something else than 101. */
export class NotOpened extends Error {
  constructor(readonly answer: string) {
    super(`The server did not open the connection: ${answer}`)
  }
}

/** How a connection ended: the close code, 1006 when it was simply gone. */
export interface Ended {
  code: number
  reason: string
}

/** What a connection tells. `message` gets a view that is valid during the call only. */
export interface Ears {
  opened(): void
  message(bytes: Buffer): void
  /** Once, also for a connection that never opened. */
  ended(end: Ended | NotOpened): void
}

/** A binary frame as it goes out. It is masked with zeros, which the protocol allows, so it can be made beforehand. */
export function clientFrame(payload: Uint8Array, opcode = 2): Buffer {
  const { byteLength } = payload
  const extra = byteLength < 126 ? 0 : byteLength < 65_536 ? 2 : 8
  const frame = Buffer.alloc(2 + extra + 4 + byteLength)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (extra === 0 ? byteLength : extra === 2 ? 126 : 127)
  if (extra === 2) frame.writeUInt16BE(byteLength, 2)
  if (extra === 8) frame.writeBigUInt64BE(BigInt(byteLength), 2)
  frame.set(payload, 2 + extra + 4)
  return frame
}

/** Cuts a stream into the frames of a server, which are not masked. */
export class FrameCutter {
  #parts: Buffer[] = []
  #bytes = 0
  #wanted = 2

  /**
   * Takes a chunk and calls back for each whole frame in it.
   * @throws {RangeError} for a message in several frames, which none of these servers sends
   */
  take(chunk: Buffer, each: (opcode: number, payload: Buffer) => void): void {
    this.#parts.push(chunk)
    this.#bytes += chunk.byteLength
    if (this.#bytes < this.#wanted) return
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#bytes)
    let at = 0
    this.#wanted = 2
    while (bytes.byteLength - at >= 2) {
      const head = headOf(bytes, at)
      if (!head || bytes.byteLength - at < head.from + head.length) {
        this.#wanted = head ? head.from + head.length : 10
        break
      }
      if ((bytes[at]! & 0x80) === 0) throw new RangeError('A message came in several frames.')
      each(bytes[at]! & 0x0f, bytes.subarray(at + head.from, at + head.from + head.length))
      at += head.from + head.length
    }
    const rest = bytes.subarray(at)
    this.#parts = rest.byteLength > 0 ? [rest] : []
    this.#bytes = rest.byteLength
  }
}

/** Where the payload begins, counted from `at`, and how long it is; null while that is not there yet. */
function headOf(bytes: Buffer, at: number): { from: number; length: number } | null {
  const short = bytes[at + 1]! & 0x7f
  if (short < 126) return { from: 2, length: short }
  if (short === 126) return bytes.byteLength - at < 4 ? null : { from: 4, length: bytes.readUInt16BE(at + 2) }
  return bytes.byteLength - at < 10 ? null : { from: 10, length: Number(bytes.readBigUInt64BE(at + 2)) }
}

/** A WebSocket client that does no more than a benchmark needs: binary frames, pings, the end. */
export class LightSocket {
  readonly #socket: Socket
  readonly #cutter = new FrameCutter()
  #head: Buffer | null = Buffer.alloc(0)
  #end: Ended | NotOpened = { code: 1006, reason: '' }

  constructor(
    port: number,
    path: string,
    headers: Record<string, string>,
    private readonly ears: Ears,
  ) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const lines = Object.entries({
      host: `127.0.0.1:${port}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`)
    this.#socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    this.#socket.on('data', (chunk) => this.#hear(chunk))
    this.#socket.on('error', (error) => (this.#end = { code: 1006, reason: error.message }))
    this.#socket.on('close', () => ears.ended(this.#end))
  }

  /** Sends a frame made by `clientFrame`. */
  send(frame: Buffer): void {
    this.#socket.write(frame)
  }

  close(): void {
    this.#socket.end(clientFrame(Buffer.from([0x03, 0xe8]), 8))
  }

  /** Goes away without a word. */
  destroy(): void {
    this.#socket.destroy()
  }

  #hear(chunk: Buffer): void {
    if (!this.#head) return this.#cutter.take(chunk, (opcode, payload) => this.#frame(opcode, payload))
    this.#head = Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    const answer = this.#head.toString('latin1', 0, this.#head.indexOf('\r\n'))
    const rest = this.#head.subarray(end + 4)
    this.#head = null
    if (!answer.includes(' 101 ')) {
      this.#end = new NotOpened(answer)
      return void this.#socket.destroy()
    }
    this.ears.opened()
    if (rest.byteLength > 0) this.#cutter.take(rest, (opcode, payload) => this.#frame(opcode, payload))
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === 2) return this.ears.message(payload)
    if (opcode === 9) return this.send(clientFrame(payload, 10))
    if (opcode !== 8) return
    const code = payload.byteLength >= 2 ? payload.readUInt16BE(0) : 1005
    this.#end = { code, reason: payload.toString('utf8', 2) }
    this.#socket.end()
  }
}
