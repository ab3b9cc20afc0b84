import { expect, it } from 'vitest'
import { SYNC_CLOSE } from '@/lib/sync/contract'
import { makeRoom } from '@/tests/support/full-disk'
import { brokenPromises, type Promised } from '@/tests/support/ledger'
import { countWords, LedgerWriter, wordsOnServer, type Desk } from '@/tests/support/ledger-writer'
import { takeTableAway } from '@/tests/support/missing-table'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { Refused } from '@/tests/support/raw-client'
import { wordsOnDisk } from '@/tests/support/stored-words'

const SEED = Number(process.env.STORE_SEED ?? Date.now() % 1_000_000)
const WRITERS = { mara: 'Mara Voss', tomas: 'Tomas Oyelaran', ines: 'Ines Rautio' }
type Who = keyof typeof WRITERS

/** No file of the server may be larger: 1 MiB in blocks of 512 bytes. Its write-ahead log is what runs into it. */
const FULL_AT_BLOCKS = 2_048
/** A word of a page or five, so that the disk is soon full, and an append fails at one of several writes. */
const MOST_BYTES = 20_000
const WORDS_EACH = 60

/** Which rows and commits of the server fail, once and for a while. */
const FAIL_POINTS = [
  ...['row:io_error:6', 'commit:io_error:12', 'committed:io_error:20'],
  ...['row:io_error:40-44', 'commit:io_error:50-53', 'committed:io_error:56-58'],
]

/** A chapter on a server, and who writes there. */
interface Chapter {
  world: PeopledServer<Who>
  desk: Desk
  writers: LedgerWriter[]
  chance: Chance
}

/** Makes a chapter in which all may write. */
async function begin(world: PeopledServer<Who>): Promise<Chapter> {
  const { api, userIds, server, tokens } = world
  const workshopId = await api.mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscriptId = await api.mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Ferry',
  })
  for (const who of ['tomas', 'ines'] as const) {
    await api.mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds[who]}`, { role: 'member' })
    const role = { role: 'coauthor' }
    await api.mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds[who]}`, role)
  }
  const docId = await api.mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'Forty Steps', markdown: 'The ferry left at six.' },
  })
  console.log(`store errors: STORE_SEED=${SEED}`)
  const chance = chanceFrom(SEED)
  const deskOf = (who: Who): Desk => ({ url: server.url, docId, token: tokens[who].token })
  const writers = (Object.keys(WRITERS) as Who[]).map((who) => new LedgerWriter(who, deskOf(who), chance))
  return { world, desk: deskOf('mara'), writers, chance }
}

const stored = ({ world, desk }: Chapter) => wordsOnDisk(world.server.dataDir, desk.docId)

/** What was promised up to now; what is on disk is looked at afterwards, so nothing of it may have come only then. */
function broken(chapter: Chapter) {
  const promised: Promised[] = chapter.writers.map(({ who, acknowledged, seen }) => ({
    ...{ who, acknowledged: new Set(acknowledged), seen: new Set(seen) },
  }))
  return brokenPromises(promised, stored(chapter))
}

/** Looks at every promise again and again until `isDone`. */
async function watch(chapter: Chapter, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    expect(broken(chapter)).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(broken(chapter)).toEqual([])
}

/** Connects again as often as the server sends the writer away, until `isDone` and all of his is saved. */
async function write(writer: LedgerWriter, type: () => void, isDone: () => boolean): Promise<void> {
  while (!isDone() || writer.unsaved.length > 0) {
    let finish = () => {}
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const onFrame = () => {
      if (isDone()) return writer.unsaved.length === 0 ? finish() : undefined
      if (writer.mayType) type()
    }
    try {
      await writer.open(onFrame)
    } catch (error) {
      // A store that cannot be asked who somebody is: he tries again.
      if (!(error instanceof Refused) || error.status < 500) throw error
      continue
    }
    onFrame()
    const closed = await Promise.race([writer.client?.closed, finished])
    writer.client?.close()
    if (closed) expect(closed.code).toBe(SYNC_CLOSE.tryAgain)
    await writer.client?.closed
    writer.client = null
  }
}

/** Leaves a note, as everything does that goes through Prisma. @returns false when the server could not store it */
async function mayNote({ world, desk }: Chapter): Promise<boolean> {
  const json = { kind: 'comment', body: 'Salt, and more salt. '.repeat(90) }
  const { status } = await world.api.ines.call('POST', `/api/v1/chapters/${desk.docId}/threads`, { json })
  if (status !== 201) expect(status).toBeGreaterThanOrEqual(500)
  return status === 201
}

/** All have the same at the end, and it is what the server says and what lies on disk. */
async function expectAllEqual(chapter: Chapter): Promise<void> {
  const { writers, desk } = chapter
  for (const writer of writers) {
    await writer.open(() => undefined)
    await writer.client?.taken()
    writer.client?.close()
  }
  const words = stored(chapter)
  expect(await wordsOnServer(desk)).toEqual(words)
  for (const { doc, unsaved } of writers) {
    expect(countWords(doc)).toEqual(words)
    expect(unsaved).toEqual([])
  }
  expect([...words.values()].every((times) => times === 1)).toBe(true)
}

it('[SY70] a store that fails before, at and after a commit, once and for a while: nothing promised is missing, and it heals by itself', async () => {
  const world = await startPeopledServer(WRITERS, [], { TEST_ONLY_FAIL_POINTS: FAIL_POINTS.join(',') })
  try {
    const { pid } = world.server
    const chapter = await begin(world)
    const { writers } = chapter
    const hasAll = ({ acknowledged }: LedgerWriter) => acknowledged.size >= WORDS_EACH
    const all = writers.map((writer) =>
      write(
        writer,
        () => writer.type(),
        () => hasAll(writer),
      ),
    )
    await watch(chapter, () => writers.every(hasAll))
    await Promise.all(all)
    expect(Math.min(...writers.map(({ troubles }) => troubles))).toBeGreaterThanOrEqual(6)
    await expectAllEqual(chapter)
    expect(world.server.pid).toBe(pid)
  } finally {
    await world.stop()
  }
}, 240_000)

it('[SY70] a store that fails as a whole: nothing is served or promised meanwhile, and all goes on when it is back', async () => {
  const world = await startPeopledServer(WRITERS)
  try {
    const { pid, dataDir } = world.server
    const chapter = await begin(world)
    const { writers, desk } = chapter
    let isBack = false
    const all = writers.map((writer) =>
      write(
        writer,
        () => writer.type(),
        () => isBack,
      ),
    )
    await watch(chapter, () => writers.every(({ acknowledged }) => acknowledged.size >= 5))
    const putBack = takeTableAway(dataDir, 'DocUpdate')
    while (!writers.every(({ troubles }) => troubles > 0))
      await new Promise((resolve) => setImmediate(resolve))
    const promised = () => writers.map(({ acknowledged, seen }) => [acknowledged.size, seen.size])
    const before = promised()
    const asked = await world.api.tomas.call('GET', `/api/v1/chapters/${desk.docId}/state`)
    expect(asked.status).toBe(503)
    expect(promised()).toEqual(before)
    putBack()
    expect(broken(chapter)).toEqual([])
    isBack = true
    await Promise.all(all)
    await expectAllEqual(chapter)
    expect(world.server.pid).toBe(pid)
  } finally {
    await world.stop()
  }
}, 240_000)

it('[SY70] [SY71] a full disk: nobody is told that anything is saved, readers read on, and it heals when there is room', async () => {
  const world = await startPeopledServer(WRITERS, [], {}, { fileBlocks: FULL_AT_BLOCKS })
  try {
    const { pid, url, dataDir } = world.server
    const chapter = await begin(world)
    const { writers, desk, chance } = chapter
    let notes = 0
    for (let time = 1; time <= 3; time++) {
      const before = writers.map(({ troubles }) => troubles)
      let hasRoom = false
      const all = writers.map((writer) =>
        write(
          writer,
          () => writer.type('salt '.repeat(chance.below(MOST_BYTES / 5))),
          () => hasRoom,
        ),
      )
      // Twice each: they were sent away, came back, and it was still full.
      await watch(chapter, () => writers.every(({ troubles }, i) => troubles >= before[i]! + 2))
      const full = stored(chapter).size
      while (await mayNote(chapter)) notes++
      expect((await fetch(`${url}/api/health`)).status).toBe(200)
      expect((await world.api.tomas.call('GET', `/api/v1/chapters/${desk.docId}/state`)).status).toBe(200)
      expect(broken(chapter)).toEqual([])
      hasRoom = true
      makeRoom(dataDir)
      await Promise.all(all)
      expect(stored(chapter).size).toBeGreaterThan(full)
      expect(broken(chapter)).toEqual([])
      expect(await mayNote(chapter)).toBe(true)
      notes++
    }
    const { threads } = await world.api.ines.done('GET', `/api/v1/chapters/${desk.docId}/threads`)
    expect(threads).toHaveLength(notes)
    await expectAllEqual(chapter)
    expect(world.server.pid).toBe(pid)
  } finally {
    await world.stop()
  }
}, 180_000)
