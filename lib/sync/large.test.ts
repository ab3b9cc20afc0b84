import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '@/lib/errors'
import { CHAPTER, openDesk, textOf } from '@/tests/support/writers'
import type { Desk, Writer } from '@/tests/support/writers'
import { settled } from '@/tests/support/sockets'
import { SYNC_CLOSE } from './contract'
import { docWorkHere } from './doc-work'
import type { DocWork, DocWorker } from './doc-work'
import { checkChapter } from './structure'

/** Every doc and every update counts as large, so that short sentences show what happens to books. */
const ALL_LARGE = { inlineBytes: 0, inlineDocBytes: 0 }

/** Work of one kind waits for the test. */
function slowWork(slow: keyof DocWork = 'examine'): { work: DocWorker; goOn(): void; kinds: string[] } {
  const there = docWorkHere(checkChapter)
  let go = () => {}
  const kinds: string[] = []
  const work: DocWorker = async (kind, ask) => {
    kinds.push(kind)
    if (kind === slow) await new Promise<void>((resolve) => (go = resolve))
    return there(kind, ask)
  }
  return { work, goOn: () => go(), kinds }
}

async function two(desk: Desk): Promise<[Writer, Writer]> {
  return [await desk.join('mara'), await desk.join('tomas')]
}

function chapterOf(words: string): Y.Doc {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment('default').insert(0, [paragraph])
  return doc
}

/** Puts a paragraph inside a paragraph, which no editor makes. */
function writeNonsense(doc: Y.Doc): void {
  const outer = new Y.XmlElement('paragraph')
  outer.insert(0, [new Y.XmlElement('paragraph')])
  doc.getXmlFragment('default').insert(0, [outer])
}

describe('a large update', () => {
  it('[SY61] is judged elsewhere, applied in slices, saved, shown and acknowledged as any other', async () => {
    const { work, goOn, kinds } = slowWork()
    const desk = openDesk({ work, limits: ALL_LARGE })
    const [mara, tomas] = await two(desk)
    mara.writeParagraph('A whole book, pasted.')
    await desk.exchange()
    expect(kinds).toContain('examine')
    expect(await desk.storedText()).toBe('')
    goOn()
    await desk.exchange()
    expect(await desk.storedText()).toBe('A whole book, pasted.')
    expect(textOf(tomas.doc)).toBe('A whole book, pasted.')
    expect(mara.saved).toBe(1)
  })

  it('[SY61] keeps what others write meanwhile waiting, and loses nothing of it', async () => {
    const { work, goOn } = slowWork()
    const desk = openDesk({ work, limits: { inlineBytes: 120, inlineDocBytes: 0 } })
    const [mara, tomas] = await two(desk)
    mara.writeParagraph('A whole book, pasted, '.repeat(20).trim())
    await desk.exchange()
    tomas.writeParagraph('Short.')
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    goOn()
    await desk.exchange()
    expect(await desk.storedText()).toContain('Short.')
    expect(textOf(mara.doc)).toBe(textOf(tomas.doc))
    expect([mara.saved, tomas.saved]).toEqual([1, 1])
  })

  it('[SY61] that is broken leaves no trace, and the others go on', async () => {
    const desk = openDesk({ limits: ALL_LARGE })
    const [mara, tomas] = await two(desk)
    writeNonsense(mara.doc)
    await desk.exchange()
    expect(mara.heardOf('refusal')).toMatchObject([{ class: 'rebase', reason: 'bad_content' }])
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.rebase)
    tomas.writeParagraph('Unhurt.')
    await desk.exchange()
    expect(await desk.storedText()).toBe('Unhurt.')
  })

  it('[SY61] that costs more than it may is refused, and its sender is told', async () => {
    const there = docWorkHere(checkChapter)
    const work: DocWorker = (kind, ask) =>
      kind === 'examine' ? Promise.reject(new AppError('too_large', 'Too costly.')) : there(kind, ask)
    const desk = openDesk({ work, limits: ALL_LARGE })
    const [mara] = await two(desk)
    mara.writeParagraph('A tangle.')
    await desk.exchange()
    expect(mara.heardOf('refusal')).toMatchObject([{ class: 'refused', reason: 'too_costly' }])
    expect(await desk.storedText()).toBe('')
  })

  it('[SY61] is not one that repeats what is known: a browser that comes back brings every deletion', async () => {
    const { work, kinds } = slowWork()
    const desk = openDesk({ work })
    const doc = new Y.Doc()
    const text = new Y.XmlText('ab'.repeat(1_500))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    doc.getXmlFragment('default').insert(0, [paragraph])
    doc.transact(() => {
      for (let i = 1; i <= 1_500; i++) text.delete(i, 1)
    })
    desk.log.create('forty-steps', Y.encodeStateAsUpdate(doc))
    const mara = await desk.join('mara', { docId: 'forty-steps' }, doc)
    expect(mara.sentOrdinal).toBe(1)
    expect(mara.saved).toBe(1)
    expect(kinds).toEqual([])
  })

  it('[SY61] that refers to what nobody sent is asked for what is missing', async () => {
    const desk = openDesk({ limits: ALL_LARGE })
    const [mara] = await two(desk)
    const other = new Y.Doc()
    other.getXmlFragment('default').insert(0, [new Y.XmlElement('paragraph')])
    const before = Y.encodeStateVector(other)
    other.getXmlFragment('default').insert(1, [new Y.XmlElement('paragraph')])
    mara.say({ type: 'update', update: Y.encodeStateAsUpdate(other, before) })
    await desk.exchange()
    expect(mara.heardOf('refusal')).toMatchObject([{ class: 'resync', reason: 'gap' }])
    expect(mara.heardOf('step1').length).toBeGreaterThan(1)
  })
})

describe('a large doc', () => {
  it('[SY9] is made anew elsewhere after a broken update, with the words that were under way', async () => {
    const desk = openDesk({ limits: { inlineDocBytes: 0 } })
    const [mara, tomas] = await two(desk)
    tomas.writeParagraph('On disk.')
    await desk.exchange()
    const goOn = desk.log.hangAppend()
    tomas.writeParagraph('Under way.')
    tomas.pass()
    await settled()
    writeNonsense(mara.doc)
    mara.pass()
    await settled()
    tomas.writeParagraph('After it.')
    tomas.pass()
    await settled()
    goOn()
    await desk.exchange()
    const words = (await desk.storedText()).split('\n').sort()
    expect(words).toEqual(['After it.', 'On disk.', 'Under way.'])
    expect(tomas.saved).toBe(3)
  })

  it('[SY62] answers who comes back from the durable prefix, after the commit that runs', async () => {
    const desk = openDesk({ limits: { inlineDocBytes: 0 } })
    const [mara, tomas] = await two(desk)
    tomas.writeParagraph('On disk.')
    await desk.exchange()
    const known = new Y.Doc()
    Y.applyUpdate(known, Y.encodeStateAsUpdate(mara.doc))
    const goOn = desk.log.hangAppend()
    tomas.writeParagraph('Not on disk.')
    tomas.pass()
    await settled()
    const ines = desk.open('ines', {}, known)
    ines.pass()
    await settled()
    expect(ines.heardOf('step2')).toEqual([])
    goOn()
    await desk.exchange()
    expect(textOf(known)).toBe(textOf(tomas.doc))
  })

  it('[SY62] is sent as its cached encoding and what came since, and that is one state', async () => {
    const desk = openDesk({ limits: { inlineDocBytes: 0, refreshBytes: 1_000_000 } })
    const [mara] = await two(desk)
    for (const words of ['One.', 'Two.', 'Three.']) {
      mara.writeParagraph(words)
      await desk.exchange()
    }
    const ines = await desk.join('ines')
    expect(textOf(ines.doc)).toBe(textOf(mara.doc))
    const { state, seq } = await desk.rooms.durableState(CHAPTER)
    const cold = new Y.Doc()
    Y.applyUpdate(cold, state)
    expect(textOf(cold)).toBe(textOf(mara.doc))
    expect(seq).toBe(3)
  })

  it('[SY63] is read at once, and takes what is written meanwhile when it is built', async () => {
    const { work, goOn } = slowWork('slice')
    const desk = openDesk({ work, limits: ALL_LARGE })
    const book = chapterOf('A book that was there.')
    desk.log.create('the-book', Y.encodeStateAsUpdate(book))
    const mara = await desk.join('mara', { docId: 'the-book' }, book)
    const ines = await desk.join('ines', { docId: 'the-book' })
    expect(textOf(ines.doc)).toBe('A book that was there.')
    expect((await desk.rooms.durableState('the-book')).seq).toBe(1)
    ines.writeParagraph('Written before it was built.')
    await desk.exchange()
    expect(ines.saved).toBe(0)
    goOn()
    await desk.exchange()
    expect(ines.saved).toBe(1)
    expect(await desk.storedText('the-book')).toContain('Written before it was built.')
    expect(textOf(mara.doc)).toBe(textOf(ines.doc))
  })

  it('[SY63] that cannot be built sends everybody back, stores nothing that waited, and loses nothing', async () => {
    const there = docWorkHere(checkChapter)
    let fail = () => {}
    let isBroken = true
    const work: DocWorker = (kind, ask) =>
      kind === 'slice' && isBroken
        ? new Promise((_, reject) => (fail = () => reject(new Error('The thread ended.'))))
        : there(kind, ask)
    const desk = openDesk({ work, limits: { inlineDocBytes: 0 } })
    desk.log.create('the-book', Y.encodeStateAsUpdate(chapterOf('A book that was there.')))
    const mara = await desk.join('mara', { docId: 'the-book' })
    mara.writeParagraph('And one more page.')
    await desk.exchange()
    isBroken = false
    fail()
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    expect(await desk.storedText('the-book')).toBe('A book that was there.')
    const again = await desk.join('mara', { docId: 'the-book' }, mara.doc)
    expect(again.saved).toBe(1)
    expect(await desk.storedText('the-book')).toContain('And one more page.')
  })
})
