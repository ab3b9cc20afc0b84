import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { decodeFrame, encodeFrame } from '@/lib/sync/wire'
import type { ExtensionFrame, Frame } from '@/lib/sync/wire'

/** A WebSocket in memory, for tests: what the client sends is in `sent`, what the server says goes by `say`. */
export class FakeSocket {
  static made: FakeSocket[] = []
  /** `open` opens in the same turn, `refuse` closes without opening, `wait` does neither. */
  static behaviour: 'open' | 'refuse' | 'wait' = 'open'
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly OPEN = 1
  readyState = 0
  binaryType = 'blob'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly sent: Frame[] = []

  constructor(readonly url: string) {
    FakeSocket.made.push(this)
    if (FakeSocket.behaviour === 'open') queueMicrotask(() => this.open())
    if (FakeSocket.behaviour === 'refuse') queueMicrotask(() => this.end(1006))
  }

  /** The newest socket. */
  static get last(): FakeSocket {
    const socket = FakeSocket.made.at(-1)
    if (!socket) throw new Error('No socket was opened.')
    return socket
  }

  static reset(): void {
    FakeSocket.made = []
    FakeSocket.behaviour = 'open'
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  send(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    if (!frame) throw new Error('The client sent a frame that does not read.')
    this.sent.push(frame)
  }

  say(frame: Frame): void {
    const bytes = encodeFrame(frame)
    this.onmessage?.({ data: bytes.slice().buffer })
  }

  /** The connection ends from the other side. */
  end(code: number): void {
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  close(): void {
    this.readyState = 3
  }

  /** The frames with text the client sent, counted as the server counts them. */
  get updates(): Uint8Array[] {
    return this.sent.flatMap((frame) =>
      (frame.type === 'update' || frame.type === 'step2') && frame.update.byteLength > 2
        ? [frame.update]
        : [],
    )
  }
}

/** A server of one chapter for tests: a doc and what a connection of Scriptorium says first. */
export class FakeServer {
  readonly doc = new Y.Doc()
  epoch = 1
  schemaVersion = 1

  constructor(text = 'The ferry stopped running in October.') {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    this.doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, [paragraph])
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  get text(): string {
    return this.doc
      .getXmlFragment(CHAPTER_FRAGMENT)
      .toString()
      .replace(/<[^>]+>/g, '')
  }

  hello(canEdit = true, now = 0): ExtensionFrame {
    const user = { id: 'mara', name: 'Mara Voss', colour: '#7b3b2a' }
    return {
      type: 'hello',
      epoch: this.epoch,
      schemaVersion: this.schemaVersion,
      seq: 1,
      canEdit,
      user,
      now,
    }
  }

  /** Greets a connection as the server does: hello, what it lacks, and (who may edit) the question for what we lack. */
  greet(socket: FakeSocket, canEdit = true): void {
    socket.say(this.hello(canEdit))
    const step1 = socket.sent.find((frame) => frame.type === 'step1')
    const vector = step1?.type === 'step1' ? step1.stateVector : undefined
    socket.say({ type: 'step2', update: Y.encodeStateAsUpdate(this.doc, vector) })
    if (canEdit) socket.say({ type: 'step1', stateVector: Y.encodeStateVector(this.doc) })
  }

  /** Takes everything the client sent so far and acknowledges it. */
  take(socket: FakeSocket): void {
    for (const update of socket.updates) Y.applyUpdate(this.doc, update)
    if (socket.updates.length > 0) socket.say({ type: 'ack', ordinal: socket.updates.length, seq: 2 })
  }
}

/** Types at the end of a doc's first paragraph, as an editor would. */
export function typeInto(doc: Y.Doc, words: string): void {
  const paragraph = doc.getXmlFragment(CHAPTER_FRAGMENT).get(0)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('The chapter has no first paragraph with text.')
  text.insert(text.length, words)
}

/** Plain words of a doc, for comparing. */
export function wordsOf(doc: Y.Doc): string {
  return doc
    .getXmlFragment(CHAPTER_FRAGMENT)
    .toString()
    .replace(/<[^>]+>/g, '')
}
