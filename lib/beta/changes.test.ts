import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { authorizeBetaSession, authorizeChapter } from '@/lib/access/authorize'
import { authorizeReader } from '@/lib/access/authorize-reader'
import type { BetaSessionGrant } from '@/lib/access/contract'
import { applyUpdate, stateOf } from '@/lib/manuscript/text'
import { doTextWorkHere, holdTextWorker, type TextWork } from '@/lib/manuscript/text-work'
import { PAGE_LIMIT } from '@/lib/paging'
import { workshopDatabase } from '@/tests/support/database'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { showChanges } from './changes'
import { NewBetaNote } from './contract.reading'
import { NewBetaSession } from './contract.sessions'
import { createInvitation } from './invitations'
import { issueEdition } from './issuing'
import { joinSession } from './joining'
import { addNote, listNotes } from './notes'
import { saveProgress } from './progress'
import { createSession } from './sessions'

workshopDatabase()

/** So long that work on it goes to the text thread. */
const NIGHTS = Array.from(
  { length: 150 },
  (_, night) => `On night ${night} the lamp of tower ${night * 7} was trimmed twice.`,
)

let desk: VersionDesk
let grant: BetaSessionGrant
let first: string
let second: string
/** What the text thread was asked to do, and what it does first: waiting, or failing. */
let asked: string[]
let before: () => Promise<void>

beforeEach(async () => {
  desk = await openVersionDesk(...NIGHTS)
  const decide = await authorizeChapter(desk.mara, desk.chapterId, 'decide')
  const body = { title: 'First readers', chapters: [desk.chapterId] }
  const session = await createSession(decide, NewBetaSession.parse(body))
  grant = await authorizeBetaSession(desk.mara, session.id)
  first = session.editions[0]?.id ?? ''
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await stateOf(decide)).state)
  const known = Y.encodeStateVector(doc)
  doc.getXmlFragment('default').delete(7, 1)
  await applyUpdate(
    await authorizeChapter(desk.mara, desk.chapterId, 'edit'),
    Y.encodeStateAsUpdate(doc, known),
  )
  second = (await issueEdition(grant, desk.chapterId)).editions.at(-1)?.id ?? ''
  asked = []
  before = () => Promise.resolve()
  holdTextWorker(async <K extends keyof TextWork>(kind: K, ask: TextWork[K]['ask']) => {
    asked.push(kind)
    await before()
    return doTextWorkHere(kind, ask)
  })
})

afterEach(async () => {
  holdTextWorker(null)
  await desk.close()
})

async function reads(name: string) {
  const { token } = await createInvitation(grant, {})
  const joined = await joinSession(grant.sessionId, { token, name }, null)
  const credentials = { cookies: {}, authorization: `Bearer ${joined.token}` }
  const reader = await authorizeReader(credentials, grant.sessionId, 'read')
  await saveProgress(reader, { editionId: first, paragraph: 3 })
  return reader
}

it('[BS31] two editions are compared once, in the text thread, however many readers ask, also at the same moment', async () => {
  const readers = [await reads('Wren'), await reads('Odile'), await reads('Ben')]
  let go = () => {}
  const held = new Promise<void>((resolve) => (go = resolve))
  before = () => held
  const all = readers.map((reader) => showChanges(reader, second))
  go()
  const [one, ...others] = await Promise.all(all)
  for (const other of others) expect(other).toEqual(one)
  expect(one).toMatchObject({ wordsIn: 0, wordsOut: 11, moved: 0 })
  expect((await showChanges(await reads('Kit'), second)).wordsOut).toBe(11)
  expect(asked).toEqual(['compare'])
})

it('[BS31] a comparison that failed is tried again by the next who asks', async () => {
  const reader = await reads('Wren')
  before = () => Promise.reject(new Error('The thread was ended.'))
  await expect(showChanges(reader, second)).rejects.toThrow('The thread was ended.')
  before = () => Promise.resolve()
  expect((await showChanges(reader, second)).wordsOut).toBe(11)
})

it('[BS35] notes are placed some at a time, in the text thread, and those that were placed are not placed again', async () => {
  const reader = await reads('Wren')
  for (const [paragraph, words] of NIGHTS.entries()) {
    const quote = words.slice(0, words.indexOf(' the lamp'))
    await addNote(reader, NewBetaNote.parse({ editionId: first, paragraph, quote, reaction: 'tense' }))
  }
  const query = { limit: PAGE_LIMIT, in: second }
  asked = []
  const { notes } = await listNotes(reader, query)
  expect(asked).toEqual(['carry', 'carry'])
  const states = notes.map(({ carried }) => carried?.placement.state)
  expect(states.filter((state) => state === 'exact')).toHaveLength(NIGHTS.length - 1)
  expect(notes[7]?.carried?.placement).toMatchObject({ state: 'unplaced', text: '' })
  for (const { carried, paragraph } of notes.slice(8)) expect(carried?.paragraph).toBe(paragraph - 1)
  expect(await listNotes(reader, query)).toEqual({ notes, next: null })
  await addNote(reader, NewBetaNote.parse({ editionId: first, paragraph: 2, reaction: 'lost' }))
  expect((await listNotes(reader, query)).notes.at(-1)?.carried?.paragraph).toBe(2)
  expect(asked).toEqual(['carry', 'carry', 'carry'])
})
