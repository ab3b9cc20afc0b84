import * as Y from 'yjs'
import { plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { fragmentToProse } from '@/lib/prose/ydoc'
import type { Notice } from '@/lib/sync/wire'
import { syncApi } from './http'
import type { SyncApi } from './http'
import { Journal } from './journal'
import { LocalStore } from './local-store'
import type { KeptChapter, Recovery, RecoveryReason } from './local-store'
import { ChapterProvider, LOADED } from './provider'
import { fitsOn, holdsMore, reapply } from './rebasing'
import { salvage } from './salvage'
import { SavedGround } from './saved-ground'
import { judgeSaving } from './saving'
import type { Saving } from './saving'
import { undoInOrder } from './undo-order'

/** After so long without a change, a saved chapter is written to the device for the next opening. */
const KEEP_AFTER_MS = 2_000

/** A copy that cannot be saved is rebased; if that happens this often in a minute, the editor locks instead. */
const MAX_REBASES_A_MINUTE = 3

/** What an open chapter looks like now. A new object whenever something in it changes. */
export interface ChapterState {
  /** `waiting`: nothing is on this device and the server was not reached yet; `saving` says why. */
  phase: 'opening' | 'waiting' | 'ready'
  /** Counts the docs this chapter had here: it grows when the copy had to be replaced, and editors are built anew. */
  generation: number
  doc: Y.Doc | null
  provider: ChapterProvider | null
  saving: Saving
  /** Whether the text may be changed now. */
  mayEdit: boolean
  /** True once the text is what the server has. */
  synced: boolean
  /** Copies on this device that could not be saved as they were, newest first. */
  recoveries: readonly Recovery[]
}

export interface OpenChapterOptions {
  chapterId: string
  docId: string
  userId: string
  mayEdit: boolean
  /** `wss://host/sync` */
  serverUrl: string
  api?: SyncApi
  openStore?: (userId: string) => Promise<LocalStore>
  now?: () => number
  random?: () => number
  WebSocketPolyfill?: typeof WebSocket
}

/** The address of the sync endpoint of the server that `page` (a location) came from. */
export function syncAddress(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/sync`
}

/**
 * A chapter as one browser tab has it: from this device first, then from the server, then live. Survives the loss of
 * the network, of the login session and of a copy that can no longer be saved. `start` it once, `close` it at the end.
 */
export class OpenChapter {
  readonly #options: OpenChapterOptions
  readonly #api: SyncApi
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  readonly #noticeListeners = new Set<(notice: Notice) => void>()
  #state: ChapterState
  #store: LocalStore | null = null
  #journal: Journal | null = null
  #epoch = 0
  #ground: SavedGround | null = null
  #keepTimer: ReturnType<typeof setTimeout> | null = null
  #lookAgain: ReturnType<typeof setTimeout> | null = null
  #rebases: number[] = []
  /** Unsaved words found here that wait for the state they stand on. */
  #found: KeptChapter | null = null
  #isSetAside = false
  #isClosed = false
  /** The state that is being written to this device now, or was last. */
  #keeping: Promise<unknown> = Promise.resolve()

  constructor(options: OpenChapterOptions) {
    this.#options = options
    this.#api = options.api ?? syncApi(options.chapterId)
    this.#now = options.now ?? Date.now
    this.#state = {
      phase: 'opening',
      generation: 0,
      doc: null,
      provider: null,
      saving: { state: 'opening' },
      mayEdit: false,
      synced: false,
      recoveries: [],
    }
  }

  /** The current state; the same object until something changes. */
  get state(): ChapterState {
    return this.#state
  }

  /** Calls `listener` after every change; the answer ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls `listener` for each notice of the server (`{topic: 'threads', threadId}`, …); the answer ends it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener)
    return () => this.#noticeListeners.delete(listener)
  }

  /** The chapter's text as it is here, for the clipboard. */
  plainText(): string {
    const { doc } = this.#state
    return doc ? plainText(fragmentToProse(doc.getXmlFragment(CHAPTER_FRAGMENT))) : ''
  }

  /** True while words of this tab are neither on the server nor in this browser's storage: closing would lose them. */
  get wouldLoseWords(): boolean {
    const { provider } = this.#state
    return provider !== null && provider.unsaved.count > 0 && !(this.#journal?.keptHere ?? false)
  }

  /** Opens what this device has, else what the server has, and connects. */
  async start(): Promise<void> {
    this.#store = await (this.#options.openStore ?? LocalStore.open)(this.#options.userId).catch(noStorage)
    const [kept = null, ...older] = (await this.#store?.load(this.#options.chapterId).catch(noStorage)) ?? []
    // A history that was replaced since: its words fit nowhere any more, and would stay unseen for ever.
    for (const one of older) await this.#keepFound(one)
    await this.#readRecoveries()
    if (this.#isClosed) return
    if (!kept?.state) return this.#startFromServer(kept, 'opening')
    this.#epoch = kept.epoch
    this.#openDoc(kept.state, kept.unsaved)
  }

  /** Tries again now: after signing in, when the network is back, or because somebody asked. */
  retry(): void {
    if (this.#state.provider) this.#state.provider.retryNow()
    else if (this.#state.phase === 'waiting') void this.#startFromServer(this.#found)
  }

  /** Lets go of a recovery version. */
  async forgetRecovery(id: number): Promise<void> {
    await this.#store?.forgetRecovery(id)
    await this.#readRecoveries()
  }

  /** Closes the connection and keeps the text on this device for the next time. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const { provider } = this.#state
    const isSaved = provider !== null && provider.unsaved.count === 0 && this.#state.synced
    if (isSaved) this.#keeping = this.#keep().catch(noStorage)
    await this.#letGo()
    this.#state.doc?.destroy()
  }

  /**
   * Closes the connection and writes nothing to this device any more: its person has signed out. Resolves when the
   * last write is over; the text stays on the page.
   */
  async stopKeeping(): Promise<void> {
    this.#isClosed = true
    await this.#letGo()
  }

  async #letGo(): Promise<void> {
    for (const timer of [this.#keepTimer, this.#lookAgain]) if (timer !== null) clearTimeout(timer)
    await this.#keeping
    this.#state.provider?.destroy()
    await this.#journal?.stop()
    this.#store?.close()
  }

  // --- opening ---------------------------------------------------------------------------------------------------

  /** @param found unsaved words whose state is not here */
  async #startFromServer(found: KeptChapter | null, opening?: 'opening'): Promise<void> {
    const fetched = await this.#api.fetchState(opening)
    if (this.#isClosed || this.#state.provider) return
    if (fetched.state !== 'fetched') {
      this.#found = found
      const unsavedHere = (found?.unsaved.length ?? 0) > 0
      const saving: Saving =
        fetched.state === 'gone'
          ? { state: 'gone', unsaved: unsavedHere }
          : { state: fetched.state, unsaved: unsavedHere, keptHere: true }
      return this.#set({ phase: 'waiting', saving })
    }
    const fits = found === null || fitsOn(found, fetched)
    if (!fits) {
      await this.#keepFound(found)
      await this.#readRecoveries()
      if (this.#isClosed || this.#state.provider) return
    }
    this.#epoch = fetched.epoch
    this.#openDoc(fetched.update, fits ? (found?.unsaved ?? []) : [])
    await this.#store
      ?.keepState(this.#options.chapterId, fetched.epoch, fetched.update, this.#now())
      .catch(noStorage)
  }

  /** Makes a recovery version of words that can no longer be sent. Without words there is nothing to recover. */
  async #keepFound({ epoch, state, unsaved }: KeptChapter): Promise<void> {
    if (!this.#store || unsaved.length === 0) return
    const { chapterId } = this.#options
    const rows = unsaved.map(({ id }) => id)
    const copy = salvage(
      state,
      unsaved.map(({ bytes }) => bytes),
    )
    const work =
      copy.text.trim() === ''
        ? this.#store.forgetUnsaved(rows)
        : this.#store.keepRecovery(
            { chapterId, epoch, state: copy.state, text: copy.text, reason: 'other_epoch' },
            rows,
            this.#now(),
          )
    await work.catch(noStorage)
  }

  #openDoc(state: Uint8Array, unsaved: { id: number; bytes: Uint8Array }[]): ChapterProvider {
    const doc = new Y.Doc()
    doc.getXmlFragment(CHAPTER_FRAGMENT)
    undoInOrder(doc)
    doc.transact(() => {
      Y.applyUpdate(doc, state, LOADED)
      for (const row of unsaved) Y.applyUpdate(doc, row.bytes, LOADED)
    }, LOADED)
    const chapter = { chapterId: this.#options.chapterId, epoch: this.#epoch }
    const journal = new Journal(this.#store, chapter, {
      changed: () => this.#show(),
      worksAgain: () => void this.#keepBase().catch(noStorage),
      later: (act, ms) => {
        const timer = setTimeout(act, ms)
        return () => clearTimeout(timer)
      },
    })
    const ground = new SavedGround(state)
    const provider = this.#connectable(doc, journal, ground)
    if (unsaved.length > 0) {
      const edit = provider.unsaved.add(this.#now())
      journal.adopt(unsaved, edit)
      ground.edited(
        edit,
        unsaved.map(({ bytes }) => bytes),
      )
    }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === provider) ground.heard(update)
      if (origin !== LOADED) this.#keepSoon()
    })
    provider.on('connection-close', () => this.#keepNow())
    this.#journal = journal
    this.#ground = ground
    this.#set({ phase: 'ready', generation: this.#state.generation + 1, doc, provider })
    provider.connect()
    this.#show()
    return provider
  }

  #connectable(doc: Y.Doc, journal: Journal, ground: SavedGround): ChapterProvider {
    const { docId, serverUrl, WebSocketPolyfill } = this.#options
    return new ChapterProvider({
      serverUrl,
      docId,
      doc,
      epoch: this.#epoch,
      mayEdit: this.#state.provider?.mayEdit ?? this.#options.mayEdit,
      ...(WebSocketPolyfill ? { WebSocketPolyfill } : {}),
      world: {
        askAccess: () => this.#api.access(),
        postUpdate: (update) => this.#api.postUpdate(update),
        unsavedParts: () => journal.parts,
        edited: (edit, update) => {
          journal.add(edit, update)
          ground.edited(edit, [update])
        },
        saved: (edits) => {
          journal.saved(edits)
          ground.saved(edits)
          this.#keepSoon()
        },
        changed: () => this.#show(),
        mustRebase: (reason) => void this.#rebase(reason),
        notice: (notice) => {
          for (const listener of this.#noticeListeners) listener(notice)
        },
        now: this.#now,
        random: this.#options.random ?? Math.random,
      },
    })
  }

  // --- a copy that cannot be saved as it is --------------------------------------------------------------------------

  async #rebase(reason: RecoveryReason): Promise<void> {
    const { provider: old, doc: oldDoc } = this.#state
    if (!old || !oldDoc || this.#isClosed) return
    const now = this.#now()
    this.#rebases = [...this.#rebases.filter((at) => now - at < 60_000), now]
    if (this.#rebases.length > MAX_REBASES_A_MINUTE) return old.lockUp('refused')
    const fetched = await this.#api.fetchState()
    if (this.#isClosed || this.#state.provider !== old) return
    if (fetched.state !== 'fetched') {
      // The same again when the server answers: the old copy stays as it is until then.
      return old.retryNow()
    }
    const isUnsaved = old.unsaved.count > 0
    const isOtherHistory = fetched.epoch !== this.#epoch
    // A backup was brought back: what was saved after it was made may stand nowhere but here.
    const isOnlyHere = isUnsaved || (isOtherHistory && holdsMore(oldDoc, fetched.update))
    await this.#keepCopy(oldDoc, isOnlyHere ? (isOtherHistory ? 'other_epoch' : reason) : null)
    if (this.#isClosed) return
    const ground = this.#ground
    this.#epoch = fetched.epoch
    const fresh = this.#openDoc(fetched.update, [])
    // Asked again: somebody may have typed on while the copy was being kept.
    if (old.unsaved.count > 0 && ground) {
      // Also words of a copy that was locked wait to be sent: whether they may be is for the server to say.
      fresh.mayEdit = true
      reapply(ground.whole(fresh.doc), oldDoc, fresh.doc)
    }
    old.destroy()
    oldDoc.destroy()
    await this.#readRecoveries()
  }

  /** What the server did not take it would not take at the next opening: it is put aside, and that one begins afresh. */
  async #setAside(doc: Y.Doc): Promise<void> {
    await this.#keepCopy(doc, 'refused')
    if (this.#isClosed) return
    await this.#readRecoveries()
  }

  async #keepCopy(doc: Y.Doc, reason: RecoveryReason | null): Promise<void> {
    await this.#journal?.stop()
    if (reason === null || !this.#store) return
    const state = Y.encodeStateAsUpdate(doc)
    const copy = {
      chapterId: this.#options.chapterId,
      epoch: this.#epoch,
      state,
      // Words whose place is not known here are words too.
      text: doc.store.pendingStructs ? salvage(state, []).text : this.plainText(),
      reason,
    }
    await this.#store.keepRecovery(copy, this.#journal?.rowIds ?? [], this.#now()).catch(noStorage)
  }

  async #readRecoveries(): Promise<void> {
    const recoveries = await this.#store?.recoveries(this.#options.chapterId).catch(noStorage)
    this.#set({ recoveries: recoveries ?? [] })
  }

  // --- keeping and showing --------------------------------------------------------------------------------------------

  #keepSoon(): void {
    if (this.#keepTimer !== null) clearTimeout(this.#keepTimer)
    if (this.#isClosed) return
    this.#keepTimer = setTimeout(() => {
      this.#keepTimer = null
      this.#keeping = this.#keep().catch(noStorage)
    }, KEEP_AFTER_MS)
  }

  /** The line is down: what is saved by now is what words from here on stand on, also should the server's history be another. */
  #keepNow(): void {
    if (this.#keepTimer === null || this.#isClosed) return
    clearTimeout(this.#keepTimer)
    this.#keepTimer = null
    const isUnsaved = (this.#state.provider?.unsaved.count ?? 0) > 0
    this.#keeping = (isUnsaved ? this.#keepBase() : this.#keep()).catch(noStorage)
  }

  /** Keeps the text for the next opening; only when every word of it is on the server, so that it is a base. */
  async #keep(): Promise<void> {
    const { provider, doc } = this.#state
    if (!provider || !doc || provider.unsaved.count > 0 || provider.droppedEdits > 0 || !provider.synced)
      return
    const state = Y.encodeStateAsUpdate(doc)
    this.#ground?.allSaved(state)
    await this.#store?.keepState(this.#options.chapterId, this.#epoch, state, this.#now())
  }

  /** What the unsaved edits stand on: without it they could not be shown at the next opening without a server. */
  async #keepBase(): Promise<void> {
    if (!this.#ground || this.#isClosed) return
    await this.#store?.keepState(this.#options.chapterId, this.#epoch, this.#ground.whole(), this.#now())
  }

  #show(): void {
    const { provider } = this.#state
    if (!provider || this.#isClosed) return
    const isRefused = provider.lock === 'refused' || provider.lock === 'too_large'
    if (isRefused && provider.unsaved.count > 0 && !this.#isSetAside) {
      this.#isSetAside = true
      void this.#setAside(provider.doc)
    }
    const { saving, againInMs } = judgeSaving({
      now: this.#now(),
      link: provider.link,
      mayEdit: provider.mayEdit,
      lock: provider.lock,
      oldestUnsavedAt: provider.unsaved.oldestAt,
      keptHere: this.#journal?.keptHere ?? false,
      trouble: provider.trouble,
    })
    if (this.#lookAgain !== null) clearTimeout(this.#lookAgain)
    this.#lookAgain = againInMs === null ? null : setTimeout(() => this.#show(), againInMs)
    this.#set({ saving, mayEdit: provider.mayEdit, synced: this.#state.synced || provider.synced })
  }

  #set(change: Partial<ChapterState>): void {
    const next = { ...this.#state, ...change }
    if (sameState(this.#state, next)) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }
}

/** Without storage everything works but the words on this device; the indicator and the closing of the tab say so. */
function noStorage(error: unknown): null {
  console.warn('This browser keeps nothing for this page.', error)
  return null
}

function sameState(a: ChapterState, b: ChapterState): boolean {
  const { saving: was, ...before } = a
  const { saving: is, ...after } = b
  return (
    JSON.stringify(was) === JSON.stringify(is) &&
    Object.entries(before).every(([key, value]) => after[key as keyof typeof after] === value)
  )
}
