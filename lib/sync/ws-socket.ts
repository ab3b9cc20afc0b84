import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import type { Socket } from './connection'
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

/**
 * A `ws` socket as the rooms want one. Its error listener is attached before anything else: an error without a
 * listener ends the process. An error is always followed by a close.
 */
export function wsSocket(ws: WebSocket): Socket {
  ws.on('error', () => ws.terminate())
  ws.binaryType = 'nodebuffer'
  return {
    listen(line) {
      ws.on('message', (data: RawData, isBinary) => {
        if (isBinary) line.received(data as Buffer)
        else ws.close(1003, 'binary only')
      })
      ws.on('close', () => line.closed())
    },
    send: (bytes) => ws.send(bytes, ignoreSendError),
    close: (code, reason) => ws.close(code, reason),
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    bufferedAmount: () => ws.bufferedAmount,
  }
}

/** A failed send means that the socket is gone, which `close` reports. */
function ignoreSendError(): void {}
