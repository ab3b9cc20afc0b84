import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { authorize, authorizeChapter, authorizeWorkshop } from '@/lib/access/authorize'
import type { ManuscriptVerb, Viewer } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { answer } from '@/lib/events/events'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { checkRoots } from '@/lib/prose/check'
import { createWorkshop } from '@/lib/workshop/workshops'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { exportChapterFile, exportManuscriptFile } from './exporting'
import { createChapter, importChapters } from './making'
import { createManuscript } from './manuscripts'

workshopDatabase()

let mara: Viewer
let manuscriptId: string

const grant = <V extends ManuscriptVerb>(verb: V) => authorize(mara, manuscriptId, verb)
const sent = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The seam as live rooms answer it while nobody types: the state is what was stored first. */
async function stored(docId: string) {
  const update = await database().docUpdate.findUniqueOrThrow({ where: { docId_seq: { docId, seq: 1 } } })
  return { seq: 1, epoch: 1, state: update.bytes }
}

async function rows() {
  const db = database()
  return Promise.all([db.chapter.count(), db.doc.count(), db.docUpdate.count(), db.docWriter.count()])
}

async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (isAppError(error)) return error.code
    throw error
  }
  return 'done'
}

async function exported(chapterId: string, format: string): Promise<string> {
  const stop = answer('doc.state', ({ docId }) => stored(docId))
  try {
    return textOf((await exportChapterFile(await authorizeChapter(mara, chapterId, 'read'), format)).bytes)
  } finally {
    stop()
  }
}

/** A signal that is found aborted when it is looked at for the `look`th time. */
function abortedAtLook(look: number): AbortSignal {
  let looks = 0
  return Object.defineProperty(new AbortController().signal, 'aborted', { get: () => ++looks >= look })
}

beforeEach(async () => {
  mara = await person('Mara Voss')
  const { id } = await createWorkshop(mara, { name: 'Tuesday Night Fiction' })
  const write = await authorizeWorkshop(mara, id, 'write')
  manuscriptId = (await createManuscript(write, { title: 'The Salt Road', language: 'en' })).id
})

describe('a new chapter', () => {
  it('stands at the end with its first words, counted, in the name of its maker', async () => {
    await createChapter(await grant('edit'), { title: 'The Last Ferry' })
    const chapter = await createChapter(await grant('edit'), {
      title: 'Low Water',
      markdown: 'The tide went *out* and stayed out.\n\n***\n\nNobody said so.',
    })
    expect(chapter).toMatchObject({ title: 'Low Water', position: 1, words: 10, status: 'drafting' })
    expect(chapter.docId).toBe(chapter.id)
    const update = await database().docUpdate.findMany({ where: { docId: chapter.docId } })
    expect(update).toMatchObject([{ seq: 1, authorId: mara.userId }])
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update[0]?.bytes ?? new Uint8Array())
    const writers = await database().docWriter.findMany({ where: { docId: chapter.docId } })
    expect(writers).toEqual([
      { docId: chapter.docId, userId: mara.userId, clientId: BigInt([...doc.store.clients.keys()][0] ?? -1) },
    ])
    expect(checkRoots(doc)).toBeNull()
  })

  it('without text holds one empty paragraph, so that no browser has to begin it', async () => {
    const { docId, words } = await createChapter(await grant('edit'), { title: 'The Last Ferry' })
    const doc = new Y.Doc()
    Y.applyUpdate(doc, (await stored(docId)).state)
    expect(doc.getXmlFragment(CHAPTER_FRAGMENT).toString()).toBe('<paragraph></paragraph>')
    expect(words).toBe(0)
  })

  it('takes its place after the others when many are made at once', async () => {
    const edit = await grant('edit')
    await Promise.all(Array.from({ length: 8 }, (_, n) => createChapter(edit, { title: `Night ${n}` })))
    const positions = await database().chapter.findMany({
      where: { manuscriptId },
      orderBy: { position: 'asc' },
      select: { position: true },
    })
    expect(positions.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('an imported file', () => {
  it('becomes chapters in its order, behind those that stand', async () => {
    await createChapter(await grant('edit'), { title: 'Before' })
    const file = '# The Last Ferry\n\nIt left at six.\n\n# Low Water\n\nIt did not come back.\n'
    const { chapters } = await importChapters(await grant('edit'), sent('salt-road.md', file))
    expect(chapters.map(({ title, words }) => [title, words])).toEqual([
      ['The Last Ferry', 4],
      ['Low Water', 5],
    ])
    const order = await database().chapter.findMany({
      where: { manuscriptId },
      orderBy: { position: 'asc' },
    })
    expect(order.map(({ title }) => title)).toEqual(['Before', 'The Last Ferry', 'Low Water'])
  })

  it.each(['txt', 'md'])('gives the same text again when its %s export is imported', async (format) => {
    const text = 'It left at six — as “always”.\n\n***\n\nThe mate said nothing…\n\nMara wrote *that* down.'
    const first = await createChapter(await grant('edit'), { title: 'Chapter One', markdown: text })
    const file = await exported(first.id, format)
    expect(file).toContain('***')
    const { chapters } = await importChapters(await grant('edit'), sent(`Chapter One.${format}`, file))
    expect(chapters.map(({ title, words }) => [title, words])).toEqual([['Chapter One', first.words]])
    expect(await exported(chapters[0]?.id ?? '', format)).toBe(file)
  })

  it('leaves as one file with all chapters in order', async () => {
    await createChapter(await grant('edit'), { title: 'The Last Ferry', markdown: 'It left at six.' })
    await createChapter(await grant('edit'), { title: 'Low Water', markdown: 'It did not come back.' })
    const stop = answer('doc.state', ({ docId }) => stored(docId))
    const file = await exportManuscriptFile(await grant('read'), 'md')
    stop()
    expect(textOf(file.bytes)).toMatch(/Salt Road[^]*Last Ferry[^]*at six[^]*Low Water[^]*come back/)
    expect(file.disposition).toContain('The%20Salt%20Road.md')
  })

  it.each([
    ['nothing', 'empty.txt', new Uint8Array()],
    [
      'a picture',
      'ferry.png',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3]),
    ],
    ['a Word file', 'draft.docx', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0])],
    ['too much', 'long.txt', new Uint8Array(21 * 1024 * 1024).fill(0x61)],
    ['too many chapters', 'list.md', new TextEncoder().encode('# One\n\nMore.\n\n'.repeat(1_200))],
    ['bytes that are no text', 'noise.txt', Uint8Array.from({ length: 4_096 }, (_, n) => (n * 7919) % 256)],
  ])('with %s gets a sentence and leaves nothing behind', async (_, name, bytes) => {
    const before = await rows()
    const edit = await grant('edit')
    expect(await refusal(importChapters(edit, { name, bytes }))).toMatch(
      /^(invalid|unsupported|too_large|conflict)$/,
    )
    expect(await rows()).toEqual(before)
  })

  it.each([
    [1, 'before it is read'],
    [2, 'while it is read'],
    [3, 'while its chapters are written'],
  ])('that is cancelled leaves nothing behind, at look %d, %s', async (look) => {
    const before = await rows()
    const file = sent('two.md', '# The Last Ferry\n\nIt left.\n\n# Low Water\n\nIt did not come back.\n')
    expect(await refusal(importChapters(await grant('edit'), file, abortedAtLook(look)))).toBe('gone')
    expect(await rows()).toEqual(before)
  })

  it('that does not fit into the manuscript leaves nothing behind', async () => {
    const at = new Date()
    await database().chapter.createMany({
      data: Array.from({ length: 999 }, (_, position) => ({
        ...{ id: `${manuscriptId}-${position}`, docId: `${manuscriptId}-${position}`, manuscriptId },
        ...{ title: 'Night', position, createdAt: at, editedAt: at },
      })),
    })
    const before = await rows()
    const file = sent('two.md', '# The Last Ferry\n\nIt left.\n\n# Low Water\n\nIt did not come back.\n')
    expect(await refusal(importChapters(await grant('edit'), file))).toBe('conflict')
    expect(await rows()).toEqual(before)
  })
})
