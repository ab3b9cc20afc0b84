import { afterEach, describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { listThreads, openThread } from '@/lib/critique/threads'
import { database } from '@/lib/db/client'
import { openLog } from '@/lib/log'
import { PAGE_LIMIT } from '@/lib/paging'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { settled } from '@/tests/support/sockets'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { importOver } from './importing-over'
import { listVersions } from './versions'
import { restoreVersion } from './versions-restoring'
import { SETTLE_MS } from './writing-over'

openLog('silent')
workshopDatabase()

const LINES = [
  'The ferry left at six, as it had every evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '“You count like a smuggler,” said the mate, and went below.',
  'Nobody laughed. They stood there for a long time.',
]

/** The second draft, written at home: one line is new, one is gone, one says it otherwise. */
const DRAFT = [
  LINES[0],
  'The wind had gone round to the east.',
  '“You count like a smuggler,” said the mate, who had been one, and went below.',
  LINES[3],
]

const fileOf = (text: string, name = 'draft.md') => ({ name, bytes: new TextEncoder().encode(text) })
const DRAFT_FILE = fileOf(`# The Crossing\n\n${DRAFT.join('\n\n')}\n`)

let desk: VersionDesk

afterEach(() => desk.close())

const kinds = async () =>
  (await listVersions(await desk.chapter(), { limit: 10 })).versions.map(({ kind }) => kind)

describe('importing over a chapter', () => {
  it('makes it say what the file says, under its own title, and keeps what was there', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    desk.clock.advance(1_000)
    const { changed, beforeId } = await importOver(grant, DRAFT_FILE, null, desk.clock)
    expect(changed).toBe(true)
    expect(await desk.saved()).toBe(DRAFT.join('\n'))
    const chapter = await database().chapter.findUniqueOrThrow({ where: { id: grant.chapterId } })
    expect(chapter.title).toBe('Forty Steps')
    expect(await kinds()).toEqual(['before_import', 'automatic'])
    await restoreVersion(grant, beforeId ?? '', desk.clock)
    expect(await desk.saved()).toBe(LINES.join('\n'))
  })

  it('leaves notes on the words that stay, and says of the others that they were rewritten', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    for (const exact of ['every evening', 'You count like a smuggler', 'one short both times'])
      await openThread(grant, { kind: 'comment', body: 'Look here.', quote: { exact } })
    await importOver(grant, DRAFT_FILE, null, desk.clock)
    const { threads } = await listThreads(grant, { limit: PAGE_LIMIT })
    const standing = new Map(threads.map(({ quote, placement }) => [quote, placement]))
    expect(standing.get('every evening')).toMatchObject({ state: 'exact', text: 'every evening' })
    expect(standing.get('You count like a smuggler')).toMatchObject({ text: 'You count like a smuggler' })
    expect(standing.get('one short both times')).toMatchObject({ state: 'unplaced', reason: 'rewritten' })
  })

  it('keeps the words that somebody is writing meanwhile', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    const clock = fakeClock(desk.clock.now())
    const importing = importOver(grant, DRAFT_FILE, null, clock)
    const first = tomas.doc.getXmlFragment('default').get(0) as Y.XmlElement
    const words = first.get(0) as Y.XmlText
    words.insert(words.length, ' Nobody waved.')
    while (clock.waiting === 0) await settled()
    await desk.exchange()
    clock.advance(SETTLE_MS)
    await importing
    await desk.exchange()
    expect(await desk.saved()).toBe([`${DRAFT[0]} Nobody waved.`, ...DRAFT.slice(1)].join('\n'))
    expect(tomas.text).toBe(await desk.saved())
  })

  it('changes nothing and records nothing when the chapter says so already', async () => {
    desk = await openVersionDesk(...LINES)
    const same = fileOf(LINES.join('\n\n'), 'same.txt')
    const done = await importOver(await desk.chapter(), same, null, desk.clock)
    expect(done).toMatchObject({ changed: false, beforeId: null })
    expect(await kinds()).toEqual(['automatic'])
  })

  it.each([
    ['several chapters', fileOf('# One\n\nA bell.\n\n# Two\n\nA clock.\n'), 'The file holds 2 chapters.'],
    ['nothing', fileOf(''), 'empty'],
    ['a picture', { name: 'bell.png', bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0]) }, ''],
    ['a Word document', fileOf('PK', 'draft.docx'), '.docx'],
  ])(
    'refuses a file with %s in a sentence, and the chapter stays as it was',
    async (_what, file, sentence) => {
      desk = await openVersionDesk(...LINES)
      const importing = importOver(await desk.chapter(), file, null, desk.clock)
      await expect(importing).rejects.toMatchObject({ message: expect.stringContaining(sentence) as string })
      expect(await desk.saved()).toBe(LINES.join('\n'))
      expect(await kinds()).toEqual(['automatic'])
    },
  )

  it('writes nothing when whoever sent the file has gone', async () => {
    desk = await openVersionDesk(...LINES)
    const importing = importOver(await desk.chapter(), DRAFT_FILE, AbortSignal.abort(), desk.clock)
    await expect(importing).rejects.toMatchObject({ code: 'gone' })
    expect(await desk.saved()).toBe(LINES.join('\n'))
  })
})
