import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Admission, UpdateLog } from '@/lib/sync/contract'
import type { SyncLimits } from '@/lib/sync/limits'
import { openMemoryLog } from '@/lib/sync/memory-log'
import type { MemoryLog } from '@/lib/sync/memory-log'
import { openRooms } from '@/lib/sync/rooms'
import type { Rooms, RoomsWorld } from '@/lib/sync/rooms'
import { carriesUpdate, decodeFrame, encodeFrame } from '@/lib/sync/wire'
import type { Frame } from '@/lib/sync/wire'
import { fakeClock } from './clock'
import type { FakeClock } from './clock'
import type { Chance } from './random'
import { memorySocket, settled } from './sockets'
import type { MemorySocket } from './sockets'

/** The chapter most tests write in. */
export const CHAPTER = 'the-last-ferry'

/** A sync server in memory with one empty chapter. */
export interface Desk {
  rooms: Rooms
  log: MemoryLog
  clock: FakeClock
  /** Opens the chapter for a person; nothing has been exchanged yet. */
  open(userId: string, as?: Partial<Admission>, doc?: Y.Doc): Writer
  /** As `open`, and waits until both sides have the same. */
  join(userId: string, as?: Partial<Admission>, doc?: Y.Doc): Promise<Writer>
  /** Carries frames between all writers and the server until nothing is under way. */
  exchange(): Promise<void>
  /** A new server over the same log, as after a restart; the old writers' sockets are gone. */
  restart(): void
  /** The chapter's words in the log, from a cold read. */
  storedText(docId?: string): Promise<string>
}

/** Opens a desk. */
export function openDesk(world: Partial<RoomsWorld> & { limits?: Partial<SyncLimits> } = {}): Desk {
  const log = openMemoryLog()
  const clock = fakeClock()
  log.create(CHAPTER)
  let writers: Writer[] = []
  let kill = () => {}
  const makeRooms = () => {
    const life = mortal(log)
    kill = life.kill
    return openRooms({ log: life.log, clock, ...world })
  }
  const desk: Desk = {
    rooms: makeRooms(),
    log,
    clock,
    open(userId, as = {}, doc = new Y.Doc()) {
      const writer = new Writer(doc, admissionOf(userId, as), desk.rooms)
      writers.push(writer)
      return writer
    },
    async join(userId, as, doc) {
      const writer = desk.open(userId, as, doc)
      await desk.exchange()
      return writer
    },
    async exchange() {
      let isMoving = true
      while (isMoving) {
        isMoving = false
        for (const writer of writers) if (writer.pass()) isMoving = true
        await settled()
        if (writers.some((writer) => writer.hasNews)) isMoving = true
      }
    },
    restart() {
      for (const writer of writers) writer.socket.hangUp()
      writers = []
      kill()
      desk.rooms = makeRooms()
    },
    async storedText(docId = CHAPTER) {
      const stored = await log.load(docId)
      const doc = new Y.Doc()
      // One transaction: after each of several Yjs would mend formatting with an edit of its own.
      doc.transact(() => {
        if (stored?.snapshot) Y.applyUpdate(doc, stored.snapshot.bytes)
        for (const row of stored?.rows ?? []) Y.applyUpdate(doc, row.bytes)
      })
      return textOf(doc)
    },
  }
  return desk
}

/** The log as one process has it: when that is killed, nothing of it is written any more. */
function mortal(log: MemoryLog): { log: UpdateLog; kill: () => void } {
  let isDead = false
  const append: UpdateLog['append'] = (...write) => (isDead ? new Promise(() => {}) : log.append(...write))
  return { log: { ...log, append }, kill: () => (isDead = true) }
}

/** An admission as the server's upgrade handler would make it; it judges again to the same. */
export function admissionOf(userId: string, as: Partial<Admission> = {}): Admission {
  const admission: Admission = {
    userId,
    name: `${userId} of the workshop`,
    colour: '#7a3b2e',
    canEdit: true,
    docId: CHAPTER,
    manuscriptId: 'the-island',
    wantsExtensions: true,
    connectionKey: `login-of-${userId}`,
    rejudge: () => Promise.resolve(admission),
    ...as,
  }
  return admission
}

/** A person with an editor, reduced to the doc and the protocol. Frames wait until `pass`. */
export class Writer {
  readonly socket: MemorySocket = memorySocket()
  /** Every frame received, oldest first. */
  readonly heard: Frame[] = []
  /** Update-bearing frames sent. */
  sentOrdinal = 0
  #outgoing: Uint8Array[] = []
  readonly #send = (update: Uint8Array, origin: unknown) => {
    if (origin !== this) this.say({ type: 'update', update })
  }

  constructor(
    readonly doc: Y.Doc,
    readonly admission: Admission,
    rooms: Rooms,
  ) {
    rooms.connect(this.socket, admission)
    this.say({ type: 'step1', stateVector: Y.encodeStateVector(doc) })
    doc.on('update', this.#send)
  }

  /** Writes a paragraph at the end. */
  writeParagraph(words: string): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    this.doc.getXmlFragment('default').push([paragraph])
  }

  /** Types into the first paragraph. */
  type(index: number, words: string): void {
    this.#firstText().insert(index, words)
  }

  /** Deletes from the first paragraph. */
  erase(index: number, length: number): void {
    this.#firstText().delete(index, length)
  }

  /** Puts a frame on its way. */
  say(frame: Frame): void {
    if ((frame.type === 'update' || frame.type === 'step2') && carriesUpdate(frame.update)) this.sentOrdinal++
    this.sayBytes(encodeFrame(frame))
  }

  /** Puts any bytes on their way. */
  sayBytes(bytes: Uint8Array): void {
    this.#outgoing.push(bytes)
  }

  /** Says where the cursor is, as y-protocols' awareness does. */
  show(state: unknown, clock = 1, clientId = this.doc.clientID): void {
    this.say({ type: 'awareness', states: statesOf([{ clientId, clock, state }]) })
  }

  /** True when frames of either side wait. */
  get hasNews(): boolean {
    return this.socket.sent.length > 0 || (this.#outgoing.length > 0 && !this.socket.closedWith)
  }

  /** True until the chapter came and all that was sent is on disk. */
  get isWaiting(): boolean {
    return this.saved < this.sentOrdinal || !this.heard.some(({ type }) => type === 'step2')
  }

  /** Carries what waits in both directions. @returns true when something moved */
  pass(): boolean {
    const incoming = this.socket.sent.splice(0)
    for (const bytes of incoming) this.#hear(bytes)
    const outgoing = this.#outgoing.splice(0)
    if (!this.socket.closedWith) for (const bytes of outgoing) this.socket.deliver(bytes)
    return incoming.length + outgoing.length > 0
  }

  /** Throws away what waits to be sent, as a cut line does. */
  lose(): void {
    for (const bytes of this.#outgoing) if (decodeFrame(bytes)?.type === 'update') this.sentOrdinal--
    this.#outgoing = []
  }

  /** Frames that wait to be sent go out twice, as a line that stutters would send them. */
  repeat(): void {
    this.#outgoing = this.#outgoing.flatMap((bytes) => {
      const type = decodeFrame(bytes)?.type
      if (type === 'update' || type === 'step2') this.sentOrdinal++
      return [bytes, bytes]
    })
  }

  /** Frames that wait to be sent go out in another order. */
  reorder(chance: Chance): void {
    const frames = this.#outgoing.splice(0)
    while (frames.length > 0) this.#outgoing.push(...frames.splice(chance.below(frames.length), 1))
  }

  /** The doc no longer sends over this socket. */
  leave(): void {
    this.doc.off('update', this.#send)
    this.socket.hangUp()
  }

  /** The words, one paragraph a line. */
  get text(): string {
    return textOf(this.doc)
  }

  /** Frames of one type, oldest first. */
  heardOf<T extends Frame['type']>(type: T): Extract<Frame, { type: T }>[] {
    return this.heard.filter((frame): frame is Extract<Frame, { type: T }> => frame.type === type)
  }

  /** Ordinal of the last acknowledgement, 0 for none. */
  get saved(): number {
    const last = this.heard.findLast((frame) => frame.type === 'ack')
    return last?.ordinal ?? 0
  }

  #firstText(): Y.XmlText {
    const paragraph = this.doc.getXmlFragment('default').get(0) as Y.XmlElement
    return paragraph.get(0) as Y.XmlText
  }

  #hear(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    if (!frame) throw new Error('The server sent a frame that does not decode.')
    this.heard.push(frame)
    if (frame.type === 'step2' || frame.type === 'update') Y.applyUpdate(this.doc, frame.update, this)
    if (frame.type === 'step1' && this.admission.canEdit) {
      this.say({ type: 'step2', update: Y.encodeStateAsUpdate(this.doc, frame.stateVector) })
    }
  }
}

/** An awareness update of y-protocols. */
export function statesOf(states: readonly { clientId: number; clock: number; state: unknown }[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, states.length)
    for (const { clientId, clock, state } of states) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })
}

/** The words of a chapter, one block a line. */
export function textOf(doc: Y.Doc): string {
  const blocks = doc.getXmlFragment('default').toArray() as Y.XmlElement[]
  return blocks
    .map((block) =>
      block
        .toArray()
        .map((child) => child.toString())
        .join(''),
    )
    .join('\n')
}
