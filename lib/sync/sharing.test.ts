import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '@/tests/support/random'
import { shareOut, type Written } from './sharing'

/** People who write in one text, each seeing only what was there when they began. */
function desk(...names: string[]) {
  const first = new Y.Doc()
  first.getText('default').insert(0, 'The ferry left at six.')
  const begun = Y.encodeStateAsUpdate(first)
  const written: Written<string>[] = []
  const docs = new Map(
    names.map((name) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, begun)
      doc.on('update', (bytes: Uint8Array) => written.push({ bytes, from: name }))
      return [name, doc]
    }),
  )
  const textOf = (name: string) => docs.get(name)!.getText('default')
  return { begun, written, docs, textOf }
}

/** What merging all of it again would give. */
function merged(written: readonly Written<string>[]): Uint8Array[] {
  return written.length === 0 ? [] : [Y.mergeUpdates(written.map(({ bytes }) => bytes))]
}

const others = (written: readonly Written<string>[], name: string) =>
  written.filter(({ from }) => from !== name)

describe('a commit shared out', () => {
  it('[SY12] is for each what merging it again would give: all of it, or all but his own', () => {
    const { written, textOf } = desk('mara', 'tomas', 'ines')
    textOf('mara').insert(0, 'N')
    textOf('tomas').insert(9, 'x')
    textOf('mara').insert(1, 'o')
    textOf('ines').insert(4, 'small ')
    const shared = shareOut(written)
    expect(shared.forAll()).toEqual(merged(written))
    for (const name of ['mara', 'tomas', 'ines', 'kit'])
      expect(shared.without(name)).toEqual(merged(others(written, name)))
  })

  it('[SY12] holds nothing for somebody who wrote all of it', () => {
    const { written, textOf } = desk('mara')
    textOf('mara').insert(0, 'N')
    expect(shareOut(written).without('mara')).toEqual([])
  })

  it('[SY12] is the same with deletions, several clients in one update, and one client of two people', () => {
    const { written, docs, textOf } = desk('mara', 'tomas')
    textOf('mara').delete(0, 3)
    textOf('tomas').insert(5, 'x')
    expect(shareOut(written).without('tomas')).toEqual(merged(others(written, 'tomas')))
    const both = Y.mergeUpdates([...written.map(({ bytes }) => bytes)])
    const twice = [...written, { bytes: both, from: 'ines' }]
    expect(shareOut(twice).forAll()).toEqual(merged(twice))
    docs.get('mara')!.clientID = docs.get('tomas')!.clientID
    const tomas = written[1]!
    const shared = shareOut([tomas, { ...tomas, from: 'mara' }])
    expect(shared.without('mara')).toEqual([tomas.bytes])
  })

  it('[SY12] brings every reader to the same text, whatever was written (seeded)', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const chance = chanceFrom(seed)
      const names = ['mara', 'tomas', 'ines', 'kit'].slice(0, 1 + chance.below(4))
      const { begun, written, docs, textOf } = desk(...names)
      for (let i = 0; i < 30; i++) {
        const text = textOf(chance.pick(names))
        const at = chance.below(text.length)
        const kind = chance.below(8)
        if (kind === 0) text.delete(at, 1)
        else if (kind === 1) text.insert(at, 'sea', { bold: true })
        else text.insert(at, 'e')
      }
      const shared = shareOut(written)
      const reader = new Y.Doc()
      Y.applyUpdate(reader, begun)
      for (const update of shared.forAll()) Y.applyUpdate(reader, update)
      for (const name of names) {
        const doc = docs.get(name)!
        for (const update of shared.without(name)) Y.applyUpdate(doc, update, 'server')
        expect(textOf(name).toDelta(), `seed ${seed}`).toEqual(reader.getText('default').toDelta())
      }
      expect(reader.store.pendingStructs, `seed ${seed}`).toBeNull()
    }
  })
})
