import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { authorizeChapter, authorizeThread } from '@/lib/access/authorize'
import { reportAnchor } from '@/lib/critique/anchors'
import { reanchorThreads } from '@/lib/critique/reanchoring'
import { listThreads, openThread } from '@/lib/critique/threads'
import type { ThreadView } from '@/lib/critique/contract'
import { isAppError } from '@/lib/errors'
import { ask } from '@/lib/events/events'
import { nameVersion } from '@/lib/manuscript/versions'
import { restoreVersion } from '@/lib/manuscript/versions-restoring'
import { PAGE_LIMIT } from '@/lib/paging'
import { endsOf } from '@/components/margin/passage'
import { decodeAnchor } from '@/lib/text/anchor'
import { placeAll, type Placement } from '@/lib/text/placement'
import { plainText, TEXT_ROOT } from '@/lib/text/plain'
import { Characters, charactersOf, lettersOf, withoutBreaks, type Carried, type Reading } from './characters'
import { fakeClock } from './clock'
import { chanceFrom, type Chance } from './random'
import { actAtDesk, type ActWorld, type HistoryKind } from './thread-acts'
import { count, judge, type PlantedThread, type Tally } from './thread-judge'
import { Seat } from './thread-seats'
import { openVersionDesk, type VersionDesk } from './versions'

const NOTHING: Carried = { text: '', letters: [] }

const SAMPLE = ['1-the-timetable', '2-forty-steps', '3-what-the-tide-kept'].map((name) =>
  readFileSync(join(import.meta.dirname, `../../prisma/sample/${name}.md`), 'utf8')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== ''),
)

const THREADS = 10
const ACTS = 24
/** Each history is judged so often: in the middle and at its end. */
const JUDGED_AFTER = [ACTS / 2, ACTS]

/** What kind a history is of: of five seeds, one is of structure and one of changes to the whole. */
function kindOf(seed: number): HistoryKind {
  if (seed % 5 === 4) return 'structure'
  return seed % 5 === 2 ? 'whole' : 'writing'
}

/** Words of real prose to type. */
function wordsOf(chance: Chance): string {
  const words = chance.pick(chance.pick(SAMPLE)).split(/\s+/)
  const from = chance.below(words.length)
  return words.slice(from, from + 1 + chance.below(8)).join(' ')
}

/** Real prose: some paragraphs of a sample chapter, seldom all of it. */
function proseFrom(chance: Chance): string[] {
  const blocks = chance.pick(SAMPLE)
  if (chance.oneIn(12)) return blocks
  const from = chance.below(blocks.length - 8)
  return blocks.slice(from, from + 6 + chance.below(14))
}

/** One seeded history of edits with threads in it, from the first word to the last judgement. */
class History {
  readonly #chance: Chance
  readonly #characters = new Characters()
  readonly #seats: Seat[] = []
  readonly #world: ActWorld
  #threads: PlantedThread[] = []
  #version: { id: string; reading: Reading } | null = null
  #log: string[] = []

  constructor(
    readonly desk: VersionDesk,
    readonly seed: number,
    readonly kind: HistoryKind,
    chance: Chance,
    readonly tally: Tally,
  ) {
    this.#chance = chance
    this.#world = { chance, words: () => wordsOf(chance) }
  }

  async run(): Promise<void> {
    const { desk } = this
    for (const viewer of [desk.mara, desk.tomas])
      this.#seats.push(new Seat(viewer, 1 + this.#chance.below(0x7fffffff), desk, this.#characters))
    for (const seat of this.#seats) seat.comeOnline()
    await this.#exchange()
    await this.#plant()
    for (let act = 1; act <= ACTS; act += 1) {
      await this.#act()
      if (JUDGED_AFTER.includes(act)) await this.#judge()
    }
    this.tally.histories += 1
  }

  close(): void {
    for (const seat of this.#seats) seat.close()
  }

  async #plant(): Promise<void> {
    const chance = this.#chance
    const [seat] = this.#seats
    if (!seat) return
    const grant = await authorizeChapter(this.desk.ines, this.desk.chapterId, 'comment')
    for (let i = 0; i < THREADS; i += 1) {
      const { plain } = seat.sides
      const range = passageIn(plain.text, chance)
      if (!range) continue
      const reading = this.#characters.read(lettersOf(seat.doc))
      const ends = endsOf(plain, range.from, range.to)
      const { id, quote } = await openThread(grant, {
        kind: 'comment',
        body: 'I stopped here.',
        anchor: ends,
      })
      const letters = withoutBreaks(reading, range.from, range.to)
      this.#threads.push({ id, quote: quote ?? '', letters, planted: this.#characters.known })
    }
    await this.#refresh()
  }

  async #act(): Promise<void> {
    const chance = this.#chance
    const seat = chance.pick(this.#seats)
    const name =
      this.kind === 'whole' && chance.oneIn(6)
        ? await this.#ofTheServer()
        : actAtDesk(seat, this.kind, this.#world)
    this.#log.push(name)
    count(this.tally.acts, name)
    if (chance.oneIn(10)) this.#cutOrMend(chance.pick(this.#seats))
    if (!chance.oneIn(3)) seat.place()
    if (chance.oneIn(2)) {
      await this.#exchange()
      await this.#tell(seat)
      if (!chance.oneIn(3)) for (const one of this.#seats) one.place()
    }
    if (chance.oneIn(4)) await this.#lookAfter()
  }

  #cutOrMend(seat: Seat): void {
    this.#log.push(seat.isOnline ? 'offline' : 'online')
    if (seat.isOnline) seat.goOffline()
    else seat.comeOnline()
  }

  /** A version is named or restored, or the server starts again. */
  async #ofTheServer(): Promise<string> {
    const { desk, seed } = this
    for (const seat of this.#seats) seat.comeOnline()
    await this.#exchange()
    if (this.#chance.oneIn(4)) {
      await desk.restart()
      for (const seat of this.#seats) {
        seat.writer = null
        seat.comeOnline()
      }
      await this.#exchange()
      return 'restart'
    }
    if (this.#version && this.#chance.oneIn(2)) {
      await this.#restore(this.#version)
      return 'restore a version'
    }
    const { doc } = this.#cold(await ask('doc.state', { docId: desk.docId }))
    const { id } = await nameVersion(await desk.chapter(), `Draft ${seed} ${this.#log.length}`, desk.clock)
    this.#version = { id, reading: this.#characters.read(lettersOf(doc)) }
    return 'name a version'
  }

  async #restore({ id, reading }: { id: string; reading: Reading }): Promise<void> {
    const clock = fakeClock(this.desk.clock.now() + 60_000)
    let isDone = false
    const restoring = restoreVersion(await this.desk.chapter(), id, clock).finally(() => (isDone = true))
    restoring.catch(() => undefined)
    while (!isDone) {
      await this.desk.exchange()
      clock.advance(2_000)
    }
    await restoring
    await this.desk.exchange()
    const { doc } = this.#cold(await ask('doc.state', { docId: this.desk.docId }))
    const now = this.#characters.settle(lettersOf(doc), { kept: charactersOf(reading), pasted: new Map() })
    if (now.text !== reading.text) throw new Error('The restored chapter does not say what its version says.')
  }

  #cold({ state }: { state: Uint8Array }) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    return { doc, plain: plainText(doc.getXmlFragment(TEXT_ROOT)) }
  }

  /** Carries all frames. Where two wrote in one empty paragraph, a browser may write words anew by itself. */
  async #exchange(): Promise<void> {
    const before = this.#seats.map((seat) => withoutBreaks(this.#characters.read(lettersOf(seat.doc))))
    await this.desk.exchange()
    for (const [i, seat] of this.#seats.entries())
      this.#characters.settleNews(lettersOf(seat.doc), before[i] ?? NOTHING)
  }

  /** Tells the server where a browser's own edits took passages, once they are saved. */
  async #tell(seat: Seat): Promise<void> {
    if (!seat.isOnline) return
    const reports = seat.reports.splice(0)
    for (const { threadId, ends } of reports) {
      const grant = await authorizeThread(seat.viewer, threadId, 'edit')
      try {
        await reportAnchor(grant, ends)
        this.tally.reports += 1
      } catch (error) {
        if (!isAppError(error)) throw error
      }
    }
    if (reports.length > 0) await this.#refresh()
  }

  /** What the server does when a chapter was quiet for a second. */
  async #lookAfter(): Promise<void> {
    await this.#exchange()
    if ((await reanchorThreads(this.desk.docId)).length > 0) await this.#refresh()
  }

  async #list(): Promise<ThreadView[]> {
    return (await listThreads(await this.desk.chapter(), { limit: PAGE_LIMIT })).threads
  }

  /** Browsers that are connected ask for the threads again, and place them. */
  async #refresh(): Promise<void> {
    const threads = await this.#list()
    for (const seat of this.#seats)
      if (seat.isOnline) {
        seat.take(threads)
        seat.place()
      }
  }

  async #judge(): Promise<void> {
    const { tally, seed, kind } = this
    for (const seat of this.#seats) {
      seat.comeOnline()
      seat.place()
    }
    await this.#exchange()
    for (const seat of this.#seats) await this.#tell(seat)
    await this.#lookAfter()
    await this.#refresh()
    const threads = await this.#list()
    const { doc, plain } = this.#cold(await ask('doc.state', { docId: this.desk.docId }))
    const reading = this.#characters.read(lettersOf(doc))
    for (const thread of this.#threads) {
      const view = threads.find(({ id }) => id === thread.id)
      const anchor = view?.anchor && decodeAnchor(view.anchor)
      const [placement] = anchor ? placeAll(plain, [anchor]) : []
      if (!view?.placement || !placement) throw new Error(`A thread is lost in history ${seed}.`)
      const told = `${seed} (${kind}): “${thread.quote}” → ${say(placement, plain.text)} [${this.#log.join(', ')}]`
      judge(thread, placement, reading, told, tally)
      const said = [this.#seats.map(({ places }) => places.get(thread.id)), placement].flat()
      if (
        said.some((one) => JSON.stringify(one) !== JSON.stringify(placement)) ||
        !agree(view.placement, placement)
      )
        tally.different.push(told)
    }
  }
}

/** What the API says of a placement is what `place` says. */
function agree(view: NonNullable<ThreadView['placement']>, placement: Placement): boolean {
  if (view.state !== placement.state) return false
  if (placement.state !== 'unplaced') return view.from === placement.from && view.to === placement.to
  return view.reason === placement.reason && view.near === placement.near
}

/** A placement in words. */
function say(placement: Placement, text: string): string {
  if (placement.state !== 'unplaced')
    return `${placement.state}: “${text.slice(placement.from, placement.to)}”`
  if (placement.reason === 'rewritten') return `rewritten: “${text.slice(placement.near, placement.nearTo)}”`
  return placement.reason
}

/** A passage as critics select them: a word or some, a sentence, across paragraphs, seldom in the middle of words. */
function passageIn(text: string, chance: Chance): { from: number; to: number } | null {
  const words = [...text.matchAll(/\S+/g)]
  const first = chance.below(words.length)
  const many = chance.pick([1, 2, 3 + chance.below(4), 6 + chance.below(10), 10 + chance.below(30)])
  const begin = words[first]
  const end = words[Math.min(words.length - 1, first + many - 1)]
  if (!begin || !end) return null
  const [from, to] = [begin.index, end.index + end[0].length]
  return chance.oneIn(8) && to - from > 6 ? { from: from + 1, to: to - 1 } : { from, to }
}

/** Runs the history of a seed in the open database, and adds what it came to. */
export async function runHistory(seed: number, tally: Tally): Promise<void> {
  const chance = chanceFrom(seed)
  const desk = await openVersionDesk(...proseFrom(chance))
  const history = new History(desk, seed, kindOf(seed), chance, tally)
  try {
    await history.run()
  } finally {
    history.close()
    await desk.close()
  }
}
