import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { FailPlace } from '@/lib/db/fail-points'
import { brokenPromises } from './ledger'
import { countWords, LedgerWriter, wordsOnServer, type Desk } from './ledger-writer'
import { loseNewestRow } from './lost-row'
import { startPeopledServer, type PeopledServer } from './peopled-server'
import { chanceFrom, type Chance } from './random'

const WRITERS = { mara: 'Mara Voss', tomas: 'Tomas Oyelaran', ines: 'Ines Rautio', kit: 'Kit Halvorsen' }
type Who = keyof typeof WRITERS

/** After so many rounds everybody comes to an end and begins another chapter, so that rounds do not grow. */
const ROUNDS_PER_CHAPTER = 25
/** Every so many rounds the whole server is killed; in the others the sync endpoint alone, which starts sooner. */
const WHOLE_SERVER_EVERY = 10
/** Frames that the writers hear before the process is killed at a random moment. */
const FRAMES = { least: 20, spread: 150 }
/** The append at which a fail point kills is one of the first so many. */
const APPENDS = 40

/** Where a kill falls. */
export type KillMoment = 'at a random moment' | 'between apply and commit' | 'between commit and broadcast'

type Kill =
  { moment: 'at a random moment'; frames: number } | { moment: KillMoment; at: FailPlace; pass: number }

export interface KillOptions {
  rounds: number
  seed: number
  /** Kills the whole server in every round. */
  whole?: boolean
  /** Told what came of each round. */
  report?: (line: string) => void
}

/** What was shown; no word was lost, or `killRounds` would have thrown. */
export interface KillCount {
  kills: Record<KillMoment, number>
  /** Rounds in which the process was the whole server. */
  whole: number
  /** Words that were acknowledged, and words that somebody else had seen, each counted once for each of them. */
  acknowledged: number
  seen: number
}

/** Two of five rounds die at a fail point: one on each side of the commit. */
function killOf(round: number, chance: Chance): Kill {
  const pass = 1 + chance.below(APPENDS)
  if (round % 5 === 1) return { moment: 'between apply and commit', at: chance.pick(['row', 'commit']), pass }
  if (round % 5 === 3) return { moment: 'between commit and broadcast', at: 'committed', pass }
  return { moment: 'at a random moment', frames: FRAMES.least + chance.below(FRAMES.spread) }
}

/**
 * Kills a server with SIGKILL again and again while four people write, and compares after each start what they were
 * promised with what the server has (RELIABILITY P1). At the end takes one row out of the log, to see that the
 * comparison finds it.
 * @throws {AssertionError} at the first broken promise, and when a kill did not fall where it should
 */
export async function killRounds(options: KillOptions): Promise<KillCount> {
  const { rounds, seed, whole = false, report = () => undefined } = options
  const chance = chanceFrom(seed)
  const world = await startPeopledServer(WRITERS)
  try {
    const chapters = await makeChapters(world, Math.ceil(rounds / ROUNDS_PER_CHAPTER))
    const count: KillCount = {
      kills: { 'at a random moment': 0, 'between apply and commit': 0, 'between commit and broadcast': 0 },
      ...{ whole: 0, acknowledged: 0, seen: 0 },
    }
    let writers: LedgerWriter[] = []
    let desk: Desk | null = null
    let kill = killOf(0, chance)
    for (let round = 0; round < rounds; round++) {
      if (!desk || round % ROUNDS_PER_CHAPTER === 0) {
        if (desk) await settle(writers, desk, count)
        desk = deskOf(world, 'mara', chapters[round / ROUNDS_PER_CHAPTER]!)
        writers = writersAt(world, desk.docId, chance)
      }
      const isWhole = whole || round % WHOLE_SERVER_EVERY === 0
      if (isWhole) count.whole++
      await writeUntilKilled(world, writers, kill, chance)
      count.kills[kill.moment]++
      const next = killOf(round + 1, chance)
      await world.server.restart(processFor(next, whole || (round + 1) % WHOLE_SERVER_EVERY === 0))
      const stored = await wordsOnServer(desk)
      assert.deepEqual(brokenPromises(writers, stored), [], `round ${round}, killed ${kill.moment}`)
      assertFell(kill, writers, stored, round)
      report(`round ${round + 1} of ${rounds}: killed ${kill.moment}, ${stored.size} words stand`)
      kill = next
    }
    assert(desk)
    await world.server.restart(processFor(null, false))
    await settle(writers, desk, count)
    await world.server.kill('SIGKILL')
    loseNewestRow(world.server.dataDir, desk.docId)
    await world.server.restart(processFor(null, false))
    assert.notDeepEqual(brokenPromises(writers, await wordsOnServer(desk)), [], 'a lost row is found')
    return count
  } finally {
    await world.stop()
  }
}

/** The process that the next round kills. */
function processFor(kill: Kill | null, isWhole: boolean) {
  const env = kill && 'at' in kill ? { TEST_ONLY_FAIL_POINTS: `${kill.at}:kill:${kill.pass}` } : {}
  return isWhole ? { env } : { env, entry: 'tests/support/sync-process.ts' }
}

function deskOf({ server, tokens }: PeopledServer<Who>, who: Who, docId: string): Desk {
  return { url: server.url, token: tokens[who].token, docId }
}

function writersAt(world: PeopledServer<Who>, docId: string, chance: Chance): LedgerWriter[] {
  return (Object.keys(WRITERS) as Who[]).map(
    (who) => new LedgerWriter(who, deskOf(world, who, docId), chance),
  )
}

/** Chapters in which all four may write; what the API calls a chapter is the doc as well. */
async function makeChapters({ api, userIds }: PeopledServer<Who>, count: number): Promise<string[]> {
  const { mara } = api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const title = 'The Last Ferry'
  const manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title })
  for (const who of ['tomas', 'ines', 'kit'] as const) {
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds[who]}`, { role: 'member' })
    const role = { role: 'coauthor' }
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds[who]}`, role)
  }
  const chapters: string[] = []
  for (let i = 0; i < count; i++)
    chapters.push(
      await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
        ...{ title: `Step ${i + 1}`, markdown: 'The ferry left at six.\n\nNobody counted the steps.' },
      }),
    )
  return chapters
}

/** All write as fast as they are acknowledged, until the server dies; bytes that were on their way count as seen. */
async function writeUntilKilled(
  { server }: PeopledServer<Who>,
  writers: readonly LedgerWriter[],
  kill: Kill,
  chance: Chance,
): Promise<void> {
  const most = 'frames' in kill ? kill.frames : Infinity
  let heard = 0
  const enough = new EventTarget()
  const reached = once(enough, 'heard')
  const onFrame = () => {
    heard += 1
    if (heard === most) enough.dispatchEvent(new Event('heard'))
    if (heard <= most) for (const writer of writers) if (writer.mayType && !chance.oneIn(3)) writer.type()
  }
  const ended = server.ended()
  for (const writer of writers) {
    try {
      await writer.open(onFrame)
    } catch (error) {
      // At a fail point it may be gone before the last of them is in.
      if (!('at' in kill) || (await ended) !== 'SIGKILL') throw error
    }
  }
  for (const writer of writers) if (writer.mayType) writer.type()
  if ('frames' in kill) {
    await reached
    for (const writer of writers) if (writer.mayType) writer.type()
    await server.kill('SIGKILL')
  }
  assert.equal(await ended, 'SIGKILL', `the server was killed ${kill.moment}`)
  for (const { client } of writers) await client?.closed
  for (const writer of writers) writer.client = null
}

/** A kill at a fail point left a word on the very side of the commit that it should. */
function assertFell(
  kill: Kill,
  writers: readonly LedgerWriter[],
  stored: ReadonlyMap<string, number>,
  round: number,
): void {
  if ('frames' in kill) return
  const hidden = writers
    .flatMap(({ unsaved }) => [...unsaved])
    .filter((word) => !writers.some(({ seen }) => seen.has(word)))
  const isStored = kill.at === 'committed'
  const found = hidden.some((word) => stored.has(word) === isStored)
  assert(found, `round ${round}: a word that nobody saw is ${isStored ? 'stored' : 'not stored'}`)
}

/** Everybody comes back once more, until all have the same and nothing is unsaved. */
async function settle(writers: readonly LedgerWriter[], desk: Desk, count: KillCount): Promise<void> {
  for (const writer of writers) await writer.open(() => undefined)
  await Promise.all(writers.map((writer) => writer.allSaved()))
  for (const writer of writers) await writer.client?.taken()
  for (const { client } of writers) client?.close()
  for (const { client } of writers) await client?.closed
  const stored = await wordsOnServer(desk)
  assert.deepEqual(brokenPromises(writers, stored), [], 'everything that was promised stands')
  for (const { doc, acknowledged, seen } of writers) {
    assert.deepEqual(countWords(doc), stored)
    assert(acknowledged.size > 0 && seen.size > 0)
    count.acknowledged += acknowledged.size
    count.seen += seen.size
  }
}
