import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { lettersMissing, standingRight } from './outcome'
import { standings, textOf } from './passages'
import { scriptsFor, typedBy } from './scripts'
import { prepare } from './side'

const KEYS = 120

/** The chapter after each of the six has typed so many keys. */
function typedInto(state: Uint8Array, scripts: ReturnType<typeof scriptsFor>, keys: number): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  for (const script of scripts)
    for (const { update } of script.keys.slice(0, keys)) Y.applyUpdate(doc, Buffer.from(update, 'base64'))
  return Y.encodeStateAsUpdate(doc)
}

describe('what six people type into the shortest chapter', () => {
  const { state, passages, spots } = prepare(1_000, 300)
  const scripts = scriptsFor(state, spots, KEYS)
  const before = textOf(state)

  it('is theirs alone: every letter arrives, in one piece for each place', () => {
    const text = textOf(typedInto(state, scripts, KEYS))
    const typed = scripts.flatMap((script) => typedBy(script, KEYS))
    expect(new Set(scripts.map(({ clientId }) => clientId)).size).toBe(6)
    expect(text.length).toBe(before.length + 6 * KEYS)
    expect(lettersMissing(before, typed, text, text)).toBe(0)
  })

  it('leaves the words of all 300 passages as they are', () => {
    const after = standings(typedInto(state, scripts, KEYS), passages)
    expect(after.map(({ quote }) => quote)).toEqual(passages.map(({ quote }) => quote))
    expect(after.filter(({ from }, i) => from !== passages[i]!.from).length).toBeGreaterThan(100)
  })

  it('is missed when it does not arrive', () => {
    const typed = scripts.flatMap((script) => typedBy(script, KEYS))
    const text = textOf(typedInto(state, scripts, KEYS))
    const less = textOf(typedInto(state, scripts, KEYS - 1))
    expect(lettersMissing(before, typed, less, less)).toBeGreaterThanOrEqual(6)
    expect(lettersMissing(before, typed, text, less)).toBeGreaterThanOrEqual(6)
    expect(lettersMissing(before, typed, text, text.replace('e', 'f'))).toBeGreaterThan(0)
  })

  it('counts the keys of a place that was only begun', () => {
    expect(typedBy(scripts[0]!, 30).map((piece) => piece.length)).toEqual([25, 5])
    expect(typedBy(scripts[0]!, 0)).toEqual([])
  })
})

describe('highlights at the end', () => {
  const wanted = [
    { quote: 'the ferry', from: 5, to: 14 },
    { quote: 'nobody', from: 30, to: 36 },
  ]

  it('count when they read their words where these stand', () => {
    const shown = [
      { thread: 'a', text: 'the ferry', from: 5 },
      { thread: 'b', text: 'nobody', from: 30 },
    ]
    expect(standingRight(shown, ['a', 'b'], wanted)).toBe(2)
    expect(standingRight(shown.slice(1), ['a', 'b'], wanted)).toBe(1)
    expect(
      standingRight(
        [
          { ...shown[0]!, from: 6 },
          { ...shown[1]!, text: 'nobod' },
        ],
        ['a', 'b'],
        wanted,
      ),
    ).toBe(0)
  })
})
