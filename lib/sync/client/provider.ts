import type * as decoding from 'lib0/decoding'
import { encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '@/lib/prose/schema'
import { SYNC_CLOSE } from '@/lib/sync/contract'
import type { RefusalClass } from '@/lib/sync/contract'
import { MESSAGE, carriesUpdate, decodeFrame, encodeFrame } from '@/lib/sync/wire'
import type { ExtensionFrame, Notice } from '@/lib/sync/wire'
import { UnsavedEdits } from './edits'
import type { EditRange } from './edits'
import { Inbox } from './inbox'
import type { Link, LockReason } from './saving'

/** Updates larger than this go by `POST /chapters/{id}/updates` (DESIGN §4). */
export const POST_OVER_BYTES = 512 * 1024

/** Presence is sent at most this often: ten times a second (INTERFACE.md, "Speed in the hand"). */
export const PRESENCE_EVERY_MS = 100

/** Waits between attempts to connect double from the first to the second, each shortened by up to half at random. */
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 10_000

/** While signed out, the page asks this often whether somebody signed in again in another tab. */
const ASK_AGAIN_MS = 15_000

/** Origin of transactions that bring what this device or the server already has: they are no edits. */
export const LOADED = Symbol('loaded')

/** What a person may do, asked over HTTP because a browser does not say why a socket did not open. */
export type AccessAnswer = 'allowed' | 'signed_out' | 'gone' | 'offline'

/** What became of an update sent over HTTP. */
export type PostAnswer =
  | { state: 'saved' }
  | { state: 'refused'; class: RefusalClass }
  /** More bytes than the server, or a proxy before it, takes at once: the same again would end the same. */
  | { state: 'too_large' }
  | { state: 'failed' }

/** What the provider needs of its world, and what it tells it. */
export interface ProviderWorld {
  askAccess(): Promise<AccessAnswer>
  postUpdate(update: Uint8Array): Promise<PostAnswer>
  /** All that is unsaved, as updates in the order in which they were made. */
  unsavedParts(): Uint8Array[]
  /** A local edit was made; keep it before anything else. */
  edited(edit: number, update: Uint8Array): void
  /** These edits are on the server's disk. */
  saved(edits: readonly number[]): void
  /** Something that the interface shows has changed. */
  changed(): void
  /** This copy cannot be saved as it is; the provider has stopped. */
  mustRebase(reason: 'rebase' | 'other_epoch'): void
  notice(notice: Notice): void
  now(): number
  /** From 0 to 1, for jitter. */
  random(): number
}

export interface ProviderOptions {
  /** `ws://…/sync` or `wss://…/sync`. */
  serverUrl: string
  docId: string
  doc: Y.Doc
  epoch: number
  /** As the page knows it; the server's hello decides. */
  mayEdit: boolean
  world: ProviderWorld
  /** For tests: an in-memory socket. */
  WebSocketPolyfill?: typeof WebSocket
}

/**
 * y-websocket's provider with the extensions of `lib/sync/wire.ts`: it knows which edits are on disk, never sends an
 * edit of a person who may not edit, and finds out why a socket did not open.
 */
export class ChapterProvider extends WebsocketProvider {
  readonly unsaved = new UnsavedEdits()
  readonly inbox: Inbox
  link: Link = 'connecting'
  lock: LockReason | null = null
  mayEdit: boolean
  /** True after the server said that it cannot save, until the next hello. */
  trouble = false
  /** Edits that an editor without the right to edit made: dropped, and each one is a bug. */
  droppedEdits = 0
  /** Server time minus this device's, in ms, as of the last hello. */
  clockOffset = 0
  /** Who the server says we are. */
  user: { id: string; name: string; colour: string } | null = null
  readonly #epoch: number
  readonly #world: ProviderWorld
  #answered = false
  #posting = false
  /** True when the server asked what it lacks while something was being posted. */
  #asked = false
  #held: { edit: number; update: Uint8Array }[] = []
  #attempts = 0
  #retry: ReturnType<typeof setTimeout> | null = null
  #presence: ReturnType<typeof setTimeout> | null = null
  #presenceAt = -Infinity
  #isDestroyed = false

  constructor(options: ProviderOptions) {
    super(options.serverUrl, options.docId, options.doc, {
      connect: false,
      disableBc: true,
      params: { x: '1', schema: String(SCHEMA_VERSION), epoch: String(options.epoch) },
      shouldReconnect: () => true,
      ...(options.WebSocketPolyfill ? { WebSocketPolyfill: options.WebSocketPolyfill } : {}),
    })
    this.#world = options.world
    this.#epoch = options.epoch
    this.mayEdit = options.mayEdit
    this.inbox = new Inbox(options.doc, this, () => options.world.now())
    this.#replaceHandlers()
    this.messageHandlers = this.messageHandlers.slice()
    this.messageHandlers[MESSAGE.sync] = (_encoder, decoder) => this.#readSync(decoder)
    for (const type of [MESSAGE.hello, MESSAGE.ack, MESSAGE.refusal, MESSAGE.notice, MESSAGE.savingTrouble]) {
      this.messageHandlers[type] = (_encoder, decoder) => this.#readExtension(decoder)
    }
    this.on('connection-close', (event) => this.#closed(event))
    this.on('status', ({ status }) => {
      if (status === 'connected') this.#opened()
    })
  }

  /** Tries to connect now: somebody signed in, the network came back, or the button was pressed. */
  retryNow(): void {
    if (this.#isDestroyed || this.link === 'locked' || this.link === 'gone' || this.wsconnected) return
    this.#clearRetry()
    this.connect()
  }

  /** Puts everything aside for good: nothing is sent any more, and the text is offered to copy. */
  lockUp(reason: LockReason): void {
    this.lock = reason
    this.mayEdit = false
    this.#setLink('locked')
    if (reason === 'refused' || reason === 'too_large') this.disconnect()
  }

  override destroy(): void {
    this.#isDestroyed = true
    this.#clearRetry()
    this.inbox.stop()
    if (this.#presence !== null) clearTimeout(this.#presence)
    super.destroy()
  }

  #replaceHandlers(): void {
    this.doc.off('update', this._updateHandler)
    this._updateHandler = (update: Uint8Array, origin: unknown) => this.#edited(update, origin)
    this.doc.on('update', this._updateHandler)
    this.awareness.off('update', this._awarenessUpdateHandler)
    this._awarenessUpdateHandler = (
      changes: { added: number[]; updated: number[]; removed: number[] },
      origin: unknown,
    ) => {
      const own = this.doc.clientID
      const isOwn = [changes.added, changes.updated, changes.removed].some((list) => list.includes(own))
      if (isOwn && origin !== this) this.#sendPresenceSoon()
    }
    this.awareness.on('update', this._awarenessUpdateHandler)
  }

  // --- edits -----------------------------------------------------------------------------------------------------

  #edited(update: Uint8Array, origin: unknown): void {
    if (origin === this || origin === LOADED) return
    if (!this.mayEdit) {
      this.droppedEdits += 1
      console.error('An editor that may not edit changed the text; the change was not sent.')
      return
    }
    const edit = this.unsaved.add(this.#world.now())
    this.#world.edited(edit, update)
    if (this.#posting) this.#held.push({ edit, update })
    else if (this.#answered && this.wsconnected) this.#pass(update, { from: edit, to: edit })
    this.#world.changed()
  }

  #pass(update: Uint8Array, range: EditRange): void {
    if (update.byteLength > POST_OVER_BYTES) void this.#post(update, range)
    else if (this.#send(encodeFrame({ type: 'update', update }))) this.unsaved.sent(range)
  }

  /** Answers the server's question for what it lacks: all that is unsaved goes in one frame. */
  #answer(stateVector: Uint8Array): void {
    if (!this.mayEdit) return
    if (this.#posting) {
      this.#asked = true
      return
    }
    const update = Y.encodeStateAsUpdate(this.doc, stateVector)
    const range = { from: 1, to: this.unsaved.made }
    this.#answered = true
    if (update.byteLength > POST_OVER_BYTES) return void this.#post(update, range)
    const isSent = this.#send(encodeFrame({ type: 'step2', update }))
    if (carriesUpdate(update)) {
      if (isSent) this.unsaved.sent(range)
    } else this.#saved(this.unsaved.saved(range))
  }

  async #post(update: Uint8Array, range: EditRange): Promise<void> {
    this.#posting = true
    const whole = await this.#world.postUpdate(update)
    const isCut = whole.state === 'too_large' && !this.#isDestroyed
    const answer = isCut ? await this.#postCut(this.#world.unsavedParts()) : whole
    if (this.#isDestroyed) return
    this.#posting = false
    const held = this.#held
    this.#held = []
    switch (answer.state) {
      case 'saved': {
        this.#saved(this.unsaved.saved(range))
        // It asks only once for each connection, and its question is older than what was posted: let it ask again.
        if (this.#asked) return this.#reconnect()
        const last = held.at(-1)
        if (!held[0] || !last || !this.wsconnected) return
        const rest = Y.mergeUpdates(held.map((one) => one.update))
        return this.#pass(rest, { from: held[0].edit, to: last.edit })
      }
      case 'refused':
        // Parts that do not fit one after the other would not fit the next time: once more would be for ever.
        if (isCut && answer.class === 'resync') return this.lockUp('too_large')
        return this.#refused(0, answer.class)
      case 'too_large':
        return this.lockUp('too_large')
      case 'failed':
        // The next connection asks what it lacks, and the answer is this update again.
        return this.#reconnect()
    }
  }

  /** Posts what was too large as a whole in two halves, and each again in halves; in order, as the server wants it. */
  async #postCut(parts: Uint8Array[]): Promise<PostAnswer> {
    const half = Math.ceil(parts.length / 2)
    if (half === parts.length) return { state: 'too_large' }
    for (const some of [parts.slice(0, half), parts.slice(half)]) {
      const whole = await this.#world.postUpdate(Y.mergeUpdates(some))
      if (this.#isDestroyed) return { state: 'failed' }
      const answer = whole.state === 'too_large' ? await this.#postCut(some) : whole
      if (answer.state !== 'saved') return answer
    }
    return { state: 'saved' }
  }

  #saved(edits: readonly number[]): void {
    if (edits.length > 0) this.#world.saved(edits)
    this.#world.changed()
  }

  #refused(ordinal: number, refusal: RefusalClass): void {
    this.unsaved.refused(ordinal)
    switch (refusal) {
      case 'resync':
        // Over a socket the server has sent SyncStep1 along with it; over HTTP a new connection brings one.
        if (ordinal === 0) this.#reconnect()
        return
      case 'rebase':
        this.disconnect()
        return this.#world.mustRebase('rebase')
      case 'refused':
        return this.lockUp('refused')
    }
  }

  // --- frames ----------------------------------------------------------------------------------------------------

  #send(frame: Uint8Array): boolean {
    if (!this.wsconnected || this.ws === null || this.ws.readyState !== 1) return false
    this.ws.send(frame as Uint8Array<ArrayBuffer>)
    return true
  }

  #frameOf(decoder: decoding.Decoder) {
    const frame = decodeFrame(decoder.arr)
    decoder.pos = decoder.arr.byteLength
    return frame
  }

  #readSync(decoder: decoding.Decoder): void {
    const frame = this.#frameOf(decoder)
    if (frame?.type === 'step1') this.#answer(frame.stateVector)
    if (frame?.type === 'update') this.inbox.add(new Uint8Array(frame.update))
    if (frame?.type === 'step2') {
      this.inbox.add(new Uint8Array(frame.update))
      this.inbox.flush()
      this.synced = true
      this.#world.changed()
    }
  }

  #readExtension(decoder: decoding.Decoder): void {
    const frame = this.#frameOf(decoder) as ExtensionFrame | null
    switch (frame?.type) {
      case undefined:
        return
      case 'hello':
        return this.#hello(frame)
      case 'ack':
        this.trouble = false
        return this.#saved(this.unsaved.acknowledged(frame.ordinal))
      case 'refusal':
        if (frame.reason === 'read_only') return this.#mayNotEdit()
        return this.#refused(frame.ordinal, frame.class)
      case 'notice':
        return this.#world.notice(frame.notice)
      case 'savingTrouble':
        this.trouble = true
        return this.#world.changed()
    }
  }

  #hello(hello: Extract<ExtensionFrame, { type: 'hello' }>): void {
    if (hello.epoch !== this.#epoch) {
      this.disconnect()
      return this.#world.mustRebase('other_epoch')
    }
    this.trouble = false
    this.#attempts = 0
    this.user = hello.user
    this.clockOffset = hello.now - this.#world.now()
    if (hello.schemaVersion > SCHEMA_VERSION) return this.lockUp('outdated')
    if (!hello.canEdit) this.#mayNotEdit()
    else {
      this.mayEdit = true
      if (this.lock === 'read_only') this.lock = null
    }
    this.#setLink('open')
    // What happened while we were away was not told: whoever follows notices looks again.
    this.#world.notice({ topic: 'connected' })
  }

  #mayNotEdit(): void {
    if (this.unsaved.count > 0) return this.lockUp('read_only')
    this.mayEdit = false
    this.#world.changed()
  }

  // --- presence --------------------------------------------------------------------------------------------------

  #sendPresenceSoon(): void {
    if (this.#presence !== null) return
    const wait = Math.max(0, this.#presenceAt + PRESENCE_EVERY_MS - this.#world.now())
    this.#presence = setTimeout(() => {
      this.#presence = null
      this.#presenceAt = this.#world.now()
      const states = encodeAwarenessUpdate(this.awareness, [this.doc.clientID])
      this.#send(encodeFrame({ type: 'awareness', states }))
    }, wait)
  }

  // --- the connection --------------------------------------------------------------------------------------------

  #opened(): void {
    this.#answered = false
    this.#asked = false
    this.unsaved.newConnection()
    this.#world.changed()
  }

  #closed(event: CloseEvent | null): void {
    this.#answered = false
    this.trouble = false
    if (!this.shouldConnect || this.#isDestroyed) return
    // From here on we decide when to try again, with jitter, and not y-websocket.
    this.shouldConnect = false
    if (event?.code === SYNC_CLOSE.refused) return this.lockUp('refused')
    if (event?.code === SYNC_CLOSE.rebase) return this.#world.mustRebase('rebase')
    const isFinal = event !== null && event.code >= 4400 && event.code < 4500
    if (this.wsconnected && !isFinal) {
      this.#setLink('connecting')
      return this.#retryLater()
    }
    void this.#judge()
  }

  async #judge(): Promise<void> {
    const answer = await this.#world.askAccess()
    if (this.#isDestroyed || this.wsconnected || this.shouldConnect) return
    switch (answer) {
      case 'signed_out':
        this.#setLink('signed_out')
        return this.#retryLater(ASK_AGAIN_MS)
      case 'gone':
        return this.#setLink('gone')
      case 'allowed':
      case 'offline':
        // A server that answers but opens no socket is as good as none to a writer.
        if (answer === 'offline' || this.#attempts > 2) this.#setLink('offline')
        return this.#retryLater()
    }
  }

  #retryLater(waitMs?: number): void {
    this.#clearRetry()
    const longest = Math.min(FIRST_RETRY_MS * 2 ** this.#attempts, LONGEST_RETRY_MS)
    this.#attempts += 1
    const wait = waitMs ?? longest * (1 - this.#world.random() / 2)
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.connect()
    }, wait)
  }

  #clearRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = null
  }

  #reconnect(): void {
    this.disconnect()
    this.#setLink('connecting')
    this.#retryLater()
  }

  /** A lock stays until it is lifted, whatever the connection does; only an end is shown over it. */
  #setLink(link: Link): void {
    const isEnd = link === 'gone' || link === 'signed_out'
    this.link = this.lock === null || isEnd ? link : 'locked'
    this.#world.changed()
  }
}
