import { WebSocket, WebSocketServer } from 'ws'
import type { Duplex } from 'node:stream'
import type { RawData } from 'ws'
import type { Line, Socket } from './connection'
import type { SyncLimits } from './limits'

/**
 * The `ws` server for sync connections: it opens no port, the caller hands it upgrades it has admitted.
 * Compression is off (a shared window of secrets and prose, and 300 kB a connection); frames and fragments bounded.
 */
export function openSocketServer(limits: Pick<SyncLimits, 'frameBytes' | 'fragments'>): WebSocketServer {
  // `maxFragments` is a limit of ws 8.23 that its types do not name yet.
  const options: ConstructorParameters<typeof WebSocketServer>[0] & { maxFragments: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    maxFragments: limits.fragments,
  }
  return new WebSocketServer(options)
}

/** A longer message is not copied to stand behind its header; it is written in two pieces, as `ws` does it. */
const LONGEST_FRAMED = 0xffff

/** The message that was framed last. A broadcast sends the same bytes to many, one right after the other. */
let framed: { bytes: Uint8Array; frame: Buffer } = { bytes: Buffer.alloc(0), frame: Buffer.alloc(0) }

/** A whole, unmasked binary message as it goes over the line (RFC 6455, 5.2); at most 65,535 bytes. */
function frameOf(bytes: Uint8Array): Buffer {
  if (framed.bytes === bytes) return framed.frame
  const isShort = bytes.byteLength < 126
  const frame = Buffer.allocUnsafe(bytes.byteLength + (isShort ? 2 : 4))
  frame[0] = 0x82
  frame[1] = isShort ? bytes.byteLength : 126
  if (!isShort) frame.writeUInt16BE(bytes.byteLength, 2)
  frame.set(bytes, isShort ? 2 : 4)
  framed = { bytes, frame }
  return frame
}

/**
 * A `ws` socket as the rooms want one. Its error listener is attached before anything else: an error without a
 * listener ends the process. An error is always followed by a close.
 *
 * Messages are written to the stream below in one piece, framed once for all who are sent the same: `ws` would frame
 * them for each receiver and write header and message apart. Without compression it keeps nothing back, so the order
 * of what it writes itself (pongs, the close) and of what we write stays.
 * @param stream the stream that was upgraded to `ws`
 */
export function wsSocket(ws: WebSocket, stream: Duplex): Socket {
  return new WsSocket(ws, stream)
}

/** The listeners are the same for all sockets and find theirs by `this`: a thousand idle readers are a thousand objects. */
type Heard = WebSocket & { [LINE]?: Line }

const LINE = Symbol('line')

function terminate(this: WebSocket): void {
  this.terminate()
}

function hear(this: Heard, data: RawData, isBinary: boolean): void {
  if (isBinary) this[LINE]?.received(data as Buffer)
  else this.close(1003, 'binary only')
}

function end(this: Heard): void {
  this[LINE]?.closed()
}

class WsSocket implements Socket {
  constructor(
    private readonly ws: Heard,
    private readonly stream: Duplex,
  ) {
    ws.on('error', terminate)
    ws.binaryType = 'nodebuffer'
  }

  listen(line: Line): void {
    this.ws[LINE] = line
    this.ws.on('message', hear)
    this.ws.on('close', end)
  }

  send(bytes: Uint8Array): void {
    if (bytes.byteLength > LONGEST_FRAMED) this.ws.send(bytes, ignoreSendError)
    else if (this.ws.readyState === WebSocket.OPEN) this.stream.write(frameOf(bytes))
  }

  close(code: number, reason: string): void {
    this.ws.close(code, reason)
  }

  pause(): void {
    this.ws.pause()
  }

  resume(): void {
    this.ws.resume()
  }

  bufferedAmount(): number {
    return this.ws.bufferedAmount
  }
}

/** A failed send means that the socket is gone, which `close` reports. */
function ignoreSendError(): void {}
