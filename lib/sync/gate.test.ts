import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { settled } from '@/tests/support/sockets'
import { CHAPTER, openDesk } from '@/tests/support/writers'
import type { Desk, Writer } from '@/tests/support/writers'
import { SYNC_CLOSE } from './contract'
import { readUpdate } from './gate'
import { SYNC_LIMITS } from './limits'

/** A desk with Mara’s paragraph, and Odile who is about to send something. */
async function deskWithProse(): Promise<{ desk: Desk; mara: Writer; odile: Writer }> {
  const desk = openDesk()
  const mara = await desk.join('mara')
  mara.writeParagraph('The lamp was lit at six.')
  const odile = await desk.join('odile')
  await desk.exchange()
  return { desk, mara, odile }
}

/** Sends what Odile’s editor made of her copy, in one update, and says how it was answered. */
async function send(desk: Desk, odile: Writer, make: (doc: Y.Doc) => void) {
  const before = Y.encodeStateVector(odile.doc)
  const copy = new Y.Doc()
  copy.clientID = odile.doc.clientID
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(odile.doc))
  make(copy)
  odile.say({ type: 'update', update: Y.encodeStateAsUpdate(copy, before) })
  await desk.exchange()
  return odile.heardOf('refusal').at(-1)
}

/** The first words of a paragraph as Yjs keeps them. */
function wordsOf(block: Y.XmlElement): Y.Item {
  const item = (block.get(0) as Y.XmlText)._start
  if (!item) throw new Error('The paragraph is empty.')
  return item
}

/** An update of one sign by a client of its own, which says that it stands between these two. */
function wordBetween(client: number, origin: Y.ID, rightOrigin: Y.ID): Uint8Array {
  const item = new Y.Item(
    Y.createID(client, 0),
    null,
    origin,
    null,
    rightOrigin,
    null,
    null,
    new Y.ContentString('~'),
  )
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, 1)
  encoding.writeVarUint(encoder.restEncoder, 1)
  encoder.writeClient(client)
  encoding.writeVarUint(encoder.restEncoder, 0)
  item.write(encoder, 0)
  encoding.writeVarUint(encoder.restEncoder, 0)
  return encoder.toUint8Array()
}

/** A head of numbers, then `count` pairs of the bytes 0 and 1: a GC struct each, or a deleted range each. */
function withPairs(head: readonly number[], count: number): Uint8Array {
  const start = sectionsOf((encoder) => head.forEach((value) => encoding.writeVarUint(encoder, value)))
  const bytes = new Uint8Array(start.length + 2 * count + 1)
  bytes.set(start)
  for (let i = 0; i < count; i++) bytes[start.length + 2 * i + 1] = 1
  return bytes
}

function sectionsOf(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode(write)
}

describe('the gate', () => {
  it('[SY6] asks for what is missing when clocks leave a gap, and takes it all then', async () => {
    const { desk, mara, odile } = await deskWithProse()
    odile.writeParagraph('Lost on the way.')
    odile.lose()
    odile.type(0, 'Yes: ')
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'resync', reason: 'gap' })
    expect(mara.text).toBe('Yes: The lamp was lit at six.\nLost on the way.')
    expect(odile.saved).toBe(odile.sentOrdinal)
    expect(odile.socket.closedWith).toBeNull()
  })

  it('[SY6] asks once for all the frames that were under way', async () => {
    const { desk, odile } = await deskWithProse()
    odile.writeParagraph('Lost.')
    odile.lose()
    for (const word of ['one ', 'two ', 'three ', 'four ', 'five ']) odile.type(0, word)
    const asked = odile.heardOf('step1').length
    await desk.exchange()
    expect(odile.heardOf('step1').length).toBe(asked + 1)
    expect(odile.heardOf('refusal').length).toBe(5)
    expect(odile.saved).toBe(odile.sentOrdinal)
  })

  it('[SY6] sends away a client that leaves the gap open three times', async () => {
    const { odile } = await deskWithProse()
    odile.writeParagraph('Kept back.')
    odile.lose()
    const held = Y.encodeStateVector(odile.doc)
    odile.type(0, 'x')
    odile.lose()
    const gap = Y.encodeStateAsUpdate(odile.doc, held)
    const { socket } = odile
    for (let i = 0; i < 4; i++) {
      socket.deliver(new Uint8Array([0, 2, gap.length, ...gap]))
      socket.deliver(new Uint8Array([0, 1, 2, 0, 0]))
      await settled()
    }
    expect(socket.closedWith).toMatchObject({ code: SYNC_CLOSE.tryAgain, reason: 'gap' })
  })

  it('[SY6] sends away a client that never answers, and goes on sending', async () => {
    const { odile } = await deskWithProse()
    odile.writeParagraph('Kept back.')
    odile.lose()
    const held = Y.encodeStateVector(odile.doc)
    odile.type(0, 'x')
    odile.lose()
    const gap = Y.encodeStateAsUpdate(odile.doc, held)
    let frames = 0
    while (!odile.socket.closedWith && frames < 2_000) {
      odile.socket.deliver(new Uint8Array([0, 2, gap.length, ...gap]))
      frames++
      if (frames % 50 === 0) await settled()
    }
    expect(frames).toBeLessThan(1_000)
    expect(odile.socket.closedWith).toMatchObject({ code: SYNC_CLOSE.tryAgain, reason: 'gap' })
  })

  it('[SY6] takes an update that refers to unknown words for a gap', async () => {
    const { desk, mara, odile } = await deskWithProse()
    const stranger = new Y.Doc()
    Y.applyUpdate(stranger, Y.encodeStateAsUpdate(mara.doc))
    const unknown = new Y.Doc()
    // The highest client id goes last among concurrent paragraphs, so that the next one is bound to it.
    unknown.clientID = 2 ** 32 - 1
    unknown.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    Y.applyUpdate(stranger, Y.encodeStateAsUpdate(unknown))
    const vector = Y.encodeStateVector(stranger)
    stranger.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    odile.say({ type: 'update', update: Y.encodeStateAsUpdate(stranger, vector) })
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'resync', reason: 'gap' })
    expect(mara.text).toBe('The lamp was lit at six.')
  })

  it('[SY7] lets nobody write under another’s client id', async () => {
    const { desk, mara, odile } = await deskWithProse()
    const forged = new Y.Doc()
    forged.clientID = mara.doc.clientID
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(mara.doc))
    const before = Y.encodeStateVector(forged)
    forged.clientID = mara.doc.clientID
    forged.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    odile.say({ type: 'update', update: Y.encodeStateAsUpdate(forged, before) })
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'rebase', reason: 'client_taken' })
    expect(odile.socket.closedWith?.code).toBe(SYNC_CLOSE.rebase)
    expect(mara.text).toBe('The lamp was lit at six.')
  })

  it('[SY7] remembers after a restart whose client id is whose', async () => {
    const { desk, mara } = await deskWithProse()
    const { doc } = mara
    mara.leave()
    desk.restart()
    const odile = await desk.join('odile', {}, doc)
    odile.type(0, 'Forged: ')
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'rebase', reason: 'client_taken' })
    const again = await desk.join('mara', {}, doc)
    expect(again.saved).toBe(again.sentOrdinal)
    expect(await desk.storedText()).toBe('Forged: The lamp was lit at six.')
  })

  it('[SY7] keeps a client id that was shown in presence for the one who showed it', async () => {
    const { desk, odile } = await deskWithProse()
    const ines = await desk.join('ines')
    ines.show({ cursor: null })
    await desk.exchange()
    const forged = new Y.Doc()
    forged.clientID = ines.doc.clientID
    forged.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    odile.say({ type: 'update', update: Y.encodeStateAsUpdate(forged) })
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ reason: 'client_taken' })
    ines.writeParagraph('Mine after all.')
    await desk.exchange()
    expect(ines.saved).toBe(ines.sentOrdinal)
    expect(await desk.log.ownerOf(CHAPTER, [ines.doc.clientID])).toEqual(
      new Map([[ines.doc.clientID, 'ines']]),
    )
  })

  it('[SY7] lets nobody go on under a client id that has words but no owner', async () => {
    const desk = openDesk()
    const seed = new Y.Doc()
    seed.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    desk.log.create(CHAPTER, Y.encodeStateAsUpdate(seed))
    const odile = await desk.join('odile', {}, seed)
    seed.getXmlFragment('default').push([new Y.XmlElement('paragraph')])
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'rebase', reason: 'client_taken' })
  })

  it('[SY7] takes words of a second page of the same person', async () => {
    const { desk, odile } = await deskWithProse()
    const otherPage = new Y.Doc()
    Y.applyUpdate(otherPage, Y.encodeStateAsUpdate(odile.doc))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('From my other page.')])
    otherPage.getXmlFragment('default').push([paragraph])
    Y.applyUpdate(odile.doc, Y.encodeStateAsUpdate(otherPage))
    odile.type(0, '… ')
    await desk.exchange()
    expect(odile.saved).toBe(odile.sentOrdinal)
    expect(await desk.storedText()).toBe('… The lamp was lit at six.\nFrom my other page.')
  })

  const HOSTILE: [string, string, (doc: Y.Doc) => void][] = [
    ['an unknown root', 'unknown_root', (doc) => doc.getMap('settings').set('admin', true)],
    [
      'an unknown node',
      'unknown_node',
      (doc) => doc.getXmlFragment('default').push([new Y.XmlElement('script')]),
    ],
    [
      'a paragraph inside a paragraph',
      'bad_content',
      (doc) => {
        const outer = new Y.XmlElement('paragraph')
        outer.insert(0, [new Y.XmlElement('paragraph')])
        doc.getXmlFragment('default').push([outer])
      },
    ],
    [
      'an attribute that does not exist',
      'bad_attribute',
      (doc) => (doc.getXmlFragment('default').get(0) as Y.XmlElement).setAttribute('onclick', 'steal()'),
    ],
    [
      'a link that runs script',
      'bad_link',
      (doc) => {
        const text = (doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
        text.format(0, 3, { link: { href: 'javascript:alert(1)' } })
      },
    ],
    [
      'a mark that does not exist',
      'bad_mark',
      (doc) => {
        const text = (doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
        text.format(0, 3, { blink: {} })
      },
    ],
    [
      'quotes a hundred deep',
      'too_deep',
      (doc) => {
        let block = new Y.XmlElement('paragraph')
        for (let depth = 0; depth < 100; depth++) {
          const quote = new Y.XmlElement('blockquote')
          quote.insert(0, [block])
          block = quote
        }
        doc.getXmlFragment('default').push([block])
      },
    ],
  ]

  it.each(HOSTILE)('[SY9] refuses %s by its reason, and nothing of it remains', async (_, reason, make) => {
    const { desk, mara, odile } = await deskWithProse()
    const before = (await desk.rooms.durableState(CHAPTER)).state.slice()
    expect(await send(desk, odile, make)).toMatchObject({ reason })
    expect([SYNC_CLOSE.refused, SYNC_CLOSE.rebase]).toContain(odile.socket.closedWith?.code)
    expect((await desk.rooms.durableState(CHAPTER)).state).toEqual(before)
    expect(desk.rooms.counters()[`refused_${reason}`]).toBe(1)
    mara.type(0, 'Still: ')
    await desk.exchange()
    expect(mara.saved).toBe(mara.sentOrdinal)
    expect(await desk.storedText()).toBe('Still: The lamp was lit at six.')
  })

  it('[SY9] refuses another root also in structs that it has already', async () => {
    const { desk, mara, odile } = await deskWithProse()
    const known = encoding.encode((encoder) => {
      for (const value of [1, 1, mara.doc.clientID, 0]) encoding.writeVarUint(encoder, value)
      encoding.writeUint8(encoder, 4)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, 'one of a million names')
      encoding.writeVarString(encoder, 'x')
      encoding.writeVarUint(encoder, 0)
    })
    odile.say({ type: 'update', update: known })
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'refused', reason: 'unknown_root' })
  })

  it('[SY9] keeps honest words that wait for their commit when another’s update is refused', async () => {
    const { desk, mara, odile } = await deskWithProse()
    const letGo = desk.log.hangAppend()
    mara.type(0, 'First. ')
    await desk.exchange()
    mara.type(0, 'Second. ')
    await desk.exchange()
    const script = (doc: Y.Doc) => doc.getXmlFragment('default').push([new Y.XmlElement('script')])
    expect(await send(desk, odile, script)).toMatchObject({ reason: 'unknown_node' })
    mara.type(0, 'Third. ')
    await desk.exchange()
    letGo()
    await desk.exchange()
    expect(mara.saved).toBe(mara.sentOrdinal)
    expect(mara.heardOf('refusal')).toEqual([])
    expect(await desk.storedText()).toBe('Third. Second. First. The lamp was lit at six.')
    expect((await desk.join('ines')).text).toBe('Third. Second. First. The lamp was lit at six.')
  })

  it('[SY8] refuses an update that does not decode, with bytes left over, or with parts of no length', () => {
    const good = new Y.Doc()
    good.getText('default').insert(0, 'tide')
    const update = Y.encodeStateAsUpdate(good)
    const refusals = [
      new Uint8Array(),
      update.slice(0, -1),
      new Uint8Array([...update, 0]),
      // One client, one GC struct of no length.
      new Uint8Array([1, 1, 7, 0, 0, 0, 0]),
      // A delete of no length.
      new Uint8Array([0, 1, 7, 1, 0, 0]),
      // The same client twice.
      new Uint8Array([2, 1, 7, 0, 0, 3, 1, 7, 9, 0, 3, 0]),
    ].map((bytes) => readUpdate(bytes, SYNC_LIMITS))
    expect(refusals).toEqual(refusals.map(() => ({ refusal: { class: 'refused', reason: 'malformed' } })))
    expect(readUpdate(update, SYNC_LIMITS)).toHaveProperty('spans')
  })

  it('[SY8] refuses a word that says it stands between words of two paragraphs, or between one and itself', async () => {
    const { desk, mara, odile } = await deskWithProse()
    mara.writeParagraph('Nobody came.')
    await desk.exchange()
    const ends = mara.doc
      .getXmlFragment('default')
      .toArray()
      .map((block) => wordsOf(block as Y.XmlElement))
    const [first, second] = ends as [Y.Item, Y.Item]
    const at = ({ id }: Y.Item, offset: number) => Y.createID(id.client, id.clock + offset)
    odile.say({ type: 'update', update: wordBetween(1, at(first, 2), at(first, 3)) })
    await desk.exchange()
    expect(odile.heardOf('refusal')).toEqual([])
    expect(mara.text).toContain('The~')
    const nowhere = [
      [at(first, 2), at(second, 3)],
      [at(first, 5), at(first, 5)],
    ] as const
    for (const [i, [origin, rightOrigin]] of nowhere.entries()) {
      const other = await desk.join('odile')
      other.say({ type: 'update', update: wordBetween(2 + i, origin, rightOrigin) })
      await desk.exchange()
      expect(other.heardOf('refusal')).toMatchObject([{ class: 'refused', reason: 'malformed' }])
    }
    expect(mara.text.split('~')).toHaveLength(2)
    expect((await desk.storedText()).split('~')).toHaveLength(2)
  })

  it('[SY8] ends a claim of millions of parts early', () => {
    const many = withPairs([1, 200_000, 7, 0], 200_000)
    expect(readUpdate(many, SYNC_LIMITS)).toMatchObject({ refusal: { reason: 'too_many_parts' } })
    const claimed = new Uint8Array([1, 255, 255, 255, 255, 15, 7, 0, 0, 1])
    expect(readUpdate(claimed, SYNC_LIMITS)).toMatchObject({ refusal: { reason: 'malformed' } })
    const deletes = withPairs([0, 1, 7, 300_000], 300_000)
    expect(readUpdate(deletes, SYNC_LIMITS)).toMatchObject({ refusal: { reason: 'too_many_parts' } })
  })

  it('[SY8] refuses a jump of the clock that no writing explains', async () => {
    const { desk, odile } = await deskWithProse()
    const jump = sectionsOf((encoder) => {
      for (const value of [1, 1, odile.doc.clientID, 0, 0, 2 ** 50, 0]) encoding.writeVarUint(encoder, value)
    })
    odile.say({ type: 'update', update: jump })
    await desk.exchange()
    expect(odile.heardOf('refusal').at(-1)).toMatchObject({ class: 'refused', reason: 'too_many_parts' })
  })

  it('[SY8] takes an honest paste of half a million characters', async () => {
    const { desk, odile } = await deskWithProse()
    odile.writeParagraph('A long night at sea, told in one breath. '.repeat(12_500))
    await desk.exchange()
    expect(odile.saved).toBe(odile.sentOrdinal)
    expect((await desk.storedText()).length).toBeGreaterThan(510_000)
  })

  it('[SY2] ends a connection that sends what is no frame', async () => {
    for (const bytes of [[9], [0, 7, 0], [0, 2, 5, 1], [100, 1], [1, 1], [0, 0, 2, 9, 9]]) {
      const { desk, odile } = await deskWithProse()
      odile.sayBytes(new Uint8Array(bytes))
      await desk.exchange()
      expect(odile.socket.closedWith, String(bytes)).toMatchObject({
        code: SYNC_CLOSE.refused,
        reason: 'malformed',
      })
    }
  })

  it('[SY2] refuses a frame over 1 MiB before it is read', async () => {
    const { desk, odile } = await deskWithProse()
    odile.sayBytes(new Uint8Array(SYNC_LIMITS.frameBytes + 1))
    await desk.exchange()
    expect(odile.socket.closedWith).toMatchObject({ code: SYNC_CLOSE.refused, reason: 'too_large' })
  })
})
