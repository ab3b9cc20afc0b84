import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { database } from '@/lib/db/client'
import { openLog } from '@/lib/log'
import { compactSlice } from '@/lib/sync/compaction'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { Trace } from '@/lib/text/trace'
import { unpackPiece } from '@/lib/text/row-bytes'
import { workshopDatabase } from '@/tests/support/database'
import { mergeAtOnce } from '@/tests/support/log-life'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { textOf } from '@/tests/support/writers'
import { authorsOf } from './past-authors'
import { bringBack, listCuts, showCut, takeOutAgain } from './past-cuts'
import { historyOf, pieceFrom } from './past-playback'

openLog('silent')
workshopDatabase()

const LINES = [
  'The ferry left at six, as it had every evening.',
  'Mara counted the passengers twice.',
  '“You count like a smuggler,” said the mate.',
]
const ALL = { limit: 50 }

let desk: VersionDesk

afterEach(() => desk.close())

/** Opens the desk, and its chapter in the rooms. */
async function openDesk(): Promise<void> {
  desk = await openVersionDesk(...LINES)
  await desk.saved()
}

const blocksOf = (doc: Y.Doc) => doc.getXmlFragment('default')
const wordsAt = (doc: Y.Doc, index: number) => (blocksOf(doc).get(index) as Y.XmlElement).get(0) as Y.XmlText

describe('who wrote what', () => {
  it('credits what was imported to the importer, and what Tomas divides to whoever wrote it', async () => {
    await openDesk()
    const tomas = await desk.join(desk.tomas)
    tomas.doc.transact(() => {
      const rest = wordsAt(tomas.doc, 0).toString().slice(22)
      wordsAt(tomas.doc, 0).delete(22, rest.length)
      const next = new Y.XmlElement('paragraph')
      next.insert(0, [new Y.XmlText(rest)])
      blocksOf(tomas.doc).insert(1, [next])
    })
    await desk.exchange()
    wordsAt(tomas.doc, 2).insert(0, 'Tired, ')
    await desk.exchange()
    const { people, blocks, since, seq } = await authorsOf(await desk.chapter())
    expect(people.map(({ person, words }) => [person.name, words])).toEqual([
      ['Mara Voss', 23],
      ['Tomas Oyelaran', 1],
    ])
    expect(blocks.map(({ pieces }) => pieces.map(({ text, by }) => [text, by]))).toEqual([
      [['The ferry left at six,', 0]],
      [[' as it had every evening.', 0]],
      [
        ['Tired, ', 1],
        ['Mara counted the passengers twice.', 0],
      ],
      [['“You count like a smuggler,” said the mate.', 0]],
    ])
    expect([since, seq]).toEqual([null, 3])
  })
})

describe('cut passages', () => {
  it('are found by their words, told with who cut them, and come back for everybody who is there', async () => {
    await openDesk()
    const grant = await desk.chapter()
    const [mara, tomas] = [await desk.join(desk.mara), await desk.join(desk.tomas)]
    blocksOf(tomas.doc).delete(1, 1)
    await desk.exchange()
    const { cuts, found, next } = await listCuts(grant, { ...ALL, words: 'PASSENGERS mara' })
    expect([found, next]).toEqual([1, null])
    expect(cuts).toMatchObject([
      {
        ...{ by: { name: 'Tomas Oyelaran' }, words: 5, before: LINES[0], after: LINES[2] },
        ...{ blocks: [{ kind: 'paragraph', pieces: [{ text: LINES[1], marks: [] }] }], isWhole: true },
        isBack: false,
      },
    ])
    expect((await listCuts(grant, { ...ALL, words: 'smuggler' })).cuts).toEqual([])
    const id = cuts[0]?.id ?? ''
    expect(await showCut(grant, id)).toMatchObject({ id, isBack: false })
    await bringBack(grant, id)
    await desk.exchange()
    expect(mara.text).toBe(LINES.join('\n'))
    expect(tomas.text).toBe(LINES.join('\n'))
    expect(await showCut(grant, id)).toMatchObject({ isBack: true })
    expect((await authorsOf(grant)).people.map(({ person }) => person.name)).toEqual(['Mara Voss'])
  })

  it('go out again as they came, but not when somebody changed them since, and only where they came back', async () => {
    await openDesk()
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    blocksOf(tomas.doc).delete(1, 1)
    await desk.exchange()
    const id = (await listCuts(grant, ALL)).cuts[0]?.id ?? ''
    const { seq } = await bringBack(grant, id)
    await desk.exchange()
    wordsAt(tomas.doc, 0).insert(0, 'Late. ')
    await desk.exchange()
    await takeOutAgain(grant, id, { seq })
    await desk.exchange()
    expect(tomas.text).toBe([`Late. ${LINES[0]}`, LINES[2]].join('\n'))
    expect((await listCuts(grant, ALL)).cuts.map(({ isBack }) => isBack)).not.toContain(true)
    await expect(takeOutAgain(grant, id, { seq })).rejects.toMatchObject({ code: 'conflict' })
    await expect(takeOutAgain(grant, id, { seq: seq - 1 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(takeOutAgain(grant, '77-1', { seq })).rejects.toMatchObject({ code: 'not_found' })
    const again = await bringBack(grant, id)
    await desk.exchange()
    wordsAt(tomas.doc, 1).insert(4, ' Voss')
    await desk.exchange()
    await expect(takeOutAgain(grant, id, again)).rejects.toMatchObject({ code: 'conflict' })
    expect(tomas.text).toBe(
      [`Late. ${LINES[0]}`, 'Mara Voss counted the passengers twice.', LINES[2]].join('\n'),
    )
  })

  it('are listed page by page, newest first, and by time', async () => {
    await openDesk()
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    for (let i = 0; i < 3; i += 1) {
      blocksOf(tomas.doc).delete(0, 1)
      await desk.exchange()
      // One go each: the log's clock is the system's.
      const seq = 2 + i
      await database().docUpdate.update({
        where: { docId_seq: { docId: desk.docId, seq } },
        data: { createdAt: new Date(Date.now() - (3 - i) * 3_600_000) },
      })
    }
    const first = await listCuts(grant, { limit: 2 })
    expect(first.cuts.map(({ blocks }) => blocks[0]?.pieces[0]?.text)).toEqual([LINES[2], LINES[1]])
    const second = await listCuts(grant, { limit: 2, cursor: first.next ?? '' })
    expect(second.cuts.map(({ blocks }) => blocks[0]?.pieces[0]?.text)).toEqual([LINES[0]])
    expect([first.found, second.next]).toEqual([3, null])
    const until = new Date(Date.now() - 2.5 * 3_600_000).toISOString()
    expect((await listCuts(grant, { ...ALL, until })).found).toBe(1)
    expect((await listCuts(grant, { ...ALL, since: until })).found).toBe(2)
    await expect(listCuts(grant, { ...ALL, cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(bringBack(grant, '77-1')).rejects.toMatchObject({ code: 'not_found' })
    const month = { now: () => Date.now() + 31 * 24 * 3_600_000 }
    expect((await listCuts(grant, ALL, { ...desk.clock, ...month })).cuts).toEqual([])
  })

  it('are found and come back when their rows were compacted, and when what came before is gone', async () => {
    await openDesk()
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    wordsAt(tomas.doc, 0).insert(0, 'At last. ')
    await desk.exchange()
    const archive = openPrismaArchive(database())
    const world = { archive, merge: mergeAtOnce, clock: desk.clock }
    expect(await compactSlice(world, desk.docId)).toBe('moved')
    wordsAt(tomas.doc, 1).delete(12, 21)
    await desk.exchange()
    expect((await listCuts(grant, ALL)).since).toBeNull()
    const [place] = await archive.segments(desk.docId)
    if (!place) throw new Error('Nothing was compacted')
    await archive.dropSegment(desk.docId, place, null, desk.clock.now())
    // What was followed before is known for a while; a new history of the same rows is not.
    await database().doc.update({ where: { id: desk.docId }, data: { epoch: 2 } })
    const { cuts, since } = await listCuts(grant, ALL)
    expect(since).not.toBeNull()
    expect(cuts).toMatchObject([{ before: 'Mara counted', after: '.' }])
    expect((await historyOf(grant)).moments).toMatchObject([{ from: 3, to: 3, afterGap: true }])
    await expect(pieceFrom(grant, 1)).rejects.toMatchObject({ code: 'gone' })
  })
})

describe('the history of a chapter', () => {
  it('is given in moments and pieces from which a browser makes each state', async () => {
    await openDesk()
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    for (const word of ['Cold. ', 'Late. ']) {
      wordsAt(tomas.doc, 0).insert(0, word)
      await desk.exchange()
    }
    const { people, moments, epoch } = await historyOf(grant)
    expect(people.map(({ name }) => name)).toEqual(['Mara Voss', 'Tomas Oyelaran'])
    expect(moments.map(({ from, to, by, afterGap }) => [from, to, by, afterGap])).toEqual([
      [1, 1, [0], false],
      [2, 3, [1], false],
    ])
    const { base, rows } = unpackPiece(await pieceFrom(grant, 2))
    expect([base?.seq, rows.map(({ seq }) => seq)]).toEqual([1, [2, 3]])
    expect(unpackPiece(await pieceFrom(grant, 2, { epoch })).rows).toHaveLength(2)
    await expect(pieceFrom(grant, 2, { epoch: epoch + 1 })).rejects.toMatchObject({ code: 'gone' })
    const doc = new Y.Doc()
    Y.applyUpdate(doc, base?.bytes ?? new Uint8Array())
    expect(textOf(doc)).toBe(LINES.join('\n'))
    Y.applyUpdate(doc, rows[0]?.bytes ?? new Uint8Array())
    expect(textOf(doc)).toBe(`Cold. ${LINES.join('\n')}`)
    const whole = new Trace()
    for (const row of unpackPiece(await pieceFrom(grant, 1)).rows) whole.follow(row)
    expect(textOf(whole.doc)).toBe(await desk.saved())
  })
})
