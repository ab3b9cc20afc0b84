import type * as decoding from 'lib0/decoding'
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
import { POST_OVER_BYTES, Posting, type PostWorld } from './posting'
import { PresenceSender } from './presence-sender'
import { Reconnecting } from './reconnecting'
import type { Link, LockReason } from './saving'

/** While signed out, the page asks this often whether somebody signed in again in another tab. */
const ASK_AGAIN_MS = 15_000

/** Origin of transactions that bring what this device or the server already has: they are no edits. */
export const LOADED = Symbol('loaded')

/** What a person may do, asked over HTTP because a browser does not say why a socket did not open. */
export type AccessAnswer = 'allowed' | 'signed_out' | 'gone' | 'offline'

/** What the provider needs of its world, and what it tells it. */
export interface ProviderWorld extends PostWorld {
  askAccess(): Promise<AccessAnswer>
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
  readonly #posting: Posting
  readonly #presence: PresenceSender
  readonly #reconnecting: Reconnecting
  #answered = false
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
    const { world } = options
    this.inbox = new Inbox(options.doc, this, () => world.now())
    // Carets of others are drawn too. Ours is the first listener, so it comes before whoever draws them.
    this.awareness.on('change', () => this.inbox.prepare())
    this.#posting = new Posting(world)
    this.#presence = new PresenceSender(
      this.awareness,
      (frame) => this.#send(frame),
      () => world.now(),
    )
    this.#reconnecting = new Reconnecting(
      () => this.connect(),
      () => world.random(),
    )
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
    this.#reconnecting.stop()
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
    for (const part of [this.#reconnecting, this.inbox, this.#presence, this.#posting]) part.stop()
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
      if (isOwn && origin !== this) this.#presence.soon()
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
    if (this.#posting.isBusy) this.#posting.hold(edit, update)
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
    if (this.#posting.isBusy) {
      this.#posting.wasAsked = true
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
    const answer = await this.#posting.post(update)
    if (answer === null) return
    const held = this.#posting.takeHeld()
    switch (answer.state) {
      case 'saved':
        this.#saved(this.unsaved.saved(range))
        // It asks only once for each connection, and its question is older than what was posted: let it ask again.
        if (this.#posting.wasAsked) return this.#reconnect()
        return held && this.wsconnected ? this.#pass(held.update, held.range) : undefined
      case 'refused':
        // Parts that do not fit one after the other would not fit the next time: once more would be for ever.
        if (answer.wasCut && answer.class === 'resync') return this.lockUp('too_large')
        return this.#refused(0, answer.class)
      case 'too_large':
        return this.lockUp('too_large')
      case 'failed':
        // The next connection asks what it lacks, and the answer is this update again.
        return this.#reconnect()
    }
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
    this.#reconnecting.succeeded()
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

  // --- the connection --------------------------------------------------------------------------------------------

  #opened(): void {
    this.#answered = false
    this.#posting.wasAsked = false
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
      return this.#reconnecting.later()
    }
    void this.#judge()
  }

  async #judge(): Promise<void> {
    const answer = await this.#world.askAccess()
    if (this.#isDestroyed || this.wsconnected || this.shouldConnect) return
    switch (answer) {
      case 'signed_out':
        this.#setLink('signed_out')
        return this.#reconnecting.later(ASK_AGAIN_MS)
      case 'gone':
        return this.#setLink('gone')
      case 'allowed':
      case 'offline':
        // A server that answers but opens no socket is as good as none to a writer.
        if (answer === 'offline' || this.#reconnecting.attempts > 2) this.#setLink('offline')
        return this.#reconnecting.later()
    }
  }

  #reconnect(): void {
    this.disconnect()
    this.#setLink('connecting')
    this.#reconnecting.later()
  }

  /** A lock stays until it is lifted, whatever the connection does; only an end is shown over it. */
  #setLink(link: Link): void {
    const isEnd = link === 'gone' || link === 'signed_out'
    this.link = this.lock === null || isEnd ? link : 'locked'
    this.#world.changed()
  }
}
