import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Frame } from '@/lib/sync/wire'
import { brokenPromises } from '@/tests/support/ledger'
import { loseNewestRow } from '@/tests/support/lost-row'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { rawClient, type RawClient } from '@/tests/support/raw-client'

/** RELIABILITY P1: 0 lost in 500 rounds; a night runs as many. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 10)
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)

/** How many words a writer sends before he waits for an acknowledgement. */
const UNDER_WAY = 4
const WRITERS = ['mara', 'tomas', 'ines', 'kit'] as const
type Who = (typeof WRITERS)[number]

let world: PeopledServer<Who>
let chapterId: string

/** What a writer must find again: words that were acknowledged to him, and words of others that he saw. */
class Writer {
  readonly doc = new Y.Doc()
  readonly acknowledged = new Set<string>()
  readonly seen = new Set<string>()
  client: RawClient | null = null
  /** Words sent on this connection, by the ordinal of the frame that carried them. */
  #sent: { word: string; ordinal: number }[] = []
  #unsaved: string[] = []
  #next = 1
  #whenSaved: () => void = () => undefined
  readonly #chance: Chance

  constructor(
    readonly who: Who,
    chance: Chance,
  ) {
    this.#chance = chance
  }

  /** Opens a connection; what is in the doc and not on the server goes out first, as an editor does it. */
  async open(onFrame: () => void): Promise<void> {
    this.#sent = []
    const { token } = world.tokens[this.who]
    this.client = await rawClient(world.server.url, chapterId, {
      ...{ token, doc: this.doc, wantsExtensions: true, sendsEdits: true },
      heard: (frame, ordinal) => {
        this.#hear(frame, ordinal)
        onFrame()
      },
    })
  }

  get mayType(): boolean {
    return this.#unsaved.length < UNDER_WAY
  }

  /** Puts a new word somewhere between two words, or begins a paragraph with it. */
  type(): void {
    const { client } = this
    if (!client) throw new Error(`${this.who} has no connection`)
    const word = `${this.who}-${this.#next++}`
    const before = client.ordinal
    this.#unsaved.push(word)
    const fragment = this.doc.getXmlFragment('default')
    const blocks = fragment.toArray() as Y.XmlElement[]
    if (this.#chance.oneIn(12)) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(`${word} `)])
      fragment.insert(this.#chance.below(blocks.length + 1), [paragraph])
    } else {
      const text = this.#chance.pick(blocks).get(0) as Y.XmlText
      const gaps = [0, ...Array.from(text.toString().matchAll(/ /g), ({ index }) => index + 1)]
      text.insert(this.#chance.pick(gaps), `${word} `)
    }
    const { ordinal } = client
    this.#sent.push({ word, ordinal: ordinal > before ? ordinal : Infinity })
  }

  /** Resolves when nothing is unsaved. */
  allSaved(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenSaved = resolve
      this.#saved(0)
    })
  }

  #hear(frame: Frame, ordinal: number): void {
    if (frame.type === 'refusal') throw new Error(`${this.who} was refused: ${frame.class} ${frame.reason}`)
    if (frame.type === 'ack') this.#saved(frame.ordinal)
    if (frame.type === 'update' || frame.type === 'step2')
      for (const word of wordsOf(this.doc)) if (!word.startsWith(`${this.who}-`)) this.seen.add(word)
    if (frame.type !== 'step1') return
    // Whatever was left from the last connection went out in the answer to the server's question; an answer that
    // carried nothing was not counted, because the server has it all.
    this.#sent = this.#unsaved.map((word) => ({ word, ordinal }))
    if (ordinal === 0) this.#saved(0)
  }

  #saved(ordinal: number): void {
    for (const { word, ordinal: of } of this.#sent)
      if (of <= ordinal) {
        this.acknowledged.add(word)
        this.#unsaved = this.#unsaved.filter((other) => other !== word)
      }
    this.#sent = this.#sent.filter(({ ordinal: of }) => of > ordinal)
    if (this.#unsaved.length === 0) this.#whenSaved()
  }
}

function wordsOf(doc: Y.Doc): string[] {
  const blocks = doc.getXmlFragment('default').toArray() as Y.XmlElement[]
  return blocks
    .flatMap((block) => block.toArray().map((child) => (child as Y.XmlText).toString()))
    .flatMap((text) => text.split(' '))
    .filter((word) => /^[a-z]+-\d+$/.test(word))
}

/** The words on disk, as the new server reads them before any writer is back. */
async function storedWords(): Promise<Map<string, number>> {
  const { status, bytes } = await world.api.mara.call('GET', `/api/v1/chapters/${chapterId}/state`)
  expect(status).toBe(200)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const counts = new Map<string, number>()
  for (const word of wordsOf(doc)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

beforeAll(async () => {
  world = await startPeopledServer({
    ...{ mara: 'Mara Voss', tomas: 'Tomas Oyelaran', ines: 'Ines Rautio', kit: 'Kit Halvorsen' },
  })
  const { mara } = world.api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Last Ferry',
  })
  for (const who of WRITERS.slice(1)) {
    const userId = world.userIds[who]
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, {
      role: 'coauthor',
    })
  }
  chapterId = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'Forty Steps', markdown: 'The ferry left at six.\n\nNobody counted the steps.' },
  })
}, 180_000)

afterAll(() => world?.stop())

it(
  `[P1] ${ROUNDS} times killed while four write: every word acknowledged or seen is there exactly once, and a lost row is found`,
  async () => {
    console.log(`kill: KILL_SEED=${SEED} KILL_ROUNDS=${ROUNDS}`)
    const chance = chanceFrom(SEED)
    const writers = WRITERS.map((who) => new Writer(who, chance))
    let kept = 0
    for (let round = 0; round < ROUNDS; round++) {
      await writeUntilKilled(writers, 20 + chance.below(400), chance)
      await world.server.restart()
      const stored = await storedWords()
      expect(brokenPromises(writers, stored), `round ${round}`).toEqual([])
      const ofAll = writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
      expect(ofAll, 'words were acknowledged in this round').toBeGreaterThan(kept)
      kept = ofAll
    }
    await settle(writers)
    const stored = await storedWords()
    for (const { doc } of writers) expect(wordsOf(doc).toSorted()).toEqual([...stored.keys()].toSorted())
    expect(writers.every(({ seen }) => seen.size > 0)).toBe(true)
    console.log(`kill: ${kept} words acknowledged, ${stored.size} stored, 0 lost`)
    // The ledger itself: a store that loses one row without a word is found out.
    await world.server.kill('SIGKILL')
    loseNewestRow(world.server.dataDir, chapterId)
    await world.server.restart()
    expect(brokenPromises(writers, await storedWords())).not.toEqual([])
  },
  60_000 + ROUNDS * 30_000,
)

/** All write as fast as they are acknowledged, until so many frames were heard; then the server dies. */
async function writeUntilKilled(writers: readonly Writer[], frames: number, chance: Chance): Promise<void> {
  let heard = 0
  const enough = new EventTarget()
  const reached = once(enough, 'heard')
  const onFrame = () => {
    heard += 1
    if (heard === frames) enough.dispatchEvent(new Event('heard'))
    if (heard > frames) return
    for (const writer of writers) if (writer.client && writer.mayType && !chance.oneIn(3)) writer.type()
  }
  for (const writer of writers) await writer.open(onFrame)
  for (const writer of writers) if (writer.mayType) writer.type()
  await reached
  for (const writer of writers) if (writer.mayType) writer.type()
  await world.server.kill('SIGKILL')
  // Bytes that were on their way count as seen.
  for (const { client } of writers) await client?.closed
  for (const writer of writers) writer.client = null
}

/** Everybody comes back once more, until all have the same and nothing is unsaved. */
async function settle(writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) await writer.open(() => undefined)
  await Promise.all(writers.map((writer) => writer.allSaved()))
  for (const writer of writers) await writer.client?.taken()
  for (const writer of writers) writer.client?.close()
}
