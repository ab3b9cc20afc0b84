import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { advance, holds, missingFrom, SharedReading, spansOf, type Clocks } from './reading'
import { typing } from './texts'

describe('what an update delivers', () => {
  it('is one for each letter, also when a server has merged them', () => {
    const [mara, tomas] = [typing(4), typing(2)]
    const clocks: Clocks = new Map()
    advance(clocks, spansOf(mara.opening))
    advance(clocks, spansOf(tomas.opening))
    expect(advance(clocks, spansOf(mara.letters[0]!))).toBe(1)
    const merged = Y.mergeUpdates([...mara.letters.slice(1), ...tomas.letters])
    expect(advance(clocks, spansOf(merged))).toBe(5)
  })

  it('is nothing when it comes again', () => {
    const mara = typing(2)
    const clocks: Clocks = new Map()
    for (const update of [mara.opening, ...mara.letters]) advance(clocks, spansOf(update))
    expect(advance(clocks, spansOf(mara.letters[1]!))).toBe(0)
    expect(advance(clocks, spansOf(Y.mergeUpdates([mara.opening, ...mara.letters])))).toBe(0)
  })

  it('counts only what is ahead of a state that holds more', () => {
    const mara = typing(5)
    const clocks: Clocks = new Map([[mara.clientId, mara.begin + 3]])
    const whole = Y.mergeUpdates([mara.opening, ...mara.letters])
    expect(advance(clocks, spansOf(whole))).toBe(2)
  })

  it('is nothing for an update of deletions and for an empty one', () => {
    const doc = new Y.Doc()
    doc.getText('default').insert(0, 'ferry')
    const before = Y.encodeStateVector(doc)
    doc.getText('default').delete(0, 2)
    const clocks: Clocks = new Map([[doc.clientID, 5]])
    expect(advance(clocks, spansOf(Y.encodeStateAsUpdate(doc, before)))).toBe(0)
    expect(advance(clocks, spansOf(new Uint8Array([0, 0])))).toBe(0)
  })
})

describe('a shared reading', () => {
  it('tells updates of the same length apart, and reads views into frames that are reused', () => {
    const [mara, tomas] = [typing(1), typing(1)]
    const reading = new SharedReading()
    for (const { clientId, letters } of [mara, tomas, mara]) {
      const frame = letters[0]!.slice()
      expect(reading.spansOf(frame)).toMatchObject([{ clientId }])
      frame.fill(0)
    }
  })
})

describe('how far somebody is', () => {
  const seen: Clocks = new Map([
    [1, 10],
    [2, 4],
  ])

  it('is enough when nothing is missing', () => {
    expect(holds(new Map([...seen, [3, 7]]), seen)).toBe(true)
    expect(holds(new Map([[1, 10]]), seen)).toBe(false)
    expect(holds(new Map(), new Map())).toBe(true)
  })

  it('tells how many edits were seen and are gone', () => {
    expect(missingFrom(seen, seen)).toBe(0)
    expect(missingFrom(new Map([[1, 12]]), seen)).toBe(4)
    expect(missingFrom(new Map(), seen)).toBe(14)
  })
})
