import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { openThread, listThreads } from '@/lib/critique/threads'
import { openLog } from '@/lib/log'
import { PAGE_LIMIT } from '@/lib/paging'
import { workshopDatabase } from '@/tests/support/database'
import { fakeClock } from '@/tests/support/clock'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { settled } from '@/tests/support/sockets'
import { textOf, type Writer } from '@/tests/support/writers'
import type { RestoredView } from './contract.versions'
import { compareWith, listVersions, nameVersion, showVersion } from './versions'
import { restoreVersion } from './versions-restoring'
import { SETTLE_MS } from './writing-over'

openLog('silent')
workshopDatabase()

const LINES = [
  'The ferry left at six, as it had every evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '“You count like a smuggler,” said the mate, and went below.',
  'On the fourth of December the sea gave back the first of the trunks.',
  'It was the priest who finally bent and wiped the brass.',
  'Nobody laughed. They stood there for a long time.',
]
const TEXT = LINES.join('\n')

let desk: VersionDesk

afterEach(() => desk.close())

const blocksOf = ({ doc }: Writer) => doc.getXmlFragment('default')
const wordsAt = ({ doc }: Writer, index: number) =>
  (doc.getXmlFragment('default').get(index) as Y.XmlElement).get(0) as Y.XmlText

function paragraphOf(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  return paragraph
}

/** Restores, with frames on their way and, on a clock of its own, time passing. */
async function restore(id: string, meanwhile = () => {}): Promise<RestoredView> {
  const clock = fakeClock(desk.clock.now() + 60_000)
  let isDone = false
  const restoring = restoreVersion(await desk.chapter(), id, clock).finally(() => (isDone = true))
  restoring.catch(() => undefined)
  while (!isDone) {
    meanwhile()
    await desk.exchange()
    clock.advance(100)
  }
  return restoring
}

/** The text of a version, one block a line. */
async function textOfVersion(id: string): Promise<string> {
  const { prose } = await showVersion(await desk.chapter(), id)
  const blocks = prose.content as { content?: { text: string }[] }[]
  return blocks.map(({ content }) => (content ?? []).map(({ text }) => text).join('')).join('\n')
}

describe('restoring a version', () => {
  it('brings back a paragraph that was cut, with its note, and what was there is a version before it', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    const thread = await openThread(grant, {
      ...{ kind: 'comment', body: 'I would keep this.' },
      quote: { exact: 'You count like a smuggler' },
    })
    const { id } = await nameVersion(grant, 'Before the cut', desk.clock)
    const mara = await desk.join(desk.mara)
    blocksOf(mara).delete(2, 1)
    await desk.exchange()
    desk.leave(mara)
    const cut = await desk.saved()
    const { beforeId, changed } = await restoreVersion(grant, id, desk.clock)
    expect(changed).toBe(true)
    expect(await desk.saved()).toBe(TEXT)
    const { threads } = await listThreads(grant, { limit: PAGE_LIMIT })
    expect(threads).toMatchObject([{ id: thread.id, placement: { text: 'You count like a smuggler' } }])
    expect(await textOfVersion(beforeId ?? '')).toBe(cut)
    await restoreVersion(grant, beforeId ?? '', desk.clock)
    expect(await desk.saved()).toBe(cut)
  })

  it('changes nothing and records nothing when the text says so already', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    desk.clock.advance(1_000)
    const { id } = await nameVersion(grant, 'As it is', desk.clock)
    expect(await restoreVersion(grant, id, desk.clock)).toMatchObject({ changed: false, beforeId: null })
    expect((await listVersions(grant, { limit: 10 })).versions.map(({ kind }) => kind)).toEqual([
      'named',
      'automatic',
    ])
  })

  it('leaves paragraphs that did not change to those who write in them', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    const { id } = await nameVersion(grant, 'First draft', desk.clock)
    const tomas = await desk.join(desk.tomas)
    blocksOf(tomas).insert(6, [paragraphOf('The bell rang all the same.')])
    await desk.exchange()
    const first = blocksOf(tomas).get(0)
    await restore(id)
    await desk.exchange()
    expect(blocksOf(tomas).get(0)).toBe(first)
    expect(tomas.text).toBe(TEXT)
    expect(await desk.saved()).toBe(tomas.text)
  })

  it('keeps the words that somebody is writing into a paragraph that goes', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    const { id } = await nameVersion(grant, 'First draft', desk.clock)
    const tomas = await desk.join(desk.tomas)
    blocksOf(tomas).insert(1, [paragraphOf('A new thought, '), paragraphOf('And one more.')])
    await desk.exchange()
    const clock = fakeClock(desk.clock.now())
    const restoring = restoreVersion(grant, id, clock)
    // On its way when the restore is made: the server sees it when the paragraph is empty already.
    wordsAt(tomas, 1).insert(15, 'and how it ends.')
    while (clock.waiting === 0) await settled()
    expect(await desk.saved()).toBe([LINES[0], '', '', ...LINES.slice(1)].join('\n'))
    await desk.exchange()
    clock.advance(SETTLE_MS)
    await restoring
    await desk.exchange()
    expect(await desk.saved()).toBe([LINES[0], 'and how it ends.', ...LINES.slice(1)].join('\n'))
    expect(tomas.text).toBe(await desk.saved())
  })

  it('shows in the comparison what it would change', async () => {
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    const { id } = await nameVersion(grant, 'First draft', desk.clock)
    const tomas = await desk.join(desk.tomas)
    blocksOf(tomas).delete(2, 1)
    await desk.exchange()
    const { blocks, wordsOut, to } = await compareWith(grant, { from: id, to: 'now' })
    expect(to).toBeNull()
    expect(wordsOut).toBe(11)
    expect(blocks.filter(({ state }) => state !== 'same')).toMatchObject([
      { state: 'out', pieces: [{ change: 'out', text: LINES[2] }] },
    ])
  })
})

/** One random act of a writer. @returns the word he wrote, if any */
function act(writer: Writer, chance: Chance, word: string): string | null {
  const blocks = blocksOf(writer)
  const index = chance.below(blocks.length)
  switch (chance.below(4)) {
    case 0:
      if (blocks.length > 2) blocks.delete(index, 1)
      return null
    case 1:
      blocks.insert(index, [paragraphOf(`${word} came in with the tide.`)])
      return word
    default: {
      const words = (blocks.get(index) as Y.XmlElement).get(0)
      if (!(words instanceof Y.XmlText)) return null
      words.insert(chance.below(words.length + 1), ` ${word} `)
      return word
    }
  }
}

/** Writes a word somewhere between others. */
function typeWord(writer: Writer, chance: Chance, word: string): string[] {
  const words = (blocksOf(writer).get(chance.below(blocksOf(writer).length)) as Y.XmlElement).get(0)
  if (!(words instanceof Y.XmlText)) return []
  const gaps = [...words.toString().matchAll(/ /g)].map(({ index }) => index)
  words.insert(chance.pick([...gaps, words.length]), ` ${word}`)
  return [word]
}

const QUOTES = ['every evening', 'like a smuggler', 'the first of the trunks']
const SEEDS = Array.from({ length: 12 }, (_, i) => 20_261_125 + i)

describe('restoring while others write', () => {
  it.each(SEEDS)('loses no word of theirs and no note (seed %i)', async (seed) => {
    const chance = chanceFrom(seed)
    desk = await openVersionDesk(...LINES)
    const grant = await desk.chapter()
    for (const exact of QUOTES)
      await openThread(grant, { kind: 'comment', body: 'Keep this.', quote: { exact } })
    const { id } = await nameVersion(grant, 'First draft', desk.clock)
    const [mara, tomas] = [await desk.join(desk.mara), await desk.join(desk.tomas)]
    for (let i = 0; i < 8; i += 1) {
      act(chance.oneIn(2) ? mara : tomas, chance, `earlier${i}`)
      await desk.exchange()
    }
    const written: string[] = []
    const { beforeId } = await restore(id, () => {
      if (written.length < 24)
        for (const writer of [mara, tomas, mara, tomas])
          written.push(...typeWord(writer, chance, `meanwhile${written.length}x`))
    })
    await desk.exchange()
    const text = await desk.saved()
    const before = beforeId ? await textOfVersion(beforeId) : ''
    expect(written.length).toBeGreaterThan(0)
    expect(written.filter((word) => !text.includes(word) && !before.includes(word))).toEqual([])
    expect(written.some((word) => text.includes(word))).toBe(true)
    for (const line of LINES) expect(withoutTheirs(text)).toContain(line)
    expect(textOf(mara.doc)).toBe(text)
    expect(textOf(tomas.doc)).toBe(text)
    const { threads } = await listThreads(grant, { limit: PAGE_LIMIT })
    expect(threads.map(({ quote }) => quote)).toEqual(QUOTES)
    for (const { quote, placement } of threads)
      if (text.includes(quote ?? '')) expect(placement?.text).toBe(quote)
  })
})

/** The text without the words that were written meanwhile. */
function withoutTheirs(text: string): string {
  return text.replace(/ meanwhile\d+x/g, '')
}
