import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import { chanceFrom } from '@/tests/support/random'
import type { Chance } from '@/tests/support/random'
import { settled } from '@/tests/support/sockets'
import { CHAPTER, openDesk, statesOf } from '@/tests/support/writers'
import type { Desk } from '@/tests/support/writers'
import { encodeFrame } from '@/lib/sync/wire'

const SEED = 20261103
const MUTANTS = 2_000

/** A chapter with some history, and honest frames about it. */
async function deskWithFrames(): Promise<{ desk: Desk; frames: Uint8Array[] }> {
  const desk = openDesk()
  const mara = await desk.join('mara')
  for (const words of ['The lamp was lit at six.', 'Nobody came.', 'At nine she put it out.'])
    mara.writeParagraph(words)
  await desk.exchange()
  mara.type(4, 'old ')
  mara.erase(0, 4)
  await desk.exchange()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(mara.doc))
  const before = Y.encodeStateVector(doc)
  const chapter = doc.getXmlFragment('default')
  const text = (chapter.get(1) as Y.XmlElement).get(0) as Y.XmlText
  text.insert(6, ' ever')
  text.format(0, 6, { bold: {} })
  const quote = new Y.XmlElement('blockquote')
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('“Wait,” he said.')])
  quote.insert(0, [paragraph])
  chapter.insert(1, [quote])
  chapter.delete(0, 1)
  const update = Y.encodeStateAsUpdate(doc, before)
  const states = statesOf([{ clientId: doc.clientID, clock: 1, state: { cursor: null } }])
  return {
    desk,
    frames: [
      encodeFrame({ type: 'update', update }),
      encodeFrame({ type: 'step2', update: Y.encodeStateAsUpdate(doc) }),
      encodeFrame({ type: 'step1', stateVector: before }),
      encodeFrame({ type: 'awareness', states }),
      encodeFrame({ type: 'queryAwareness' }),
    ],
  }
}

function mutate(frame: Uint8Array, chance: Chance): Uint8Array {
  let bytes = [...frame]
  for (let changes = 1 + chance.below(3); changes > 0; changes--) {
    const at = chance.below(bytes.length + 1)
    switch (chance.below(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
        break
      case 1:
        bytes[at] = chance.below(256)
        break
      case 2:
        bytes = bytes.slice(0, at)
        break
      case 3:
        bytes.splice(at, 0, chance.below(256))
        break
      case 4:
        bytes.splice(at, 1 + chance.below(3))
        break
      case 5:
        bytes.splice(at, 1, (bytes[at] ?? 0) | 0x80, 0)
        break
    }
  }
  return new Uint8Array(bytes)
}

describe('mutated frames', () => {
  it('[SY45] of readers leave the doc’s bytes as they were', async () => {
    const chance = chanceFrom(SEED)
    const { desk, frames } = await deskWithFrames()
    const before = (await desk.rooms.durableState(CHAPTER)).state.slice()
    for (let i = 0; i < MUTANTS; i += 10) {
      const critic = await desk.join('odile', { canEdit: false })
      for (let k = 0; k < 10; k++) critic.sayBytes(mutate(chance.pick(frames), chance))
      await desk.exchange()
      critic.leave()
    }
    expect((await desk.rooms.durableState(CHAPTER)).state).toEqual(before)
    expect(desk.rooms.counters().refused_read_only, `seed ${SEED}`).toBeGreaterThan(150)
  })

  it('[SY45] of editors are refused, or leave a chapter that checks and loads', async () => {
    const chance = chanceFrom(SEED + 1)
    let refused = 0
    let changed = 0
    for (let round = 0; round < MUTANTS / 100; round++) {
      const { desk, frames } = await deskWithFrames()
      const rows = desk.log.rowsOf(CHAPTER).length
      for (let k = 0; k < 100; k++) {
        const { socket } = desk.open('odile')
        socket.deliver(mutate(chance.pick(frames), chance))
        if (k % 20 === 19) await settled()
      }
      await desk.exchange()
      changed += desk.log.rowsOf(CHAPTER).length - rows
      const counters = Object.entries(desk.rooms.counters())
      refused += counters
        .filter(([name]) => name.startsWith('refused_'))
        .reduce((sum, [, count]) => sum + count, 0)
      expect(desk.rooms.counters().connection_broke).toBeUndefined()
      const { state } = await desk.rooms.durableState(CHAPTER)
      const doc = new Y.Doc()
      Y.applyUpdate(doc, state)
      expect(checkRoots(doc), `seed ${SEED + 1}, round ${round}`).toBeNull()
      expect(checkFragment(doc.getXmlFragment('default')), `seed ${SEED + 1}, round ${round}`).toBeNull()
      desk.restart()
      const mara = await desk.join('mara')
      mara.writeParagraph('Still here.')
      await desk.exchange()
      expect(mara.saved).toBe(mara.sentOrdinal)
    }
    expect(refused).toBeGreaterThan(500)
    expect(changed).toBeGreaterThan(0)
  })
})
