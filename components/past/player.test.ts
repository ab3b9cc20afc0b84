import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { packPiece } from '@/lib/text/row-bytes'
import type { MomentView } from '@/lib/manuscript/contract.past'
import { chanceFrom } from '@/tests/support/random'
import { Past, wordsAt } from '@/tests/support/past'
import { textOf } from '@/tests/support/writers'
import { Player, type Frame } from './player'

const SEED = 20_261_126
const ROWS_OF_A_PIECE = 7

/** A chapter of some moments, what it said at each position, and a server that gives pieces of it. */
function history() {
  const chance = chanceFrom(SEED)
  const past = new Past()
  const said = new Map<number, string>()
  past.says('ana', 'The ferry left at six.', 'Nobody waved.')
  for (let i = 0; i < 60; i += 1) {
    past.wait(chance.oneIn(4) ? 30_000 : 0)
    past.acts('ana', (text) => {
      const words = wordsAt(text, chance.below(2))
      if (words.length > 40 && chance.oneIn(3)) words.delete(chance.below(20), 12)
      else words.insert(chance.below(words.length + 1), ` word${i}`)
    })
  }
  const doc = new Y.Doc()
  const states = new Map<number, Uint8Array>([[0, Y.encodeStateAsUpdate(doc)]])
  for (const { seq, bytes } of past.rows) {
    Y.applyUpdate(doc, bytes)
    said.set(seq, textOf(doc))
    states.set(seq, Y.encodeStateAsUpdate(doc))
  }
  const asked: string[] = []
  const load = (path: string) => {
    asked.push(path)
    const from = Number(/history\/(\d+)\?epoch=3$/.exec(path)?.[1])
    const rows = past.rows.filter(({ seq }) => seq >= from).slice(0, ROWS_OF_A_PIECE)
    return Promise.resolve(packPiece({ base: { seq: from - 1, bytes: states.get(from - 1)! }, rows }))
  }
  const moments = past.trace.moments.map(({ fromSeq, toSeq, at, isAfterGap }): MomentView => ({
    ...{ from: fromSeq, to: toSeq, afterGap: isAfterGap },
    ...{ at: new Date(at).toISOString(), by: [0] },
  }))
  return { moments, epoch: 3, said, load, asked }
}

/** The text at the end of a moment, or before it. */
function read(frame: Frame, side: 'before' | 'after'): string {
  const out = side === 'before' ? 'in' : 'out'
  return frame
    .filter(({ state }) => state !== out)
    .map(({ pieces }) => pieces.map(({ change, text }) => (change === out ? '' : text)).join(''))
    .join('\n')
}

describe('playback', () => {
  it(`shows each moment as it stood, forwards, backwards and at random (seed ${SEED})`, async () => {
    const { moments, epoch, said, load } = history()
    const chance = chanceFrom(SEED)
    const player = new Player('the-last-ferry', { moments, epoch }, load)
    expect(moments.length).toBeGreaterThan(8)
    const forwards = moments.map((_, i) => i)
    const anywhere = Array.from({ length: 40 }, () => chance.below(moments.length))
    for (const index of [...forwards, ...[...forwards].reverse(), ...anywhere]) {
      const frame = await player.frame(index)
      const { from, to } = moments[index]!
      expect(read(frame, 'after')).toBe(said.get(to))
      expect(read(frame, 'before')).toBe(said.get(from === 1 ? to : from - 1))
    }
    player.close()
  })

  it('asks for a piece once when it plays', async () => {
    const { moments, epoch, load, asked } = history()
    const player = new Player('the-last-ferry', { moments, epoch }, load)
    for (const index of moments.keys()) await player.frame(index)
    expect(new Set(asked).size).toBe(asked.length)
    player.close()
  })
})
