import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CHAPTER, openDesk, textOf, type Desk } from '@/tests/support/writers'
import { SYNC_CLOSE } from './contract'
import { encodeFrame } from './wire'

/** A chapter of five rows, left by everybody, and the server started again. */
async function writtenDesk(): Promise<Desk> {
  const desk = openDesk()
  const mara = await desk.join('mara')
  mara.writeParagraph('One.')
  await desk.exchange()
  for (const word of [' Two.', ' Three.', ' Four.', ' Five.']) {
    mara.type(mara.text.length, word)
    await desk.exchange()
  }
  expect(desk.log.rowsOf(CHAPTER)).toHaveLength(5)
  desk.restart()
  return desk
}

/** The bytes of a row with one bit changed. */
function flipped(desk: Desk, seq: number, at: (bytes: Uint8Array) => number): Uint8Array {
  const bytes = desk.log
    .rowsOf(CHAPTER)
    .find((row) => row.seq === seq)!
    .bytes.slice()
  const index = at(bytes)
  bytes[index] = bytes[index]! ^ 1
  return bytes
}

const inText = (bytes: Uint8Array) => bytes.indexOf('T'.charCodeAt(0))
const inStructure = () => 2

function updateSaying(words: string): Uint8Array {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment('default').push([paragraph])
  return Y.encodeStateAsUpdate(doc)
}

const DAMAGES: Record<string, (desk: Desk) => void> = {
  'a bit changed in the text of a row': (desk) => desk.log.damage(CHAPTER, 3, flipped(desk, 3, inText)),
  'a bit changed in the structure of a row': (desk) =>
    desk.log.damage(CHAPTER, 3, flipped(desk, 3, inStructure)),
  'a row missing': (desk) => desk.log.lose(CHAPTER, 3),
}

describe('a chapter with', () => {
  for (const [damage, befalls] of Object.entries(DAMAGES)) {
    it(`[SY46] [SY47] ${damage} opens at its last good version, for reading only`, async () => {
      const desk = await writtenDesk()
      befalls(desk)
      const stored = desk.log.rowsOf(CHAPTER).map(({ bytes }) => [...bytes])
      const mara = await desk.join('mara')
      expect(mara.text).toBe('One. Two.')
      expect(mara.heardOf('hello').at(-1)).toMatchObject({ canEdit: false, seq: 2 })
      expect(mara.heardOf('notice')).toContainEqual({ type: 'notice', notice: { topic: 'quarantined' } })
      expect(mara.heardOf('step1')).toHaveLength(0)
      mara.writeParagraph('Not taken.')
      await desk.exchange()
      expect(mara.heardOf('refusal').at(-1)).toMatchObject({ reason: 'read_only' })
      await expect(desk.rooms.apply(CHAPTER, updateSaying('No.'), 'mara')).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('Nothing was overwritten'),
      })
      expect(desk.log.rowsOf(CHAPTER).map(({ bytes }) => [...bytes])).toEqual(stored)
    })
  }

  it('[SY47] damage leaves another chapter alone', async () => {
    const desk = await writtenDesk()
    desk.log.lose(CHAPTER, 3)
    desk.log.create('forty-steps')
    await desk.join('mara')
    const tomas = await desk.join('tomas', { docId: 'forty-steps' })
    tomas.writeParagraph('All is well here.')
    await desk.exchange()
    expect(tomas.saved).toBe(tomas.sentOrdinal)
    expect(await desk.storedText('forty-steps')).toBe('All is well here.')
  })

  it('[SY47] damage stays for reading when everyone is judged again', async () => {
    const desk = await writtenDesk()
    desk.log.lose(CHAPTER, 3)
    const mara = await desk.join('mara')
    await desk.rooms.rejudge({ docId: CHAPTER })
    await desk.exchange()
    expect(mara.socket.closedWith).toBeNull()
    expect(desk.rooms.counters().load_quarantined).toBe(1)
  })

  it('[SY52] its newest snapshot damaged opens whole from the one before, and is written on', async () => {
    const desk = await writtenDesk()
    desk.log.compact(CHAPTER, { uptoSeq: 5, bytes: new Uint8Array([3, 3]), crc: 17 })
    const mara = await desk.join('mara')
    expect(mara.text).toBe('One. Two. Three. Four. Five.')
    mara.type(0, 'Still. ')
    await desk.exchange()
    expect(mara.saved).toBe(mara.sentOrdinal)
  })

  it('[SY56] damage is open to writers again after a repair, without a restart', async () => {
    const desk = await writtenDesk()
    desk.log.lose(CHAPTER, 3)
    const mara = await desk.join('mara')
    desk.log.repair(CHAPTER, (await desk.rooms.durableState(CHAPTER)).state)
    desk.rooms.reopen(CHAPTER)
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    const old = await desk.join('mara', { epoch: 1 }, mara.doc)
    expect(old.socket.closedWith?.code).toBe(SYNC_CLOSE.rebase)
    const again = await desk.join('mara')
    expect(again.text).toBe('One. Two.')
    again.type(0, 'Again: ')
    await desk.exchange()
    expect(again.saved).toBe(again.sentOrdinal)
    const cold = await desk.log.load(CHAPTER)
    expect(cold).toMatchObject({ epoch: 2, seq: 6 })
    expect(cold?.damage).toBeUndefined()
  })

  it('[SY56] a repair under it does not take words of the epoch before', async () => {
    const desk = await writtenDesk()
    const mara = await desk.join('mara')
    desk.log.repair(CHAPTER, updateSaying('Repaired elsewhere.'))
    mara.type(0, 'Late. ')
    await desk.exchange()
    expect(mara.saved).toBe(0)
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    expect(desk.log.rowsOf(CHAPTER)).toHaveLength(5)
  })

  it('[SY46] rows from before the check sums that do not fit opens where they still do', async () => {
    const desk = openDesk()
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => updates.push(bytes))
    const paragraph = new Y.XmlElement('paragraph')
    doc.getXmlFragment('default').push([paragraph])
    paragraph.insert(0, [new Y.XmlText('Before.')])
    ;(paragraph.get(0) as Y.XmlText).insert(7, ' Lost.')
    ;(paragraph.get(0) as Y.XmlText).insert(13, ' After.')
    const entry = (bytes: Uint8Array) => ({ bytes, authorId: 'mara', bindings: [] })
    // The third was never stored, and a wrong one stands in its place.
    const wrong = updateSaying('')
    await desk.log.append(CHAPTER, [updates[0]!, updates[1]!, wrong, updates[3]!].map(entry))
    const mara = await desk.join('mara')
    expect(textOf(mara.doc).trim()).toBe('Before.')
    expect(mara.heardOf('hello').at(-1)).toMatchObject({ canEdit: false, seq: 3 })
  })

  it('[SY47] a frame for it is refused before it is read', async () => {
    const desk = await writtenDesk()
    desk.log.lose(CHAPTER, 3)
    const mara = await desk.join('mara')
    mara.socket.deliver(encodeFrame({ type: 'update', update: updateSaying('Raw.') }))
    await desk.exchange()
    expect(desk.rooms.counters().refused_read_only).toBe(1)
  })
})
