import { describe, expect, it } from 'vitest'
import { chanceFrom } from '@/tests/support/random'
import { putIn, wordsBeside } from './insertion'
import { wordChanges } from './word-changes'

/** A text with the caret as `|`. */
function caret(marked: string): { text: string; at: number } {
  return { text: marked.replace('|', ''), at: marked.indexOf('|') }
}

const beside = (marked: string) => {
  const { text, at } = caret(marked)
  const found = wordsBeside(text, at)
  return found && `${text.slice(found.from, at)}|${text.slice(at, found.to)}`
}
const put = (marked: string, words: string) => {
  const { text, at } = caret(marked)
  return putIn(text, at, words)
}

describe('the words beside a place', () => {
  it('are the one before and the one after, in its line alone', () => {
    expect(beside('down the wet| stones to')).toBe('wet| stones')
    expect(beside('down the wet |stones to')).toBe('wet |stones')
    expect(beside('the lamp.|\nAnd then')).toBe('lamp.|')
    expect(beside('the lamp.\n|And then')).toBe('|And')
    expect(beside('the la|mp burned')).toBe('la|mp')
  })

  it('are none in a line without words', () => {
    expect(beside('the lamp.\n|\nAnd then')).toBeNull()
    expect(beside('|')).toBeNull()
  })
})

describe('words put in', () => {
  it('have the blanks that they need, and no blank before what closes', () => {
    expect(put('wet| stones', 'black')).toBe('wet black stones')
    expect(put('wet |stones', 'black')).toBe('wet black stones')
    expect(put('the lamp|.', 'again')).toBe('the lamp again.')
    expect(put('the lamp|.', ', she said')).toBe('the lamp, she said.')
    expect(put('|And then', 'Late.')).toBe('Late. And then')
    expect(put('“|And then', 'Late.')).toBe('“Late. And then')
    expect(put('the lamp|', 'again')).toBe('the lamp again')
  })

  it('stand as they are inside of a word, and blank ones change nothing', () => {
    expect(put('water|course', 'logged')).toBe('waterloggedcourse')
    expect(put('wet| stones', '  ')).toBe('wet stones')
  })

  it('take no word away, wherever they are put', () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
    console.info(`insertion: FUZZ_SEED=${seed}`)
    const chance = chanceFrom(seed)
    for (let run = 0; run < 500; run++) {
      const words = ['the', 'lamp,', '“Late”', '—', 'stones.', 'and', 'of']
      const text = Array.from({ length: 1 + chance.below(8) }, () => chance.pick(words)).join(' ')
      const ends = [...text.matchAll(/(?<=\s)|(?=\s)|^|$/g)].map(({ index }) => index)
      const after = putIn(text, chance.pick(ends), 'salt')
      const changes = wordChanges(text, after)
      expect(changes).toHaveLength(1)
      expect(changes[0]).toMatchObject({ out: 0 })
      expect(changes[0]?.put.trim()).toBe('salt')
    }
  })
})
