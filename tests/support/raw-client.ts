import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { carriesUpdate, decodeFrame, encodeFrame, type Frame } from '@/lib/sync/wire'

/** How a connection ended. */
export interface Closing {
  code: number
  reason: string
}

/** A connection to a chapter without a provider around it: every byte that goes out is the test's. */
export interface RawClient {
  readonly doc: Y.Doc
  /** Counted frames sent so far, as the server counts them. */
  readonly ordinal: number
  /** Settles when the connection is closed; everything received before has been heard then. */
  readonly closed: Promise<Closing>
  say(frame: Frame): void
  sayBytes(bytes: Uint8Array): void
  /** Resolves when the server has taken everything sent before, or when the connection is closed. */
  taken(): Promise<void>
  close(): void
}

export interface RawClientOptions {
  token: string | null
  doc?: Y.Doc
  /** Asks for acknowledgements and notices. */
  wantsExtensions?: boolean
  /** The history it holds; the server refuses another. Only with extensions. */
  epoch?: number
  /** Sends what the doc lacks on the server, and each edit made in it. */
  sendsEdits?: boolean
  /** Told of each frame after it was acted upon, with the counted frames sent by then. */
  heard?: (frame: Frame, ordinal: number) => void
}

/** What the server answered instead of opening a connection. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The server refused the connection with ${status}`)
  }
}

/**
 * Opens a connection, once the server has answered the first question on it.
 * @throws {Refused} when the server does not open it; {Error} when there is nobody, or he goes away meanwhile
 */
export async function rawClient(url: string, docId: string, options: RawClientOptions): Promise<RawClient> {
  const { token, doc = new Y.Doc(), wantsExtensions = false, sendsEdits = false, heard, epoch } = options
  const asks = wantsExtensions ? `?x=1${epoch === undefined ? '' : `&epoch=${epoch}`}` : ''
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/sync/${docId}${asks}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
  const asking: (() => void)[] = []
  const origin = {}
  let ordinal = 0
  const client: RawClient = {
    doc,
    get ordinal() {
      return ordinal
    },
    closed: new Promise((resolve) =>
      socket.once('close', (code, reason) => {
        asking.splice(0).forEach((answered) => answered())
        resolve({ code, reason: reason.toString() })
      }),
    ),
    say(frame) {
      if ((frame.type === 'update' || frame.type === 'step2') && carriesUpdate(frame.update)) ordinal += 1
      client.sayBytes(encodeFrame(frame))
    },
    sayBytes: (bytes) => socket.send(bytes, () => undefined),
    taken: () =>
      new Promise((answered) => {
        if (socket.readyState !== WebSocket.OPEN) return answered()
        asking.push(answered)
        client.say({ type: 'step1', stateVector: Y.encodeStateVector(doc) })
      }),
    close: () => socket.close(),
  }
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    const frame = decodeFrame(new Uint8Array(data))
    if (!frame) throw new Error('The server sent a frame that does not decode')
    if (frame.type === 'step2' || frame.type === 'update') Y.applyUpdate(doc, frame.update, origin)
    if (frame.type === 'step1' && sendsEdits)
      client.say({ type: 'step2', update: Y.encodeStateAsUpdate(doc, frame.stateVector) })
    heard?.(frame, ordinal)
    if (frame.type === 'step2') asking.shift()?.()
  })
  await new Promise<void>((opened, refused) => {
    socket.once('open', opened)
    socket.once('error', refused)
    socket.once('unexpected-response', (request, response) => {
      request.destroy()
      refused(new Refused(response.statusCode ?? 0))
    })
  })
  await client.taken()
  if (sendsEdits)
    doc.on('update', (update: Uint8Array, from: unknown) => {
      if (from !== origin && socket.readyState === WebSocket.OPEN) client.say({ type: 'update', update })
    })
  return client
}
