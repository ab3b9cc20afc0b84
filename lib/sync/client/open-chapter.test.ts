import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { FakeServer, FakeSocket, typeInto, wordsOf } from '@/tests/support/fake-chapter-server'
import type { SyncApi } from './http'
import { LocalStore, forgetEverything, hasUnsavedWords } from './local-store'
import { OpenChapter } from './open-chapter'
import type { PostAnswer } from './posting'
import { POST_OVER_BYTES } from './posting'

let server: FakeServer
let api: SyncApi & {
  answer: 'allowed' | 'signed_out' | 'gone' | 'offline'
  posted: Uint8Array[]
  post: PostAnswer
}
let opened: OpenChapter[]

/** Lets IndexedDB and the microtasks finish: fake-indexeddb runs on setImmediate, which stays real. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function open(options: { mayEdit?: boolean; userId?: string } = {}): Promise<OpenChapter> {
  const chapter = new OpenChapter({
    chapterId: 'tide',
    docId: 'tide',
    userId: options.userId ?? 'mara',
    mayEdit: options.mayEdit ?? true,
    serverUrl: 'ws://localhost/sync',
    api,
    random: () => 0,
    WebSocketPolyfill: FakeSocket as unknown as typeof WebSocket,
  })
  opened.push(chapter)
  await Promise.all([chapter.start(), settle()])
  await settle()
  return chapter
}

async function openGreeted(options: { mayEdit?: boolean } = {}): Promise<OpenChapter> {
  const chapter = await open(options)
  server.greet(FakeSocket.last, options.mayEdit ?? true)
  await settle()
  return chapter
}

function docOf(chapter: OpenChapter): Y.Doc {
  if (!chapter.state.doc) throw new Error('The chapter is not open.')
  return chapter.state.doc
}

/** Leaves words on the device that were typed on what this server has, with or without that as their base. */
async function keepUnsaved(on: FakeServer, epoch: number, words: string, withBase = false): Promise<void> {
  const typed = new Y.Doc()
  Y.applyUpdate(typed, on.state)
  const before = Y.encodeStateVector(typed)
  typeInto(typed, words)
  const store = await LocalStore.open('mara')
  await store.addUnsaved('tide', epoch, Y.encodeStateAsUpdate(typed, before))
  if (withBase) await store.keepState('tide', epoch, on.state, 1)
  store.close()
}

/** Makes the server refuse posts of more bytes; the answer counts all tries. */
function refuseOver(most: number): () => number {
  let tries = 0
  api.postUpdate = (update) => {
    tries += 1
    if (update.byteLength > most) return Promise.resolve({ state: 'too_large' })
    const before = server.doc.store.pendingStructs
    Y.applyUpdate(server.doc, update)
    if (server.doc.store.pendingStructs !== before) throw new Error('The update left clocks out.')
    api.posted.push(update)
    return Promise.resolve({ state: 'saved' })
  }
  return () => tries
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  vi.setSystemTime(1_000_000)
  globalThis.indexedDB = new IDBFactory()
  FakeSocket.reset()
  server = new FakeServer()
  opened = []
  api = {
    answer: 'allowed',
    posted: [],
    post: { state: 'saved' },
    access: () => Promise.resolve(api.answer),
    fetchState: () =>
      Promise.resolve(
        api.answer === 'allowed'
          ? { state: 'fetched' as const, epoch: server.epoch, seq: 1, update: server.state }
          : { state: api.answer },
      ),
    postUpdate: (update) => {
      api.posted.push(update)
      if (api.post.state === 'saved') Y.applyUpdate(server.doc, update)
      return Promise.resolve(api.post)
    },
  }
})

afterEach(async () => {
  await Promise.all([...opened.map((chapter) => chapter.close()), settle()])
  vi.useRealTimers()
})

describe('the indicator', () => {
  it('says saved only after the acknowledgement, with a word after one second and another after five', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    typeInto(docOf(chapter), ' Nobody spoke of it.')
    expect(chapter.state.saving).toEqual({ state: 'typed' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(chapter.state.saving).toEqual({ state: 'saving' })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(chapter.state.saving).toEqual({ state: 'not_saved', trouble: false })
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text).toContain('Nobody spoke of it.')
  })

  it('counts a deletion as unsaved as well', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    docOf(chapter).getXmlFragment(CHAPTER_FRAGMENT).delete(0, 1)
    expect(chapter.state.saving).toEqual({ state: 'typed' })
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
  })

  it('keeps an edit unsaved when its own frame was refused, though a later one was acknowledged', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' One.')
    typeInto(docOf(chapter), ' Two.')
    FakeSocket.last.say({ type: 'refusal', ordinal: 1, class: 'resync', reason: 'gap' })
    FakeSocket.last.say({ type: 'ack', ordinal: 2, seq: 2 })
    expect(chapter.state.provider?.unsaved.count).toBe(1)
    FakeSocket.last.say({ type: 'step1', stateVector: Y.encodeStateVector(server.doc) })
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text).toContain('One. Two.')
  })

  it('says that the server itself cannot save', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' More.')
    FakeSocket.last.say({ type: 'savingTrouble' })
    expect(chapter.state.saving).toEqual({ state: 'not_saved', trouble: true })
  })

  it('goes offline when neither a socket nor the server answers, and sends the words when it does again', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    FakeSocket.behaviour = 'refuse'
    api.answer = 'offline'
    FakeSocket.last.end(1006)
    await vi.advanceTimersByTimeAsync(400)
    typeInto(docOf(chapter), ' Written on the train.')
    await settle()
    expect(chapter.state.saving).toEqual({ state: 'offline', unsaved: true, keptHere: true })
    FakeSocket.behaviour = 'open'
    api.answer = 'allowed'
    chapter.retry()
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text).toContain('Written on the train.')
  })

  it('asks to sign in, keeps the words, and saves them after signing in', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    FakeSocket.behaviour = 'refuse'
    api.answer = 'signed_out'
    FakeSocket.last.end(4401)
    typeInto(docOf(chapter), ' Still here.')
    await settle()
    expect(chapter.state.saving).toEqual({ state: 'signed_out', unsaved: true, keptHere: true })
    FakeSocket.behaviour = 'open'
    api.answer = 'allowed'
    await vi.advanceTimersByTimeAsync(15_000)
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text).toContain('Still here.')
  })

  it('stops for good when the chapter is gone', async () => {
    const chapter = await openGreeted()
    FakeSocket.behaviour = 'refuse'
    api.answer = 'gone'
    FakeSocket.last.end(4404)
    await settle()
    const sockets = FakeSocket.made.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(chapter.state.saving.state).toBe('gone')
    expect(FakeSocket.made).toHaveLength(sockets)
  })
})

describe('what is sent', () => {
  it('sends nothing before the server has asked what it lacks, then everything in one answer', async () => {
    const chapter = await open()
    typeInto(docOf(chapter), ' Early words.')
    expect(FakeSocket.last.updates).toHaveLength(0)
    server.greet(FakeSocket.last)
    expect(FakeSocket.last.updates).toHaveLength(1)
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
  })

  it('never sends an edit of somebody who may not edit, and counts it', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const chapter = await openGreeted({ mayEdit: false })
    typeInto(docOf(chapter), ' Not mine to write.')
    FakeSocket.last.say({ type: 'step1', stateVector: Y.encodeStateVector(server.doc) })
    expect(FakeSocket.last.updates).toHaveLength(0)
    expect(chapter.state.provider?.droppedEdits).toBe(1)
    expect(complaint).toHaveBeenCalledOnce()
    expect(chapter.state.saving).toEqual({ state: 'read_only' })
  })

  it('posts what is too large for a frame, and then what was typed meanwhile', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    const frames = FakeSocket.last.updates.length
    typeInto(docOf(chapter), 'x'.repeat(POST_OVER_BYTES + 1))
    typeInto(docOf(chapter), ' And on.')
    expect(FakeSocket.last.updates).toHaveLength(frames)
    await settle()
    expect(api.posted).toHaveLength(1)
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text.endsWith('And on.')).toBe(true)
  })

  it('is asked again when the question came while a large text was posted, and goes on sending', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    let arrive = () => {}
    api.postUpdate = (update) =>
      new Promise((resolve) => {
        arrive = () => {
          Y.applyUpdate(server.doc, update)
          resolve({ state: 'saved' })
        }
      })
    typeInto(docOf(chapter), 'x'.repeat(POST_OVER_BYTES + 1))
    FakeSocket.last.end(1006)
    await vi.advanceTimersByTimeAsync(400)
    const unanswered = FakeSocket.last
    server.greet(unanswered)
    arrive()
    await settle()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(FakeSocket.last).not.toBe(unanswered)
    server.greet(FakeSocket.last)
    typeInto(docOf(chapter), ' And on.')
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(server.text.endsWith('And on.')).toBe(true)
  })

  it('posts what a proxy finds too large piece by piece, in order, and is saved', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    const most = 2 * POST_OVER_BYTES
    refuseOver(most)
    FakeSocket.last.end(1006)
    for (const letter of 'abcde') {
      typeInto(docOf(chapter), letter.repeat(POST_OVER_BYTES - 1_000))
      await settle()
    }
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last)
    await settle()
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    expect(api.posted.every((update) => update.byteLength <= most)).toBe(true)
    expect(server.text).toBe(wordsOf(docOf(chapter)))
    expect(server.text).toHaveLength(
      'The ferry stopped running in October.'.length + 5 * (POST_OVER_BYTES - 1_000),
    )
    expect(await hasUnsavedWords('mara')).toBe(false)
  })

  it('locks when one piece alone is too large, tries no more, and keeps a copy on this device', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    const tries = refuseOver(POST_OVER_BYTES)
    typeInto(docOf(chapter), 'x'.repeat(POST_OVER_BYTES + 1))
    await settle()
    await vi.advanceTimersByTimeAsync(120_000)
    await settle()
    expect(chapter.state.saving).toEqual({ state: 'locked', reason: 'too_large', unsaved: true })
    expect(tries()).toBe(1)
    expect(chapter.state.recoveries).toMatchObject([{ reason: 'refused' }])
    expect(chapter.state.recoveries[0]?.text).toContain('xxx')
    await Promise.all([chapter.close(), settle()])
    const next = await openGreeted()
    expect(wordsOf(docOf(next))).toBe('The ferry stopped running in October.')
  })

  it('locks when the right to edit is lost with words unsaved, and keeps them', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    FakeSocket.last.end(4000)
    typeInto(docOf(chapter), ' Too late.')
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last, false)
    await settle()
    expect(chapter.state.saving).toEqual({ state: 'locked', reason: 'read_only', unsaved: true })
    expect(FakeSocket.last.updates).toHaveLength(0)
    expect(chapter.plainText()).toContain('Too late.')
  })

  it('holds what others write while a word is composed, and loses neither', async () => {
    const chapter = await openGreeted()
    chapter.state.provider?.inbox.hold()
    const other = new Y.Doc()
    Y.applyUpdate(other, server.state)
    const before = Y.encodeStateVector(other)
    typeInto(other, ' Theirs.')
    FakeSocket.last.say({ type: 'update', update: Y.encodeStateAsUpdate(other, before) })
    expect(wordsOf(docOf(chapter))).not.toContain('Theirs.')
    typeInto(docOf(chapter), ' Mine.')
    chapter.state.provider?.inbox.release()
    expect(wordsOf(docOf(chapter))).toContain('Theirs.')
    expect(wordsOf(docOf(chapter))).toContain('Mine.')
  })
})

describe('a copy that cannot be saved as it is', () => {
  it('is replaced by the server’s, with its own unsaved words applied again as a difference', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    await vi.advanceTimersByTimeAsync(3_000)
    await settle()
    typeInto(docOf(chapter), ' My own sentence.')
    const generation = chapter.state.generation
    FakeSocket.last.say({ type: 'refusal', ordinal: 1, class: 'rebase', reason: 'client_taken' })
    await settle()
    expect(chapter.state.generation).toBe(generation + 1)
    expect(chapter.state.recoveries).toHaveLength(1)
    expect(chapter.state.recoveries[0]?.text).toContain('My own sentence.')
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(server.text).toBe('The ferry stopped running in October. My own sentence.')
    expect(chapter.state.saving).toEqual({ state: 'saved' })
  })

  it('does not mix two histories: another epoch brings a fresh doc before anything is exchanged', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    const restored = new FakeServer('The ferry stopped running.')
    restored.epoch = 2
    server = restored
    FakeSocket.last.end(1012)
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last)
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(wordsOf(docOf(chapter))).toBe('The ferry stopped running.')
    expect(server.text).toBe('The ferry stopped running.')
  })

  it('is kept when a backup was brought back and its saved words stand nowhere else any more', async () => {
    const backup = server.state
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Written after the backup.')
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    server = Object.assign(new FakeServer(), { doc: new Y.Doc(), epoch: 2 })
    Y.applyUpdate(server.doc, backup)
    FakeSocket.last.say({ type: 'refusal', ordinal: 0, class: 'rebase', reason: 'other_history' })
    await settle()
    expect(wordsOf(docOf(chapter))).toBe('The ferry stopped running in October.')
    expect(chapter.state.recoveries).toMatchObject([
      { reason: 'other_epoch', text: 'The ferry stopped running in October. Written after the backup.' },
    ])
    expect(await hasUnsavedWords('mara')).toBe(true)
  })

  it('brings only what was typed since the line was cut into a history that was brought back', async () => {
    const backup = server.state
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Written after the backup.')
    server.take(FakeSocket.last)
    FakeSocket.last.end(1012)
    const line = new Y.XmlElement('paragraph')
    line.insert(0, [new Y.XmlText('Typed on the way.')])
    docOf(chapter).getXmlFragment(CHAPTER_FRAGMENT).push([line])
    server = Object.assign(new FakeServer(), { doc: new Y.Doc(), epoch: 2 })
    Y.applyUpdate(server.doc, backup)
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last)
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(chapter.plainText()).toBe('The ferry stopped running in October.\nTyped on the way.')
    expect(chapter.state.recoveries[0]?.text).toContain('Written after the backup.')
  })

  it('is told to whoever listens when it is kept and when it is let go of', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Refused.')
    const told: number[] = []
    chapter.subscribe(() => told.push(chapter.state.recoveries.length))
    FakeSocket.last.say({ type: 'refusal', ordinal: 1, class: 'refused', reason: 'bad_mark' })
    await settle()
    expect(told.at(-1)).toBe(1)
    await Promise.all([chapter.forgetRecovery(chapter.state.recoveries[0]?.id ?? 0), settle()])
    expect(told.at(-1)).toBe(0)
  })

  it('leaves no recovery version when the history brought back holds all of it', async () => {
    const chapter = await openGreeted()
    server.epoch = 2
    FakeSocket.last.say({ type: 'refusal', ordinal: 0, class: 'rebase', reason: 'other_history' })
    await settle()
    expect(chapter.state.generation).toBe(2)
    expect(chapter.state.recoveries).toEqual([])
  })

  it('saves words that waited while nobody might write, once a repair has begun another history', async () => {
    const chapter = await openGreeted()
    server.take(FakeSocket.last)
    FakeSocket.last.end(1012)
    typeInto(docOf(chapter), ' Typed on the way.')
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last, false)
    await settle()
    expect(chapter.state.saving).toMatchObject({ state: 'locked', unsaved: true })
    server.epoch = 2
    FakeSocket.last.end(4409)
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(server.text).toBe('The ferry stopped running in October. Typed on the way.')
    expect(chapter.state).toMatchObject({ saving: { state: 'saved' }, mayEdit: true })
    expect(chapter.state.provider?.droppedEdits).toBe(0)
  })

  it('locks after several rebases in a minute instead of going round for ever', async () => {
    const chapter = await openGreeted()
    for (let i = 0; i < 4; i += 1) {
      FakeSocket.last.say({ type: 'refusal', ordinal: 0, class: 'rebase', reason: 'client_taken' })
      await settle()
    }
    expect(chapter.state.saving.state).toBe('locked')
  })

  it('locks on a refusal that no editor of ours can earn, and offers the text', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Kept.')
    FakeSocket.last.say({ type: 'refusal', ordinal: 1, class: 'refused', reason: 'bad_content' })
    expect(chapter.state.saving).toEqual({ state: 'locked', reason: 'refused', unsaved: true })
    expect(chapter.plainText()).toContain('Kept.')
  })

  it('is put aside after such a refusal, and the next opening can save again', async () => {
    const first = await openGreeted()
    server.take(FakeSocket.last)
    typeInto(docOf(first), ' Refused.')
    FakeSocket.last.say({ type: 'refusal', ordinal: 1, class: 'refused', reason: 'bad_mark' })
    await settle()
    expect(first.state.recoveries).toMatchObject([{ reason: 'refused' }])
    await Promise.all([first.close(), settle()])
    const second = await openGreeted()
    expect(wordsOf(docOf(second))).not.toContain('Refused.')
    typeInto(docOf(second), ' Taken.')
    server.take(FakeSocket.last)
    expect(second.state.saving).toEqual({ state: 'saved' })
    expect(second.state.recoveries[0]?.text).toContain('Refused.')
  })
})

describe('this device', () => {
  it('brings unsaved words back after the tab was closed offline, and saves them when it can', async () => {
    const first = await openGreeted()
    server.take(FakeSocket.last)
    FakeSocket.behaviour = 'refuse'
    api.answer = 'offline'
    FakeSocket.last.end(1006)
    typeInto(docOf(first), ' Typed in the tunnel.')
    await settle()
    expect(await hasUnsavedWords('mara')).toBe(true)
    await Promise.all([first.close(), settle()])

    const second = await open()
    expect(wordsOf(docOf(second))).toContain('Typed in the tunnel.')
    expect(second.state.saving).toMatchObject({ state: 'offline', unsaved: true })
    FakeSocket.behaviour = 'open'
    api.answer = 'allowed'
    second.retry()
    await settle()
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    await settle()
    expect(server.text).toContain('Typed in the tunnel.')
    expect(await hasUnsavedWords('mara')).toBe(false)
  })

  it('knows before the words are stored that closing the tab would lose them, and not after', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Quick.')
    expect(chapter.wouldLoseWords).toBe(true)
    await settle()
    expect(chapter.wouldLoseWords).toBe(false)
  })

  it('keeps the words of two tabs apart: what one had acknowledged does not take the other’s away', async () => {
    const one = await openGreeted()
    const socketOfOne = FakeSocket.last
    const two = await openGreeted()
    typeInto(docOf(one), ' From the first tab.')
    typeInto(docOf(two), ' From the second tab.')
    await settle()
    server.take(socketOfOne)
    await settle()
    expect(one.state.saving).toEqual({ state: 'saved' })
    expect(await hasUnsavedWords('mara')).toBe(true)
    const store = await LocalStore.open('mara')
    const [kept] = await store.load('tide')
    store.close()
    const again = new Y.Doc()
    Y.applyUpdate(again, server.state)
    for (const row of kept?.unsaved ?? []) Y.applyUpdate(again, row.bytes)
    expect(wordsOf(again)).toContain('From the second tab.')
  })

  it('forgets one person and not the other', async () => {
    for (const userId of ['mara', 'tomas']) {
      const store = await LocalStore.open(userId)
      await store.addUnsaved('tide', 1, new Uint8Array([1]))
      await store.keepState('tide', 1, server.state, 1)
      store.close()
    }
    await forgetEverything('mara')
    expect(await hasUnsavedWords('mara')).toBe(false)
    expect(await hasUnsavedWords('tomas')).toBe(true)
  })

  it('keeps nothing of a chapter whose person has signed out, though it was about to', async () => {
    const chapter = await openGreeted()
    typeInto(docOf(chapter), ' Saved a moment ago.')
    server.take(FakeSocket.last)
    typeInto(docOf(chapter), ' Not even kept yet.')
    await Promise.all([chapter.stopKeeping(), settle()])
    await forgetEverything('mara')
    typeInto(docOf(chapter), ' Typed while the page goes away.')
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all([chapter.close(), settle()])
    const store = await LocalStore.open('mara')
    expect(await store.load('tide')).toEqual([])
    store.close()
  })

  it('still knows of unsaved words that have lost their base when the server comes back', async () => {
    await keepUnsaved(server, 1, ' Left over.')
    api.answer = 'offline'
    const chapter = await open()
    expect(chapter.state.saving).toMatchObject({ state: 'offline', unsaved: true })
    api.answer = 'allowed'
    chapter.retry()
    await settle()
    expect(wordsOf(docOf(chapter))).toContain('Left over.')
  })

  it('keeps unsaved words without a base apart when the server has another history, and starts clean', async () => {
    await keepUnsaved(server, 1, ' Left over.')
    server = new FakeServer('The ferry stopped running.')
    server.epoch = 2
    api.answer = 'offline'
    const chapter = await open()
    expect(chapter.state.saving).toMatchObject({ state: 'offline', unsaved: true })
    api.answer = 'allowed'
    chapter.retry()
    await settle()
    expect(wordsOf(docOf(chapter))).toBe('The ferry stopped running.')
    expect(docOf(chapter).store.pendingStructs).toBeNull()
    expect(chapter.state.recoveries).toMatchObject([{ reason: 'other_epoch', text: ' Left over.' }])
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    const store = await LocalStore.open('mara')
    expect((await store.load('tide')).flatMap((kept) => kept.unsaved)).toEqual([])
    store.close()
  })

  it('keeps them apart also when the server lacks what they stand on', async () => {
    const other = new FakeServer('Another beginning.')
    await keepUnsaved(other, 1, ' And its end.')
    const chapter = await openGreeted()
    expect(wordsOf(docOf(chapter))).toBe('The ferry stopped running in October.')
    expect(docOf(chapter).store.pendingStructs).toBeNull()
    expect(chapter.state.recoveries).toMatchObject([{ text: ' And its end.' }])
  })

  it('shows the unsaved words of an older history as a whole copy, and opens the newest', async () => {
    await keepUnsaved(server, 1, ' Never sent.', true)
    server.epoch = 2
    const store = await LocalStore.open('mara')
    await store.keepState('tide', 2, server.state, 2)
    store.close()
    const chapter = await openGreeted()
    expect(wordsOf(docOf(chapter))).toBe('The ferry stopped running in October.')
    expect(chapter.state.recoveries).toMatchObject([
      { reason: 'other_epoch', text: 'The ferry stopped running in October. Never sent.' },
    ])
    expect(chapter.state.saving).toEqual({ state: 'saved' })
  })

  it('says where it stands when there is nothing here and no server, and opens when there is one', async () => {
    api.answer = 'offline'
    const chapter = await open()
    expect(chapter.state).toMatchObject({ phase: 'waiting', saving: { state: 'offline', unsaved: false } })
    api.answer = 'allowed'
    chapter.retry()
    await settle()
    expect(chapter.state.phase).toBe('ready')
  })
})
