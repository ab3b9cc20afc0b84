import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { FakeServer, FakeSocket, typeInto } from '@/tests/support/fake-chapter-server'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { LocalStore } from './local-store'
import { OpenChapter } from './open-chapter'

/** Kept seeds; `FUZZ_RUNS` new ones come besides; `FUZZ_SEED` repeats one. */
const KEPT = Array.from({ length: 40 }, (_, i) => 5_000 + i)
const today = Number(process.env.FUZZ_SEED ?? (Date.now() & 0xffffff) + 10_000)
const SEEDS = process.env.FUZZ_SEED
  ? [today]
  : [...KEPT, ...Array.from({ length: Number(process.env.FUZZ_RUNS ?? 0) }, (_, i) => today + i)]

let server: FakeServer
let chapter: OpenChapter
/** Frames of the connection that the server has applied. */
let taken = 0

/** Lets IndexedDB and the microtasks finish: fake-indexeddb runs on setImmediate, which stays real. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function openHere(line: 'allowed' | 'offline'): Promise<void> {
  chapter = new OpenChapter({
    chapterId: 'tide',
    docId: 'tide',
    userId: 'mara',
    mayEdit: true,
    serverUrl: 'ws://localhost/sync',
    api: {
      access: () => Promise.resolve(line),
      fetchState: () =>
        Promise.resolve(
          line === 'allowed'
            ? { state: 'fetched' as const, epoch: server.epoch, seq: 1, update: server.state }
            : { state: line },
        ),
      postUpdate: () => Promise.resolve({ state: 'failed' }),
    },
    random: () => 0,
    WebSocketPolyfill: FakeSocket as unknown as typeof WebSocket,
  })
  await Promise.all([chapter.start(), settle()])
}

async function open(text: string): Promise<void> {
  server = new FakeServer(text)
  await openHere('allowed')
  server.greet(FakeSocket.last)
  server.take(FakeSocket.last)
  taken = FakeSocket.last.updates.length
  await settle()
}

function mine(): Y.Doc {
  if (!chapter.state.doc) throw new Error('The chapter is not open.')
  return chapter.state.doc
}

/** The server has on disk what was sent so far; the answer tells the client so. */
function store(): () => void {
  const socket = FakeSocket.last
  for (const update of socket.updates.slice(taken)) Y.applyUpdate(server.doc, update)
  taken = socket.updates.length
  const ordinal = taken
  return () => {
    if (ordinal > 0) socket.say({ type: 'ack', ordinal, seq: 2 })
  }
}

/** A server with another history of this chapter. */
function restored(backup: Uint8Array): FakeServer {
  const again = Object.assign(new FakeServer(), { doc: new Y.Doc(), epoch: server.epoch + 1 })
  Y.applyUpdate(again.doc, backup)
  return again
}

/** The client finds the server again, sees that its history is another, and is saved in that one. */
async function comeBack(): Promise<void> {
  await vi.advanceTimersByTimeAsync(400)
  server.greet(FakeSocket.last)
  await settle()
  server.greet(FakeSocket.last)
  server.take(FakeSocket.last)
  await settle()
}

const paragraphs = () => chapter.plainText().split('\n')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  vi.setSystemTime(1_000_000)
  globalThis.indexedDB = new IDBFactory()
  FakeSocket.reset()
})

afterEach(async () => {
  await Promise.all([chapter.close(), settle()])
  vi.useRealTimers()
})

describe('a line that is cut in the middle of a burst', () => {
  it('[SY82] doubles no paragraph when the server comes back with what it had acknowledged', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()()
    typeInto(mine(), ' running')
    FakeSocket.last.end(1012)
    server = restored(server.state)
    await comeBack()
    expect(paragraphs()).toEqual(['The ferry stopped running'])
    expect(server.text).toBe('The ferry stopped running')
  })

  it('doubles no paragraph when more is on disk than was acknowledged', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()
    typeInto(mine(), ' running')
    FakeSocket.last.end(1012)
    server = restored(server.state)
    await comeBack()
    expect(paragraphs()).toEqual(['The ferry stopped running'])
  })

  it('brings only the words that were not saved into a backup of the middle of the burst', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()()
    const backup = server.state
    typeInto(mine(), ' running')
    store()()
    typeInto(mine(), ' in October')
    FakeSocket.last.end(1012)
    server = restored(backup)
    await comeBack()
    expect(paragraphs()).toEqual(['The ferry stopped in October'])
    expect(chapter.state.recoveries[0]?.text).toBe('The ferry stopped running in October')
  })

  it('doubles no paragraph that was divided meanwhile, and that somebody else wrote in', async () => {
    await open('The ferry stopped')
    typeInto(mine(), ' running')
    store()()
    divide(mine(), 0, 'The ferry'.length)
    FakeSocket.last.end(1012)
    server = restored(server.state)
    typeInto(server.doc, ' in October')
    await comeBack()
    expect(paragraphs().map((line) => line.trim())).toEqual(['The ferry', 'stopped running in October'])
  })
})

describe('a burst that never paused', () => {
  it('is whole on this device when the line is cut, and the tab closed before it works again', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()()
    typeInto(mine(), ' running')
    FakeSocket.behaviour = 'refuse'
    FakeSocket.last.end(1006)
    await settle()
    await Promise.all([chapter.close(), settle()])
    await openHere('offline')
    expect(paragraphs()).toEqual(['The ferry stopped running'])
  })

  it('is shown whole in the copy that is kept, also where words have lost what they stood on', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()()
    typeInto(mine(), ' running')
    await settle()
    await Promise.all([chapter.close(), settle()])
    const kept = await LocalStore.open('mara')
    await kept.keepState('tide', 1, Y.encodeStateAsUpdate(new FakeServer('The ferry').doc), 1)
    expect((await kept.load('tide'))[0]?.unsaved).toHaveLength(1)
    kept.close()
    server = restored(server.state)
    await openHere('allowed')
    await comeBack()
    expect(chapter.state.recoveries[0]?.text).toContain(' running')
  })

  it('is not lost when somebody types on while the copy is being kept', async () => {
    await open('The ferry')
    typeInto(mine(), ' stopped')
    store()()
    server = restored(server.state)
    FakeSocket.last.end(1012)
    await vi.advanceTimersByTimeAsync(400)
    server.greet(FakeSocket.last)
    const rebased = chapter.state.generation + 1
    let typed = ''
    for (let i = 0; i < 40; i += 1) {
      await Promise.resolve()
      typeInto(mine(), String(i % 10))
      typed += String(i % 10)
    }
    await settle()
    expect(chapter.state.generation).toBe(rebased)
    server.greet(FakeSocket.last)
    server.take(FakeSocket.last)
    expect(server.text).toBe(`The ferry stopped${typed}`)
  })
})

// --- any burst -------------------------------------------------------------------------------------------------------

function textAt(doc: Y.Doc, at: number): Y.XmlText {
  const block = doc.getXmlFragment(CHAPTER_FRAGMENT).get(at)
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('The chapter has no such paragraph with text.')
  return text
}

/** Enter, as an editor writes it: what stands behind is taken out and put into a paragraph of its own. */
function divide(doc: Y.Doc, at: number, offset: number): void {
  doc.transact(() => {
    const text = textAt(doc, at)
    const tail = text.toString().slice(offset)
    text.delete(offset, tail.length)
    const next = new Y.XmlElement('paragraph')
    next.insert(0, [new Y.XmlText(tail)])
    doc.getXmlFragment(CHAPTER_FRAGMENT).insert(at + 1, [next])
  })
}

/** Words of a chapter of nothing but numbered words, in their order. */
const wordsOf = (doc: Y.Doc): string[] =>
  doc
    .getXmlFragment(CHAPTER_FRAGMENT)
    .toString()
    .replace(/<[^>]+>/g, ' ')
    .split(' ')
    .filter((word) => word !== '')

/** Where words begin, and the end. */
const boundaries = (text: string): number[] => [
  ...text.split(' ').map((_, i, words) => words.slice(0, i).join(' ').length + (i > 0 ? 1 : 0)),
]

function writeWord(doc: Y.Doc, word: string, chance: Chance): void {
  const text = textAt(doc, chance.below(doc.getXmlFragment(CHAPTER_FRAGMENT).length))
  text.insert(chance.pick(boundaries(text.toString())), `${word} `)
}

function eraseWord(doc: Y.Doc, chance: Chance): void {
  const text = textAt(doc, chance.below(doc.getXmlFragment(CHAPTER_FRAGMENT).length))
  const word = [...text.toString().matchAll(/\S+ /g)][chance.below(4)]
  if (word) text.delete(word.index, word[0].length)
}

/** What somebody does to a chapter; keys come in a burst, often one behind the other. */
function write(doc: Y.Doc, word: string, chance: Chance): void {
  if (chance.oneIn(12)) {
    const at = chance.below(doc.getXmlFragment(CHAPTER_FRAGMENT).length)
    divide(doc, at, chance.pick(boundaries(textAt(doc, at).toString())))
  } else if (chance.oneIn(7)) eraseWord(doc, chance)
  else if (chance.oneIn(2)) textAt(doc, 0).insert(textAt(doc, 0).length, `${word} `)
  else writeWord(doc, word, chance)
}

/** Sends what somebody else wrote to the client. */
function writeTheirs(word: string, chance: Chance): void {
  const before = Y.encodeStateVector(server.doc)
  writeWord(server.doc, word, chance)
  FakeSocket.last.say({ type: 'update', update: Y.encodeStateAsUpdate(server.doc, before) })
}

/** A burst. @returns the words that the server acknowledged or that others wrote, and a backup of some moment in it */
async function burst(chance: Chance): Promise<{ backup: Uint8Array; acknowledged: Set<string> }> {
  let backup = server.state
  let acknowledge = store()
  let stored: string[] = []
  const acknowledged = new Set<string>()
  for (let i = 0; i < 40; i += 1) {
    const roll = chance.below(10)
    if (roll < 5) write(mine(), `m${i}`, chance)
    else if (roll < 6) writeTheirs(`t${i}`, chance)
    else if (roll < 8) {
      acknowledge = store()
      stored = wordsOf(server.doc)
    } else if (roll < 9) {
      acknowledge()
      for (const word of stored) acknowledged.add(word)
    } else if (chance.oneIn(2)) backup = server.state
    if (chance.oneIn(15)) {
      await vi.advanceTimersByTimeAsync(chance.below(2_500))
      await settle()
    }
  }
  return { backup, acknowledged }
}

const doubled = (words: readonly string[]) => words.filter((word, i) => words.indexOf(word) !== i)

/** How many words were brought over in all runs. */
let brought = 0

describe('another history after any burst', () => {
  afterAll(() => {
    expect(brought).toBeGreaterThan(0)
    console.info(`seeds ${SEEDS[0]} to ${SEEDS.at(-1)}: ${brought} words brought over`)
  })

  it.each(SEEDS)('[SY82] holds every word once, and all that was not saved (seed %i)', async (seed) => {
    const chance = chanceFrom(seed)
    await open('w0 w1 w2 w3 w4 w5 w6 w7 ')
    const { backup, acknowledged } = await burst(chance)
    FakeSocket.last.end(1012)
    for (let i = 40; i < 40 + chance.below(8); i += 1) write(mine(), `m${i}`, chance)
    const unsaved = wordsOf(mine()).filter((word) => word.startsWith('m') && !acknowledged.has(word))
    server = restored(chance.oneIn(3) ? server.state : backup)
    if (chance.oneIn(3)) writeWord(server.doc, 'after', chance)
    const held = wordsOf(server.doc)
    const wanted = held.filter((word) => wordsOf(mine()).includes(word) || word === 'after')
    await comeBack()
    const now = wordsOf(server.doc)
    expect(wordsOf(mine())).toEqual(now)
    expect(doubled(now)).toEqual([])
    expect(now).toEqual(expect.arrayContaining([...unsaved, ...wanted]))
    expect(chapter.state.saving).toEqual({ state: 'saved' })
    brought += unsaved.filter((word) => !held.includes(word)).length
  })
})
