import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { ThreadView } from '@/lib/critique/contract'
import type { Placement } from '@/lib/text/placement'
import { Characters, withoutBreaks } from '@/tests/support/characters'
import { chanceFrom, type Chance } from '@/tests/support/random'
import {
  brokenPromises,
  emptyTally,
  figuresOf,
  judge,
  type PlantedThread,
} from '@/tests/support/thread-judge'
import { BrowserSeat, type Shown } from './anchor-desk'
import {
  browserOf,
  networkOf,
  openChapter,
  openChapterDesk,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'

test.describe.configure({ timeout: 480_000 })

const STORY = readFileSync(join(import.meta.dirname, '../../prisma/sample/2-forty-steps.md'), 'utf8')
const CHAPTER = STORY.split('\n\n').slice(1, 22).join('\n\n')
const WORDS = [
  'and then the tide',
  'Piet said nothing',
  'a little',
  'the lamp',
  'as she had every evening',
  'No.',
]
const ACTS = 36
const THREADS = 12
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_127)

interface Scene {
  desk: ChapterDesk
  chapterId: string
  seats: [BrowserSeat, BrowserSeat]
  characters: Characters
  threads: PlantedThread[]
  chance: Chance
}

/** Stretches of the text that a critic would select: some words, a sentence, over a border. */
async function plant({ desk, chapterId, seats, characters, threads, chance }: Scene): Promise<void> {
  const reading = await seats[0].read()
  const { text } = reading
  const words = [...text.matchAll(/\S+/g)]
  for (let i = 0; i < THREADS; i++) {
    const first = Math.floor((words.length / THREADS) * i) + chance.below(8)
    const last = words[first + 2 + chance.below(14)]
    const begin = words[first]
    if (!begin || !last) throw new Error('The chapter is too short for its notes.')
    const [from, to] = [begin.index, last.index + last[0].length]
    const thread = (await desk.ines.api.done('POST', `/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'comment', body: `I stopped at ${begin[0]}.` },
      quote: {
        exact: text.slice(from, to),
        prefix: text.slice(Math.max(0, from - 60), from),
        suffix: text.slice(to, to + 60),
      },
    })) as unknown as ThreadView
    const letters = withoutBreaks(reading, from, to)
    threads.push({ id: thread.id, quote: thread.quote ?? '', letters, planted: characters.known })
  }
}

/** Both browsers, when they are connected, have the same words, and these are on disk. */
async function untilEqual({ seats }: Scene): Promise<void> {
  if (seats.some(({ isOnline }) => !isOnline)) return
  for (const { page } of seats) await untilSaved(page)
  await expect
    .poll(async () => {
      const [one, other] = [await seats[0].read(), await seats[1].read()]
      return one.text === other.text
    })
    .toBe(true)
}

/** A place in the text, more often at or in a passage than elsewhere. */
async function somewhere(scene: Scene, seat: BrowserSeat): Promise<{ at: number; text: string }> {
  const { chance, threads } = scene
  const { text, who } = await seat.read()
  const { letters } = chance.pick(threads).letters
  const at = who.indexOf(chance.pick([letters[0], letters.at(-1), chance.pick(letters)])?.who ?? 0)
  return { at: at < 0 || chance.oneIn(4) ? chance.below(text.length) : at, text }
}

/** A stretch from a place on, within its paragraph. */
function stretchFrom(text: string, at: number, length: number): { from: number; to: number } {
  const end = text.indexOf('\n', at)
  return { from: at, to: Math.max(at, Math.min(end < 0 ? text.length : end, at + length)) }
}

type Act = (scene: Scene, seat: BrowserSeat) => Promise<void>

const ACT_LIST: Record<string, Act> = {
  async type(scene, seat) {
    const { at } = await somewhere(scene, seat)
    await seat.select(at)
    await seat.write(() => seat.page.keyboard.type(` ${scene.chance.pick(WORDS)} `))
  },
  async erase(scene, seat) {
    const { at, text } = await somewhere(scene, seat)
    const { from, to } = stretchFrom(text, at, 1 + scene.chance.below(40))
    await seat.select(from, to)
    if (from < to) await seat.write(() => seat.page.keyboard.press('Backspace'))
  },
  async split(scene, seat) {
    await seat.select((await somewhere(scene, seat)).at)
    await seat.write(() => seat.page.keyboard.press('Enter'))
  },
  async join(scene, seat) {
    const { at, text } = await somewhere(scene, seat)
    await seat.select(text.lastIndexOf('\n', at) + 1)
    await seat.write(() => seat.page.keyboard.press('Backspace'))
  },
  async wrap(scene, seat) {
    await seat.select((await somewhere(scene, seat)).at)
    const key = scene.chance.pick(['Control+Shift+b', 'Control+Alt+2', 'Control+Alt+0'])
    await seat.write(() => seat.page.keyboard.press(key))
  },
  async 'cut and paste'(scene, seat) {
    const { at, text } = await somewhere(scene, seat)
    const { from, to } = stretchFrom(text, at, scene.chance.pick([30, 80, 400]))
    if (from === to) return
    const carried = await seat.carry(from, to)
    await seat.select(from, to)
    await seat.write(() => seat.page.keyboard.press('Control+x'))
    const { text: rest } = await seat.read()
    await seat.select(scene.chance.below(rest.length))
    await seat.write(async () => {
      await seat.page.keyboard.press('Control+v')
      await expect.poll(() => seat.length()).toBeGreaterThan(rest.length)
    }, carried)
  },
  async undo(scene, seat) {
    await ACT_LIST['erase']?.(scene, seat)
    await seat.undo()
    if (scene.chance.oneIn(2)) await seat.undo()
  },
}

/** One writes on without a connection, the other with; then both have all of it. */
async function partAndMeet(scene: Scene): Promise<void> {
  const [mara, tomas] = scene.chance.oneIn(2) ? scene.seats : [scene.seats[1], scene.seats[0]]
  mara.goOffline()
  for (const [seat, act] of [
    [mara, 'split'],
    [tomas, 'erase'],
    [mara, 'type'],
    [tomas, 'join'],
    [mara, 'undo'],
  ] as const)
    await ACT_LIST[act]?.(scene, seat)
  mara.comeOnline()
  await untilEqual(scene)
}

/** A placement as the margin shows it. */
function asShown(placement: ThreadView['placement']): Shown | null {
  if (!placement) return null
  const { state, from, to, reason, near = 0, nearTo = 0 } = placement
  if (state !== 'unplaced') return { state, from, to }
  return reason === 'rewritten' ? { state: 'rewritten', from: near, to: nearTo } : { state: 'tray' }
}

function placementOf({
  state,
  from,
  to,
  reason,
  near = 0,
  nearTo = 0,
}: NonNullable<ThreadView['placement']>): Placement {
  if (state === 'exact') return { state, from, to }
  if (state === 'moved') return { state, from, to, score: 1 }
  if (reason === 'rewritten') return { state, reason, near, nearTo }
  return reason === 'unsure' ? { state, reason, near, candidates: [] } : { state, reason: 'gone', near }
}

test(`notes stay on their words through ${ACTS} acts in two browsers and a killed server (seed ${SEED})`, async ({
  browser,
}) => {
  const desk = await openChapterDesk()
  try {
    const chapterId = await desk.chapter(CHAPTER)
    const characters = new Characters()
    const seat = async (who: 'mara' | 'tomas') => {
      const context = await browserOf(browser, desk, desk[who], {
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const network = await networkOf(context)
      return new BrowserSeat(await openChapter(context, desk, chapterId), context, network, characters)
    }
    const scene: Scene = {
      ...{ desk, chapterId, characters, threads: [], chance: chanceFrom(SEED) },
      seats: [await seat('mara'), await seat('tomas')],
    }
    await plant(scene)
    for (const { page } of scene.seats)
      await expect.poll(() => page.locator('[data-slot]').count()).toBe(THREADS)

    for (let act = 1; act <= ACTS; act++) {
      if (act === ACTS / 2) {
        await desk.server.kill()
        await desk.server.restart()
      }
      if (act % 11 === 0) await partAndMeet(scene)
      else {
        const { chance } = scene
        await ACT_LIST[chance.pick(Object.keys(ACT_LIST))]?.(scene, chance.pick(scene.seats))
        await untilEqual(scene)
      }
    }

    let threads: ThreadView[] = []
    await expect(async () => {
      const list = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}/threads?limit=100`)
      threads = list['threads'] as ThreadView[]
      const said = Object.fromEntries(threads.map(({ id, placement }) => [id, asShown(placement)]))
      for (const one of scene.seats) expect(Object.fromEntries(await one.shown())).toEqual(said)
    }).toPass({ timeout: 30_000 })

    const reading = await scene.seats[0].read()
    const tally = emptyTally()
    for (const thread of scene.threads) {
      const placement = threads.find(({ id }) => id === thread.id)?.placement
      if (!placement) throw new Error('A note is lost.')
      judge(
        thread,
        placementOf(placement),
        reading,
        `“${thread.quote}” → ${JSON.stringify(placement)}`,
        tally,
      )
    }
    console.info(`seed ${SEED}: ${figuresOf(tally)}`)
    expect(brokenPromises(tally)).toEqual([])
    expect(tally.judged).toBe(THREADS)
  } finally {
    await desk.stop()
  }
})
