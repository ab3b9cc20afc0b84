/**
 * Many beta readers at once while authors type: `npm run bench:readers -- --readers 300 --seconds 30`. A real server on a
 * folder of its own; every reader is a guest who opens the edition, tells where he is every five seconds, and reacts or
 * writes a note every ten; three authors type in the same chapter through stock y-websocket providers. Told are the
 * calls' times (50th, 95th, 99th of a hundred) by kind, how late an author's words come back acknowledged by another
 * author's doc, and whether every note that was answered with 201 is in the report.
 */
import { parseArgs } from 'node:util'
import { Durations } from './figures'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { startPeopledServer } from '@/tests/support/peopled-server'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { stockProvider, type StockProvider } from '@/tests/support/stock-provider'

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '30' },
    words: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '20261127' },
  },
})
const READERS = Number(values.readers)
const SECONDS = Number(values.seconds)
const WORDS = Number(values.words)

const PLACE_EVERY_MS = 5_000
const REACT_EVERY_MS = 10_000
/** Five keys a second, as a quick typist. */
const KEY_EVERY_MS = 200
const REACTIONS = ['loved', 'laughed', 'moved', 'tense', 'confused', 'bored', 'lost', 'disbelief']

const SENTENCES = [
  'The ferry left at six, as it had every evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  'Nobody on the quay looked up.',
  'The lamp went round once more, and the gulls with it.',
]

function chapterOf(words: number, chance: Chance): string {
  const paragraphs: string[] = []
  for (let written = 0; written < words;) {
    const sentences = Array.from(
      { length: 3 + chance.below(4) },
      () => SENTENCES[chance.below(SENTENCES.length)],
    )
    const paragraph = sentences.join(' ')
    paragraphs.push(paragraph)
    written += paragraph.split(' ').length
  }
  return paragraphs.join('\n\n')
}

const times = new Map<string, Durations>()

/** Measures a call by its kind. */
async function timed<T>(kind: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const done = await work()
  const known = times.get(kind) ?? new Durations()
  times.set(kind, known)
  known.add(performance.now() - began)
  return done
}

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

interface Session {
  id: string
  editionId: string
  paragraphs: number
}

/** One reader for as long as the others read. @returns how many notes were answered with 201, and how many calls failed */
async function reads(api: ApiClient, session: Session, chance: Chance, until: number) {
  const path = `/api/v1/beta-sessions/${session.id}`
  const { editionId, paragraphs } = session
  let [kept, failed, paragraph] = [0, 0, 0]
  await pause(chance.below(PLACE_EVERY_MS))
  const opened = await timed('open the edition', () => api.call('GET', `${path}/editions/${editionId}`))
  if (opened.status !== 200) failed += 1
  let reactAt = performance.now() + chance.below(REACT_EVERY_MS)
  while (performance.now() < until) {
    paragraph = Math.min(paragraphs - 2, paragraph + 1 + chance.below(3))
    const place = { editionId, paragraph }
    const told = await timed('tell the place', () => api.call('PUT', `${path}/progress`, { json: place }))
    if (told.status !== 200) failed += 1
    if (performance.now() >= reactAt) {
      reactAt += REACT_EVERY_MS
      const reaction = REACTIONS[chance.below(REACTIONS.length)]
      const body = chance.oneIn(3) ? 'I had to read this twice, and then I was glad.' : ''
      const note = { editionId, paragraph, reaction, body }
      const kind = body ? 'write a note' : 'react'
      const sent = await timed(kind, () => api.call('POST', `${path}/notes`, { json: note }))
      if (sent.status === 201) kept += 1
      else failed += 1
    }
    await pause(PLACE_EVERY_MS / 2 + chance.below(PLACE_EVERY_MS))
  }
  return { kept, failed }
}

/** An author types; another author's doc tells when the words have come to him. */
async function types(
  author: StockProvider,
  other: StockProvider,
  name: string,
  until: number,
): Promise<number> {
  let keys = 0
  while (performance.now() < until) {
    const word = `${name}${keys}`
    const began = performance.now()
    const arrived = new Promise<void>((resolve) => {
      const look = () => {
        if (!other.blocks().at(-1)?.includes(word) && !other.blocks().some((block) => block === word)) return
        other.doc.off('update', look)
        resolve()
      }
      other.doc.on('update', look)
    })
    author.type(word)
    await arrived
    const known = times.get('a typed word at another author') ?? new Durations()
    times.set('a typed word at another author', known)
    known.add(performance.now() - began)
    keys += 1
    await pause(KEY_EVERY_MS)
  }
  return keys
}

const chance = chanceFrom(Number(values.seed))
const people = { mara: 'Mara Voss', tomas: 'Tomas Oyelaran', ines: 'Ines Rautio' }
// Links are opened 120 times in a quarter of an hour from one address, so each reader comes from an address of his own.
const world = await startPeopledServer(people, [], { TRUST_PROXY: '1' })
try {
  const { mara } = world.api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  const manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Last Ferry',
  })
  for (const who of ['tomas', 'ines'] as const) {
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${world.userIds[who]}`, {
      role: 'member',
    })
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${world.userIds[who]}`, {
      role: 'coauthor',
    })
  }
  const chapterId = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'The Quay', markdown: chapterOf(WORDS, chance) },
  })
  const made = await mara.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
    ...{ title: 'A crowd', chapters: [chapterId] },
  })
  const [edition] = made.editions as { id: string; paragraphs: number }[]
  const session = { id: String(made.id), editionId: edition?.id ?? '', paragraphs: edition?.paragraphs ?? 0 }
  const path = `/api/v1/beta-sessions/${session.id}`
  const { token } = await mara.done('POST', `${path}/invitations`, { maxUses: 500 })
  const readers: ApiClient[] = []
  for (let at = 0; at < READERS; at += 1) {
    const body = { token, name: `Reader ${at + 1}` }
    const from = { 'x-forwarded-for': `10.0.${at >> 8}.${at & 255}` }
    const joined = await apiClient(world.server.url, null).call('POST', `${path}/join`, { json: body }, from)
    if (joined.status !== 201) throw new Error(`joining: ${joined.status} ${JSON.stringify(joined.json)}`)
    readers.push(apiClient(world.server.url, String(joined.json?.token)))
  }
  const authors = (['mara', 'tomas', 'ines'] as const).map((who) =>
    stockProvider(world.server.url, chapterId, world.tokens[who].token),
  )
  await Promise.all(authors.map((author) => author.synced()))
  const until = performance.now() + SECONDS * 1_000
  const [reading, typing] = await Promise.all([
    Promise.all(readers.map((api, at) => reads(api, session, chanceFrom(Number(values.seed) + at), until))),
    Promise.all(
      authors.map((author, at) =>
        types(
          author,
          authors[(at + 1) % authors.length] ?? author,
          ['mara', 'tomas', 'ines'][at] ?? '',
          until,
        ),
      ),
    ),
  ])
  for (const author of authors) author.close()
  const kept = reading.reduce((sum, one) => sum + one.kept, 0)
  const failed = reading.reduce((sum, one) => sum + one.failed, 0)
  const began = performance.now()
  const report = await mara.done('GET', `${path}/report`)
  const reportMs = performance.now() - began
  const noted = (report.notes as object[]).length
  const round = (ms: number) => (ms < 10 ? ms.toFixed(1) : Math.round(ms))
  console.log(`\n${READERS} readers, ${SECONDS} s, ${WORDS} words, seed ${values.seed}\n`)
  console.log('| call | times | p50 ms | p95 ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: |')
  for (const [kind, of] of times) {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => round(of.percentile(share)))
    console.log(`| ${kind} | ${of.count} | ${p50} | ${p95} | ${p99} |`)
  }
  console.log(`\n- ${typing.reduce((sum, keys) => sum + keys, 0)} words typed by three authors`)
  console.log(
    `- ${kept} notes and reactions answered with 201, ${noted} in the report, ${failed} calls failed`,
  )
  console.log(`- the report took ${round(reportMs)} ms`)
  if (noted !== kept || failed > 0) process.exitCode = 1
} finally {
  await world.stop()
}
