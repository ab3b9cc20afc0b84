import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '@/tests/support/random'
import type { Chance } from '@/tests/support/random'
import { settled } from '@/tests/support/sockets'
import { CHAPTER, openDesk, textOf } from '@/tests/support/writers'
import type { Desk, Writer } from '@/tests/support/writers'

/** A small share of what the nightly run does; a seed that ever fails is added to it. */
const SEEDS = Array.from({ length: 24 }, (_, i) => 1_000 + i)
const WRITERS = ['mara', 'tomas', 'ines', 'odile', 'mara', 'tomas']
const STEPS = 120
const WORDS = ['tide ', 'lamp ', 'rope ', 'late ', 'salt ', 'a ']

function edit(doc: Y.Doc, chance: Chance): void {
  const chapter = doc.getXmlFragment('default')
  if (chapter.length === 0 || chance.oneIn(8)) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(chance.pick(WORDS))])
    return chapter.insert(chance.below(chapter.length + 1), [paragraph])
  }
  if (chance.oneIn(20)) return chapter.delete(chance.below(chapter.length), 1)
  const paragraph = chapter.get(chance.below(chapter.length)) as Y.XmlElement
  const text = paragraph.get(0) as Y.XmlText
  const at = chance.below(text.length + 1)
  if (chance.oneIn(3)) return text.delete(at, Math.min(text.length - at, chance.below(4)))
  if (chance.oneIn(6))
    return text.format(at, Math.min(text.length - at, 3), { bold: chance.oneIn(2) ? {} : null })
  text.insert(at, chance.pick(WORDS))
}

function comeBack(desk: Desk, writers: Writer[], i: number): void {
  const { doc, admission } = writers[i]!
  writers[i]!.leave()
  writers[i] = desk.open(admission.userId, {}, doc)
}

/** One thing that happens to the group. @returns what it was */
async function happen(desk: Desk, writers: Writer[], chance: Chance): Promise<string> {
  const i = chance.below(writers.length)
  const writer = writers[i]!
  if (writer.socket.closedWith) {
    comeBack(desk, writers, i)
    return 'retry'
  }
  const roll = chance.below(100)
  if (roll < 60) edit(writer.doc, chance)
  else if (roll < 85) writer.pass()
  else if (roll < 89) writer.lose()
  else if (roll < 94) comeBack(desk, writers, i)
  else if (roll < 96) desk.log.failAppends(1)
  else if (roll < 97) {
    desk.restart()
    for (let k = 0; k < writers.length; k++) comeBack(desk, writers, k)
    return 'restart'
  } else desk.clock.advance(chance.below(700))
  if (chance.oneIn(3)) await settled()
  return roll < 60 ? 'edit' : roll < 85 ? 'pass' : roll < 89 ? 'lose' : roll < 94 ? 'cut' : 'trouble'
}

/** Everybody comes back until all frames of all are exchanged and nobody is sent away. */
async function calmDown(desk: Desk, writers: Writer[]): Promise<void> {
  for (let round = 0; round < 10; round++) {
    await desk.exchange()
    desk.clock.advance(1_000)
    await desk.exchange()
    const away = writers.flatMap((writer, i) => (writer.socket.closedWith ? [i] : []))
    if (round > 1 && away.length === 0) return
    // A lost frame after the last one is nobody's gap: a provider notices when it reconnects.
    if (round === 0) for (let i = 0; i < writers.length; i++) comeBack(desk, writers, i)
    else for (const i of away) comeBack(desk, writers, i)
  }
}

describe('a group on a bad line', () => {
  it.each(SEEDS)('[SY44] ends with equal chapters, all saved (seed %i)', async (seed) => {
    const chance = chanceFrom(seed)
    const desk = openDesk()
    const writers = WRITERS.map((name) => desk.open(name))
    const done = new Map<string, number>()
    for (let step = 0; step < STEPS; step++) {
      const what = await happen(desk, writers, chance)
      done.set(what, (done.get(what) ?? 0) + 1)
    }
    await calmDown(desk, writers)
    expect(done.get('edit'), 'edits').toBeGreaterThan(20)
    expect(desk.log.rowsOf(CHAPTER).length).toBeGreaterThan(0)
    const stored = await desk.storedText()
    for (const writer of writers) {
      expect(writer.socket.closedWith).toBeNull()
      expect(writer.text).toBe(stored)
      expect(writer.saved).toBe(writer.sentOrdinal)
    }
    const warm = new Y.Doc()
    Y.applyUpdate(warm, (await desk.rooms.durableState(CHAPTER)).state)
    expect(textOf(warm)).toBe(stored)
    const refusals = Object.keys(desk.rooms.counters()).filter((name) => name.startsWith('refused_'))
    expect(refusals.filter((name) => name !== 'refused_gap')).toEqual([])
    writers[0]!.writeParagraph('The end.')
    await desk.exchange()
    expect(writers[0]!.saved).toBe(writers[0]!.sentOrdinal)
  })
})
