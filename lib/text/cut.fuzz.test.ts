import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { blockToProse } from '@/lib/prose/ydoc'
import { placeOfCut } from '@/lib/text/cut-place'
import { putBack } from '@/lib/text/put-back'
import { takeOut } from '@/lib/text/take-out'
import { Trace } from '@/lib/text/trace'
import { writtenBy } from '@/lib/text/written-by'
import { Past, wordsAt } from '@/tests/support/past'
import { chanceFrom, type Chance } from '@/tests/support/random'

const PEOPLE = ['ana', 'ben', 'cleo']
/** In these a cut was put back in the wrong place: a stretch carried on by the deletion lay behind one moved before. */
const FOUND_WRONG = [20_261_574, 20_262_075]
const SEEDS = [...Array.from({ length: 60 }, (_, i) => 20_261_126 + i), ...FOUND_WRONG]

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

let signs = 0
/** A sign that stands nowhere else: no word begins or ends like another, or a difference of texts would share letters. */
const sign = () => String.fromCodePoint(0x4e00 + (signs = (signs + 1) % 20_000))

/** Words that stand nowhere else, with the person's letter in the middle of each. */
function sentence(chance: Chance, person: string, length: number): string {
  const part = () => Array.from({ length: 4 }, () => LETTERS[chance.below(26)]).join('')
  const mark = person.slice(0, 1).toUpperCase()
  return Array.from({ length }, () => `${sign()}${part()}${mark}${part()}${sign()}`).join(' ')
}

const linesOf = (past: Past) => past.text.split('\n')

/** One act that keeps every word, and who wrote it: dividing, joining, moving, writing. */
function edit(past: Past, chance: Chance, person: string): void {
  const lines = linesOf(past)
  const at = chance.below(lines.length)
  const line = lines[at] ?? ''
  switch (chance.below(4)) {
    case 0: {
      const gap = line.indexOf(' ', chance.below(line.length + 1))
      if (gap > 0) lines.splice(at, 1, line.slice(0, gap), line.slice(gap + 1))
      return past.says(person, ...lines)
    }
    case 1:
      if (at > 0) lines.splice(at - 1, 2, `${lines[at - 1]} ${line}`)
      return past.says(person, ...lines)
    case 2:
      lines.splice(at, 1)
      lines.splice(chance.below(lines.length + 1), 0, line)
      return past.says(person, ...lines)
    default:
      return past.acts(person, (text) => {
        const words = wordsAt(text, at)
        if (words instanceof Y.XmlText) words.insert(words.length, ` ${sentence(chance, person, 2)}`)
      })
  }
}

/** A chapter by three people. */
function written(chance: Chance): Past {
  const past = new Past()
  past.says('ana', ...Array.from({ length: 5 }, () => sentence(chance, 'ana', 8)))
  for (const person of PEOPLE) past.docOf(person)
  for (let i = 0; i < 25; i += 1) {
    past.wait(30_000)
    edit(past, chance, chance.pick(PEOPLE))
  }
  past.wait(60_000)
  return past
}

/** Each word with whom its name says and whom the trace says. */
function wrongWords(past: Past): string[] {
  const people = new Map(PEOPLE.map((person) => [past.docOf(person).clientID, person]))
  return writtenBy(past.trace).flatMap(({ runs }) =>
    runs.flatMap(({ text, by }) =>
      [...text.matchAll(/[a-z]+([ABC])[a-z]+/g)].flatMap(([word, letter]) =>
        people.get(by)?.startsWith((letter ?? '').toLowerCase()) ? [] : [`${word} by ${people.get(by)}`],
      ),
    ),
  )
}

describe('random histories', () => {
  it.each(SEEDS)('[WW5] every word is credited to whoever wrote it (seed %i)', (seed) => {
    const past = written(chanceFrom(seed))
    expect(past.rows.length).toBeGreaterThan(10)
    expect(wrongWords(past)).toEqual([])
  })

  it.each(SEEDS)(
    '[CP10] every deletion is found, and comes back whole and where it was (seed %i)',
    (seed) => {
      const chance = chanceFrom(seed)
      const past = written(chance)
      const before = past.text
      const flat = before.replaceAll('\n', ' ')
      // From the beginning of a word to the end of one, over any number of paragraphs.
      const starts = [...before.matchAll(/\S+/g)]
      const from = chance.below(starts.length - 4)
      const to = Math.min(from + 3 + chance.below(14), starts.length - 1)
      const begin = starts[from]?.index ?? 0
      const end = (starts[to]?.index ?? 0) + (starts[to]?.[0].length ?? 0)
      const person = chance.pick(PEOPLE)
      const [head, tail] = [before.slice(0, begin), before.slice(end)]
      const lines = `${head}${tail}`.split('\n')
      past.says(person, ...lines)
      past.wait(60_000)
      // Later edits elsewhere.
      const editor = chance.pick(PEOPLE)
      past.acts(editor, (text) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(sentence(chance, editor, 4))])
        text.insert(chance.oneIn(2) ? 0 : text.length, [paragraph])
      })
      const cuts = past.trace.cuts().filter(({ toSeq }) => toSeq > past.rows.length - 2)
      const found = cuts.map(({ bits }) => bits.map(({ text }) => text).join('')).join('\n')
      const words = before.slice(begin, end).split(/\s+/)
      expect(words.filter((word) => !found.includes(word))).toEqual([])
      for (const cut of cuts.reverse()) {
        const state = Y.encodeStateAsUpdate(past.trace.doc)
        past.takes(person, putBack(state, cut, placeOfCut(past.trace, cut), 9_000_000 + past.rows.length))
      }
      const now = past.text.replaceAll('\n', ' ')
      const order = (text: string) =>
        text
          .split(/\s+/)
          .filter((word) => flat.includes(word))
          .join(' ')
      expect(order(now)).toBe(order(flat))
      for (const block of past.textOf('cleo').toArray())
        expect(blockToProse(block as Y.XmlElement)).not.toBeNull()
      // A trace of the same rows gives the same.
      const again = new Trace()
      for (const row of past.rows) again.follow(row)
      expect(writtenBy(again)).toEqual(writtenBy(past.trace))
    },
  )

  it.each(SEEDS.slice(0, 20))('[CP11] what came back is taken out again as it came (seed %i)', (seed) => {
    const chance = chanceFrom(seed)
    const past = written(chance)
    const lines = linesOf(past)
    const first = chance.below(lines.length)
    const last = first + chance.below(lines.length - first)
    const head = lines[first]?.split(' ').slice(0, chance.below(3)).join(' ') ?? ''
    const tail =
      lines[last]
        ?.split(' ')
        .slice(-1 - chance.below(2))
        .join(' ') ?? ''
    past.says('ben', ...lines.slice(0, first), `${head}. ${tail}`, ...lines.slice(last + 1))
    past.wait(60_000)
    for (const cut of past.trace.cuts().reverse()) {
      const before = Y.encodeStateAsUpdate(past.trace.doc)
      const shape = past.textOf('ana').toString()
      past.takes('ana', putBack(before, cut, placeOfCut(past.trace, cut), 9_000_000 + past.rows.length))
      const step = past.rows.at(-1)?.bytes ?? new Uint8Array()
      const isElsewhere = chance.oneIn(2)
      past.acts('cleo', (text) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText('Later.')])
        if (isElsewhere) text.insert(0, [paragraph])
      })
      const later = past.rows.slice(past.rows.findIndex(({ bytes }) => bytes === step) + 1)
      const taken = takeOut(
        before,
        step,
        later.map(({ bytes }) => bytes),
        9_500_000 + past.rows.length,
      )
      if (taken === null || taken === 'changed') throw new Error(`It is ${taken}`)
      past.takes('ana', taken.update)
      const now = past.textOf('ana').toString()
      expect(isElsewhere ? now.replace('<paragraph>Later.</paragraph>', '') : now).toBe(shape)
      if (isElsewhere) past.acts('cleo', (text) => text.delete(0, 1))
    }
  })
})
