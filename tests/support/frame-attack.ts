import * as Y from 'yjs'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import type { DocWorker } from '@/lib/sync/doc-work'
import type { RoomsWorld } from '@/lib/sync/rooms'
import { hostileFrames, type Known } from './hostile-frames'
import { chanceFrom, type Chance } from './random'
import { settled } from './sockets'
import { CHAPTER, openDesk, type Desk, type Writer } from './writers'

/** What came of an attack. */
export interface AttackTally {
  frames: number
  /** Refusals by reason, as the counters name them. */
  refused: Map<string, number>
  /** Rows that the frames added to the log. */
  taken: number
  /** What is wrong: a sentence each, with the seed and the round; empty when the promises held. */
  broken: string[]
}

/** Frames of one round: then the chapter is looked at, and begun anew, for what honest edits are among them make it grow. */
const ROUND = 100

/**
 * Sends frames to a chapter in memory, each as an editor's over a connection of its own, while an honest writer goes on.
 * After each round the chapter must check, load again, and take the honest writer's words.
 * @param frames how many in all, in rounds of 100
 */
export async function attack(
  seed: number,
  frames: number,
  world: Partial<RoomsWorld> = {},
): Promise<AttackTally> {
  const tally: AttackTally = { frames: 0, refused: new Map(), taken: 0, broken: [] }
  const work = world.work && new WatchedWork(world.work)
  for (let round = 0; tally.frames < frames; round++) {
    const told = await oneRound(chanceFrom(seed + round * 7_919), tally, world, work)
    if (told) tally.broken.push(`seed ${seed}, round ${round}: ${told}`)
  }
  return tally
}

/** The threads, and whether they are at work: what they judge may be taken after the honest writer has all saved. */
class WatchedWork {
  #underWay = 0

  constructor(private readonly work: DocWorker) {}

  get isAtWork(): boolean {
    return this.#underWay > 0
  }

  readonly do: DocWorker = async (kind, ask) => {
    this.#underWay += 1
    try {
      return await this.work(kind, ask)
    } finally {
      this.#underWay -= 1
    }
  }
}

async function oneRound(
  chance: Chance,
  tally: AttackTally,
  world: Partial<RoomsWorld>,
  work: WatchedWork | undefined,
): Promise<string | null> {
  const desk = openDesk({ ...world, ...(work && { work: work.do }) })
  const mara = await desk.join('mara')
  for (const words of ['The lamp was lit at six.', 'Nobody came.', 'At nine she put it out.'])
    mara.writeParagraph(words)
  await desk.exchange()
  mara.type(4, 'old ')
  mara.erase(0, 4)
  await desk.exchange()
  const rows = desk.log.rowsOf(CHAPTER).length
  const next = await hostileFrames(knownBy(mara), chance)
  for (let sent = 0; sent < ROUND; sent++) {
    const { socket } = desk.open('odile')
    socket.deliver(next())
    tally.frames += 1
    if (chance.oneIn(10)) mara.writeParagraph('Still here.')
    if (chance.oneIn(5)) await desk.exchange()
    if (chance.oneIn(3)) await settled()
  }
  await untilQuiet(desk, mara, work)
  tally.taken += desk.log.rowsOf(CHAPTER).length - rows
  for (const [name, count] of Object.entries(desk.rooms.counters()))
    if (name.startsWith('refused_')) tally.refused.set(name, (tally.refused.get(name) ?? 0) + count)
  return (await whatBroke(desk, mara)) ?? null
}

/** Turns of the event loop given to threads that judge large updates; without threads one is enough. */
const MOST_TURNS = 100_000

async function untilSaved(desk: Desk, mara: Writer): Promise<void> {
  await desk.exchange()
  for (let turn = 0; turn < MOST_TURNS && mara.saved !== mara.sentOrdinal && !mara.socket.closedWith; turn++)
    await desk.exchange()
}

/** Turns in which what was judged last is applied, a slice each, and written. */
const SLICES = 100

/** As `untilSaved`, and until all that was judged is in the log. */
async function untilQuiet(desk: Desk, mara: Writer, work: WatchedWork | undefined): Promise<void> {
  await untilSaved(desk, mara)
  for (let turn = 0; work && turn < SLICES; turn++) {
    if (work.isAtWork) turn = 0
    await desk.exchange()
  }
}

const knownBy = ({ doc }: Writer): Known => ({ state: Y.encodeStateAsUpdate(doc), clientId: doc.clientID })

async function whatBroke(desk: Desk, mara: Writer): Promise<string | undefined> {
  if (desk.rooms.counters().connection_broke) return 'a connection broke'
  if (mara.socket.closedWith) return `the honest writer was closed with ${mara.socket.closedWith.code}`
  if (mara.heardOf('refusal').length > 0)
    return `the honest writer was refused: ${mara.heardOf('refusal')[0]?.reason}`
  if (mara.saved !== mara.sentOrdinal) return 'words of the honest writer were not saved'
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await desk.rooms.durableState(CHAPTER)).state)
  const fault = checkRoots(doc) ?? checkFragment(doc.getXmlFragment('default'))
  if (fault) return `the chapter does not check: ${JSON.stringify(fault)}`
  if (mara.text !== (await desk.storedText())) return 'the honest writer sees another text than the log'
  desk.restart()
  const again = await desk.join('mara')
  if (again.text !== mara.text) return 'after a restart the text is another'
  again.writeParagraph('And after.')
  await untilSaved(desk, again)
  return again.saved === again.sentOrdinal ? undefined : 'after a restart nothing is saved'
}
