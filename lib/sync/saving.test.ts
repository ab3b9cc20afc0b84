import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { settled } from '@/tests/support/sockets'
import { CHAPTER, openDesk, textOf } from '@/tests/support/writers'
import { SYNC_CLOSE } from './contract'

function updateSaying(words: string): { update: Uint8Array; clientId: number } {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment('default').push([paragraph])
  return { update: Y.encodeStateAsUpdate(doc), clientId: doc.clientID }
}

function textOfState(state: Uint8Array): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return textOf(doc)
}

describe('saving', () => {
  it('[SY1] brings one writer’s words to disk, to the others, and says so', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.writeParagraph('The ferry was late, and nobody minded.')
    await desk.exchange()
    expect(tomas.text).toBe('The ferry was late, and nobody minded.')
    expect(await desk.storedText()).toBe('The ferry was late, and nobody minded.')
    expect(mara.saved).toBe(mara.sentOrdinal)
    expect(mara.sentOrdinal).toBeGreaterThan(0)
  })

  it('[SY10] shows and acknowledges nothing while the commit runs', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('Not yet on paper.')
    await desk.exchange()
    expect(tomas.text).toBe('')
    expect(mara.saved).toBe(0)
    letGo()
    await desk.exchange()
    expect(tomas.text).toBe('Not yet on paper.')
    expect(mara.saved).toBe(1)
  })

  it('[SY11] puts what comes in during a commit into the next one', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('T')
    await desk.exchange()
    const before = desk.log.calls.append
    const letGo = desk.log.hangAppend()
    for (const letter of 'he gulls did mind') {
      mara.type(mara.text.length, letter)
      await desk.exchange()
    }
    expect(desk.log.calls.append).toBe(before + 1)
    letGo()
    await desk.exchange()
    expect(desk.log.calls.append).toBe(before + 2)
    expect(await desk.storedText()).toBe('The gulls did mind')
    expect(mara.saved).toBe(mara.sentOrdinal)
  })

  it('[SY11] waits a moment before a commit when more than 100 updates a second come in', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('x')
    await desk.exchange()
    for (let i = 0; i < 40; i++) {
      desk.clock.advance(5)
      mara.type(0, 'x')
      await desk.exchange()
    }
    const before = desk.log.calls.append
    mara.type(0, 'y')
    await desk.exchange()
    expect(desk.log.calls.append).toBe(before)
    desk.clock.advance(3)
    await desk.exchange()
    expect(desk.log.calls.append).toBe(before + 1)
    expect(mara.saved).toBe(mara.sentOrdinal)
  })

  it('[SY12] merges a commit for the others, in one buffer for all, and sends nothing back to the writer', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const readers = [await desk.join('ines'), await desk.join('odile')]
    mara.writeParagraph('A')
    await desk.exchange()
    const letGo = desk.log.hangAppend()
    mara.type(1, ' tide')
    await desk.exchange()
    mara.type(6, ' comes')
    mara.type(12, ' in')
    await desk.exchange()
    letGo()
    await settled()
    const buffers = readers.map((reader) => reader.socket.sent.slice())
    expect(buffers.map((sent) => sent.length)).toEqual([2, 2])
    expect(buffers[0]![1]).toBe(buffers[1]![1])
    const updatesBefore = mara.heardOf('update').length
    await desk.exchange()
    expect(mara.heardOf('update').length).toBe(updatesBefore)
    expect(readers[0]!.text).toBe('A tide comes in')
  })

  it('[SY12] sends nothing to someone who has not said yet what he has', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const ines = desk.open('ines', { canEdit: false })
    ines.lose()
    mara.writeParagraph('Wait for it.')
    await desk.exchange()
    expect(ines.heardOf('update')).toEqual([])
    ines.say({ type: 'step1', stateVector: new Uint8Array([0]) })
    await desk.exchange()
    expect(ines.text).toBe('Wait for it.')
  })

  it('[SY12] sends two writers of one commit each other’s words only', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('First to hold the log up.')
    await desk.exchange()
    mara.writeParagraph('From Mara.')
    tomas.writeParagraph('From Tomas.')
    await desk.exchange()
    letGo()
    await desk.exchange()
    expect(mara.text.split('\n').sort()).toEqual(tomas.text.split('\n').sort())
    expect(mara.text).toContain('From Tomas.')
    const sizes = mara.heardOf('update').map((frame) => Y.decodeUpdate(frame.update).structs)
    expect(sizes.flat().every((struct) => struct.id.client !== mara.doc.clientID)).toBe(true)
  })

  it('[SY13] acknowledges deletions, and updates that held nothing new', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('Strike this out.')
    mara.erase(0, 7)
    await desk.exchange()
    expect(mara.saved).toBe(2)
    const rows = desk.log.rowsOf(CHAPTER).length
    mara.say({ type: 'update', update: Y.encodeStateAsUpdate(mara.doc) })
    await desk.exchange()
    expect(mara.saved).toBe(3)
    expect(desk.log.rowsOf(CHAPTER).length).toBe(rows)
  })

  it('[SY13] acknowledges a repeated update no sooner than what it repeats', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('Once.')
    mara.say({ type: 'update', update: Y.encodeStateAsUpdate(mara.doc) })
    await desk.exchange()
    expect(mara.saved).toBe(0)
    letGo()
    await desk.exchange()
    expect(mara.saved).toBe(2)
  })

  it('[SY14] withdraws all of a failed commit, says so, and lets everyone start afresh when the log answers', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    mara.writeParagraph('Safe.')
    await desk.exchange()
    desk.log.isAway = true
    mara.writeParagraph('In danger.')
    await desk.exchange()
    expect(mara.heardOf('savingTrouble')).toHaveLength(1)
    expect(tomas.heardOf('savingTrouble')).toHaveLength(1)
    expect(mara.saved).toBe(1)
    expect(tomas.text).toBe('Safe.')
    expect(mara.socket.closedWith).toBeNull()
    desk.log.isAway = false
    desk.clock.advance(500)
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    const maraAgain = await desk.join('mara', {}, mara.doc)
    const tomasAgain = await desk.join('tomas', {}, tomas.doc)
    expect(maraAgain.saved).toBe(maraAgain.sentOrdinal)
    expect(tomasAgain.text).toBe('Safe.\nIn danger.')
    expect(await desk.storedText()).toBe('Safe.\nIn danger.')
  })

  it('[SY14] gives up what waited behind a failed commit too', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const tomas = await desk.join('tomas')
    desk.log.failAppends(1)
    mara.writeParagraph('First.')
    tomas.writeParagraph('Second.')
    await desk.exchange()
    expect(mara.saved + tomas.saved).toBe(0)
    expect(await desk.storedText()).toBe('')
    expect((await desk.rooms.durableState(CHAPTER)).seq).toBe(0)
  })

  it('[SY15] takes a log that hangs for one that failed', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    desk.log.hangAppend()
    mara.writeParagraph('Into the void.')
    await desk.exchange()
    desk.clock.advance(10_000)
    await desk.exchange()
    expect(mara.saved).toBe(0)
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    const again = await desk.join('mara', {}, mara.doc)
    expect(again.saved).toBe(again.sentOrdinal)
    expect(await desk.storedText()).toBe('Into the void.')
  })

  it('[SY15] loads again when a commit it gave up succeeded later', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('Late but there.')
    await desk.exchange()
    desk.clock.advance(10_000)
    await desk.exchange()
    const tomas = await desk.join('tomas')
    letGo()
    await settled()
    expect(await desk.storedText()).toBe('Late but there.')
    tomas.writeParagraph('Meanwhile.')
    await desk.exchange()
    expect(tomas.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    const again = await desk.join('tomas', {}, tomas.doc)
    expect(again.text.split('\n').sort()).toEqual(['Late but there.', 'Meanwhile.'])
    expect(again.saved).toBe(again.sentOrdinal)
  })

  it('[SY16] gives joiners, exports and placements the durable prefix only', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('Durable.')
    await desk.exchange()
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('Only accepted.')
    await desk.exchange()
    const tomas = await desk.join('tomas')
    const known = new Y.Doc()
    known.getMap('elsewhere').set('a', 1)
    const ines = desk.open('ines', { canEdit: false }, known)
    await desk.exchange()
    expect(tomas.text).toBe('Durable.')
    expect(ines.text).toBe('Durable.')
    expect(textOfState((await desk.rooms.durableState(CHAPTER)).state)).toBe('Durable.')
    letGo()
    await desk.exchange()
    expect(tomas.text).toBe('Durable.\nOnly accepted.')
    expect(ines.text).toBe('Durable.\nOnly accepted.')
    const after = await desk.rooms.durableState(CHAPTER)
    expect(textOfState(after.state)).toBe('Durable.\nOnly accepted.')
    expect(after.seq).toBe(2)
  })

  it('[SY16] asks with the durable prefix, so that a reconnect sends again what was only accepted', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const letGo = desk.log.hangAppend()
    mara.writeParagraph('Is it saved?')
    await desk.exchange()
    mara.leave()
    const again = await desk.join('mara', {}, mara.doc)
    expect(again.sentOrdinal).toBe(1)
    expect(again.saved).toBe(0)
    letGo()
    await desk.exchange()
    expect(again.saved).toBe(1)
  })

  it('[SY36] takes updates over HTTP through the same gate, and answers when they are on disk', async () => {
    const desk = openDesk()
    const tomas = await desk.join('tomas')
    const { update, clientId } = updateSaying('A pasted book.')
    expect(await desk.rooms.apply(CHAPTER, update, 'mara')).toEqual({ state: 'durable', seq: 1 })
    await desk.exchange()
    expect(tomas.text).toBe('A pasted book.')
    expect(await desk.log.ownerOf(CHAPTER, [clientId])).toEqual(new Map([[clientId, 'mara']]))
    const stolen = await desk.rooms.apply(CHAPTER, new Uint8Array([1, 1, 2]), 'mara')
    expect(stolen).toEqual({ state: 'refused', refusal: { class: 'refused', reason: 'malformed' } })
  })

  it('[SY65] takes an update that is only meant for a chapter that still reads so, or leaves all as it was', async () => {
    const desk = openDesk()
    const tomas = await desk.join('tomas')
    tomas.writeParagraph('The ferry left at six.')
    await desk.exchange()
    const still = (words: string) => (chapter: Y.XmlFragment) => textOf(chapter.doc!) === words
    tomas.type(0, 'On Sundays ')
    tomas.pass()
    const late = { companion: 'accepted', onlyIf: still('The ferry left at six.') }
    const refused = await desk.rooms.apply(CHAPTER, updateSaying('At seven.').update, 'mara', late)
    expect(refused).toEqual({
      state: 'refused',
      refusal: { class: 'resync', reason: 'passage_changed' },
    })
    await desk.exchange()
    expect(desk.log.companions).toEqual([])
    expect(await desk.storedText()).toBe('On Sundays The ferry left at six.')
    const again = { companion: 'accepted', onlyIf: still('On Sundays The ferry left at six.') }
    expect((await desk.rooms.apply(CHAPTER, updateSaying('At seven.').update, 'mara', again)).state).toBe(
      'durable',
    )
    expect(desk.log.companions).toEqual(['accepted'])
  })

  it('[SY36] stores a companion with its update, or neither, also when the text was that already', async () => {
    const told: number[] = []
    const desk = openDesk({ saved: (_, seq) => told.push(seq) })
    const { update } = updateSaying('Accepted as suggested.')
    const accepted = { threadId: 'tide', status: 'accepted' }
    desk.log.failAppends(1)
    await expect(desk.rooms.apply(CHAPTER, update, 'mara', { companion: accepted })).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(desk.log.companions).toEqual([])
    await desk.rooms.apply(CHAPTER, update, 'mara', { companion: accepted })
    expect(await desk.rooms.apply(CHAPTER, update, 'mara', { companion: { again: true } })).toEqual({
      state: 'durable',
      seq: 2,
    })
    expect(desk.log.companions).toEqual([accepted, { again: true }])
    expect(told).toEqual([1, 2])
    desk.restart()
    expect(textOfState((await desk.rooms.durableState(CHAPTER)).state)).toBe('Accepted as suggested.')
  })

  it('[SY36] tells a request when nobody knows whether it was stored', async () => {
    const desk = openDesk()
    desk.log.failAppends(1)
    const applying = desk.rooms.apply(CHAPTER, updateSaying('Perhaps.').update, 'mara')
    await expect(applying).rejects.toMatchObject({ code: 'unavailable' })
    await settled()
    expect((await desk.rooms.apply(CHAPTER, updateSaying('Surely.').update, 'mara')).state).toBe('durable')
    await expect(desk.rooms.apply('no-such-doc', new Uint8Array(), 'mara')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('[SY38] leaves formatting as two writers made it, and mends nothing in their name', async () => {
    const desk = openDesk()
    await desk.rooms.apply(CHAPTER, updateSaying('plain words, soon bold').update, 'mara')
    const { state } = await desk.rooms.durableState(CHAPTER)
    const formatted = ['mara', 'tomas'].map(() => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, state)
      const before = Y.encodeStateVector(doc)
      const text = (doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
      text.format(0, 8, { bold: true })
      return Y.encodeStateAsUpdate(doc, before)
    })
    for (const update of formatted) await desk.rooms.apply(CHAPTER, update, 'mara')
    const rows = desk.log.rowsOf(CHAPTER)
    expect(rows).toHaveLength(3)
    expect(rows.slice(1).map((row) => [...row.bytes])).toEqual(formatted.map((update) => [...update]))
    const editor = new Y.Doc()
    for (const row of rows.slice(0, 2)) Y.applyUpdate(editor, row.bytes)
    let mended = 0
    editor.on('update', (_, origin) => (mended += origin === 'server' ? 0 : 1))
    Y.applyUpdate(editor, rows[2]!.bytes, 'server')
    expect(mended, 'what an editor mends by itself here').toBeGreaterThan(0)
  })
})

describe('loading and unloading', () => {
  it('[SY17] loads a doc once for fifty who open it while the log is slow', async () => {
    const desk = openDesk()
    const letGo = desk.log.holdLoads()
    const readers = Array.from({ length: 50 }, (_, i) => desk.open(`reader-${i}`))
    await desk.exchange()
    expect(readers.every((reader) => reader.heard.length === 0)).toBe(true)
    letGo()
    await desk.exchange()
    expect(desk.log.calls.load).toBe(1)
    expect(readers.every((reader) => reader.heardOf('step2').length === 1)).toBe(true)
  })

  it('[SY17] sends people away to try again when a load fails, and stores nothing from it', async () => {
    const desk = openDesk()
    desk.log.isAway = true
    const mara = desk.open('mara')
    mara.writeParagraph('Too early.')
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    desk.log.isAway = false
    expect(desk.log.rowsOf(CHAPTER)).toHaveLength(0)
    expect((await desk.join('mara', {}, mara.doc)).saved).toBe(1)
  })

  it('[SY17] ends a connection to a doc that does not exist for good', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara', { docId: 'no-such-doc' })
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.notFound)
  })

  it('[SY18] neither serves nor overwrites a doc whose stored data is damaged', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('Whole.')
    await desk.exchange()
    desk.restart()
    const damaged = desk.log.rowsOf(CHAPTER)[0]!.bytes.slice(0, 9)
    desk.log.damage(CHAPTER, 1, damaged)
    const again = desk.open('mara', {}, mara.doc)
    again.writeParagraph('More.')
    await desk.exchange()
    expect(again.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    expect(again.heardOf('step2')).toHaveLength(0)
    expect(desk.log.rowsOf(CHAPTER).map((row) => row.bytes)).toEqual([damaged])
    expect(desk.rooms.counters().load_damaged).toBe(1)
  })

  it('[SY18] refuses to serve a doc that lacks a row others refer to', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('One.')
    await desk.exchange()
    mara.type(4, ' Two.')
    await desk.exchange()
    desk.restart()
    desk.log.damage(CHAPTER, 1, new Uint8Array([0, 0]))
    const again = await desk.join('mara')
    expect(again.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
  })

  it('[SY19] unloads a doc that everybody left, but not one whose commit still runs', async () => {
    const desk = openDesk({ limits: { idleBytes: 0 } })
    const mara = await desk.join('mara')
    mara.writeParagraph('Last words.')
    const letGo = desk.log.hangAppend()
    await desk.exchange()
    mara.leave()
    await settled()
    expect(desk.rooms.counters().rooms).toBe(1)
    letGo()
    await settled()
    await desk.rooms.durableState(CHAPTER)
    expect(desk.rooms.counters().rooms).toBe(0)
    expect((await desk.join('tomas')).text).toBe('Last words.')
  })

  it('[SY19] lets someone join in any moment of the last one’s leaving', async () => {
    for (let wait = 0; wait < 6; wait++) {
      const desk = openDesk({ limits: { idleBytes: 0 } })
      const mara = await desk.join('mara')
      mara.writeParagraph('The door stays open.')
      await desk.exchange()
      const tomas = desk.open('tomas')
      for (let i = 0; i < wait; i++) await Promise.resolve()
      mara.leave()
      await desk.exchange()
      expect(tomas.text, `after ${wait} turns`).toBe('The door stays open.')
    }
  })

  it('[SY19] keeps a doc while a request is under way in it', async () => {
    const desk = openDesk({ limits: { idleBytes: 0 } })
    const applying = desk.rooms.apply(CHAPTER, updateSaying('Between two exports.').update, 'mara')
    await Promise.all([desk.rooms.durableState(CHAPTER), desk.rooms.durableState(CHAPTER)])
    expect((await applying).state).toBe('durable')
    expect(desk.log.calls.load).toBe(1)
  })

  it('[SY19] gives the durable state of a doc that nobody has open', async () => {
    const desk = openDesk({ limits: { idleBytes: 0 } })
    await desk.rooms.apply(CHAPTER, updateSaying('From cold.').update, 'mara')
    expect(desk.rooms.counters().rooms).toBe(0)
    expect(textOfState((await desk.rooms.durableState(CHAPTER)).state)).toBe('From cold.')
  })
})
