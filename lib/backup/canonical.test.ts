import { describe, expect, it } from 'vitest'
import { canonicalJson, sha256 } from './canonical'

describe('the canonical JSON of a value', () => {
  it('is the same whatever order it was put together in', () => {
    const one = { title: 'The Bell', people: [{ name: 'Mara', id: '1' }], at: new Date(0) }
    const other = { at: new Date(0), people: [{ id: '1', name: 'Mara' }], title: 'The Bell' }
    expect(canonicalJson(one)).toBe(canonicalJson(other))
    expect(canonicalJson(one)).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","people":[{"id":"1","name":"Mara"}],"title":"The Bell"}',
    )
  })

  it('keeps the order of lists, which means something', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]))
  })

  it('leaves out what is absent and says what is null', () => {
    expect(canonicalJson({ quote: undefined, replacement: null })).toBe('{"replacement":null}')
    expect(canonicalJson([undefined, null])).toBe('[null,null]')
  })

  it('sorts keys by their code units, as every machine does alike', () => {
    expect(canonicalJson({ ä: 1, b: 2, B: 3, '10': 4, '9': 5 })).toBe('{"10":4,"9":5,"B":3,"b":2,"ä":1}')
  })

  it.each([[Number.NaN], [Infinity], [new Uint8Array(1)], [() => 1], [1n]])('refuses %s', (odd) => {
    expect(() => canonicalJson(odd)).toThrow(TypeError)
  })

  it('is hashed as UTF-8', () => {
    expect(sha256('ä')).toBe(sha256(new TextEncoder().encode('ä')))
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})
