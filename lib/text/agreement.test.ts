import { describe, expect, it } from 'vitest'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { agreementIn, markedAt, type Mark, type Passage } from './agreement'

const PIANO =
  'The piano came up the cliff path on eleven men and a mule. Nobody on the island could play it. ' +
  '“Who will tune it?” asked Mr. Voss. That had not been thought of.\n' +
  'By Easter the damp had taken the lower octave.'

/** A note of `person` on these words; `as` is its category, `?` for a suggestion, nothing for a plain note. */
function marks(...notes: [person: string, words: string, as?: string][]): Mark[] {
  return notes.map(([personId, words, as], at) => {
    const from = PIANO.indexOf(words)
    if (from < 0) throw new Error(`“${words}” is not in the text`)
    const suggests = as?.endsWith('?') ?? false
    const category = as?.replace('?', '') ?? ''
    return {
      ...{ threadId: `note ${at + 1}`, personId, category: category === '' ? null : category, suggests },
      ...{ from, to: from + words.length },
    }
  })
}

const said = ({ categories }: Passage) =>
  categories
    .map(({ category, suggests, people }) => `${category ?? (suggests ? 'suggestion' : 'note')} ${people}`)
    .join(', ')

/** Each passage as its first and last word, its people, and what they said. */
function told(...notes: Parameters<typeof marks>): string[] {
  return agreementIn(PIANO, marks(...notes)).map((passage) => {
    const words = PIANO.slice(passage.from, passage.to).split(/\s/)
    const disagree = passage.disagree ? ' · disagree' : ''
    return `${words[0]} … ${words.at(-1)}: ${passage.people.join(' ')} · ${said(passage)}${disagree}`
  })
}

describe('where people marked the same', () => {
  it('[CR30] counts people and not notes, in all and in each category', () => {
    expect(
      told(
        ['ines', 'eleven men', 'pacing'],
        ['ines', 'a mule', 'pacing'],
        ['ines', 'The piano', 'line'],
        ['kit', 'the cliff path', 'pacing'],
      ),
    ).toEqual(['The … mule.: ines kit · pacing 2, line 1'])
  })

  it('[CR32] takes whole sentences, however raggedly somebody selected', () => {
    expect(
      told(['ines', 'Nobody on the island could play it.'], ['kit', 'obody on the isl'], ['odile', 'play']),
    ).toEqual(['Nobody … it.: ines kit odile · note 3'])
  })

  it('[CR32] lets a note on a whole scene hide no crowd inside of it', () => {
    expect(
      told(
        ['odile', PIANO, 'pacing'],
        ['ines', 'Nobody on the island', 'line'],
        ['kit', 'could play it', 'line'],
      ),
    ).toEqual([
      'The … mule.: odile · pacing 1',
      'Nobody … it.: ines kit odile · line 2, pacing 1',
      '“Who … octave.: odile · pacing 1',
    ])
  })

  it('[CR32] joins sentences only where a note runs through both', () => {
    expect(told(['ines', 'eleven men'], ['ines', 'Nobody'])).toHaveLength(2)
    expect(told(['ines', 'a mule. Nobody'], ['ines', 'eleven men'])).toEqual(['The … it.: ines · note 1'])
    expect(told(['ines', 'a mule. Nobody'], ['kit', 'on the island'])).toEqual([
      'The … mule.: ines · note 1',
      'Nobody … it.: ines kit · note 2',
    ])
  })

  it('[CR32] goes on in a sentence whose question is followed by who asked it, and ends it with its line', () => {
    expect(told(['ines', 'tune'], ['kit', 'asked'])).toEqual(['“Who … Mr.: ines kit · note 2'])
    expect(told(['ines', 'thought of'], ['kit', 'By Easter'])).toHaveLength(2)
  })

  it('[CR33] counts a suggestion in its category, and without one as a suggestion', () => {
    expect(told(['ines', 'a mule', '?'], ['kit', 'eleven', 'line?'], ['odile', 'eleven', 'line'])).toEqual([
      'The … mule.: ines kit odile · line 2, suggestion 1',
    ])
  })

  it('[CR34] tells where one praises what another finds fault with, and nobody disagrees with himself', () => {
    const disagree = (...notes: Parameters<typeof marks>) =>
      agreementIn(PIANO, marks(...notes)).some((passage) => passage.disagree)
    expect(disagree(['ines', 'a mule', 'praise'], ['kit', 'a mule', 'pacing'])).toBe(true)
    expect(disagree(['ines', 'a mule', 'praise'], ['kit', 'a mule', '?'])).toBe(true)
    expect(disagree(['ines', 'a mule', 'praise'], ['kit', 'a mule'])).toBe(false)
    expect(disagree(['ines', 'a mule', 'praise'], ['ines', 'a mule', 'pacing'])).toBe(false)
    expect(disagree(['ines', 'a mule', 'praise'], ['kit', 'Nobody', 'pacing'])).toBe(false)
    expect(disagree(['ines', 'a mule', 'line'], ['kit', 'a mule', 'pacing'])).toBe(false)
  })

  it('[CR31] counts a rewritten note at the words of now, and one that stands nowhere not at all', () => {
    expect(markedAt({ state: 'moved', from: 3, to: 9, score: 0.8 })).toEqual({ from: 3, to: 9 })
    expect(markedAt({ state: 'unplaced', reason: 'rewritten', near: 4, nearTo: 8 })).toEqual({
      ...{ from: 4, to: 8 },
    })
    expect(markedAt({ state: 'unplaced', reason: 'gone', near: 4 })).toBeNull()
    expect(markedAt({ state: 'unplaced', reason: 'unsure', near: 4, candidates: [] })).toBeNull()
    const blank = { from: PIANO.indexOf(' '), to: PIANO.indexOf(' ') + 1 }
    const [mark] = marks(['ines', 'a mule'])
    expect(mark && agreementIn(PIANO, [{ ...mark, ...blank }])).toEqual([])
  })
})

const PEOPLE = ['ines', 'kit', 'odile', 'tomas']
const KINDS = ['praise', 'pacing', 'line', null]
const SIGNS = ['. ', '! ', '?” ', ' ', ', ', '.\n', '\n\n', ' ', ' ', ' ']

function randomText(chance: Chance): string {
  const words = Array.from({ length: 1 + chance.below(60) }, () => {
    const word = chance.pick(['Salt', 'the', 'lamp', 'Geese', 'went', '“over', 'again'])
    return word + chance.pick(SIGNS)
  })
  return words.join('')
}

function randomMarks(chance: Chance, text: string): Mark[] {
  return Array.from({ length: chance.below(14) }, (_, at) => {
    const from = chance.below(text.length)
    return {
      ...{ threadId: `note ${at}`, personId: chance.pick(PEOPLE), category: chance.pick(KINDS) },
      ...{ suggests: chance.oneIn(4), from, to: from + 1 + chance.below(text.length - from) },
    }
  })
}

const hasWords = (text: string, { from, to }: Mark) => text.slice(from, to).trim() !== ''

/** The first letter of the mark that is not in exactly one passage, and in one of its own; -1 when all are. */
function strayIn(text: string, { threadId, from, to }: Mark, passages: readonly Passage[]): number {
  for (let at = from; at < to; at++) {
    if (/\s/.test(text[at] ?? '')) continue
    const [holding, ...more] = passages.filter((passage) => passage.from <= at && at < passage.to)
    if (more.length > 0 || !holding?.threadIds.includes(threadId)) return at
  }
  return -1
}

/** What every agreement keeps to, whatever was marked. */
function check(text: string, all: readonly Mark[], passages: readonly Passage[]): void {
  passages.forEach((passage, at) => {
    const { from, to } = passage
    expect(text.slice(from, to)).toBe(text.slice(from, to).trim())
    expect(to).toBeGreaterThan(from)
    expect(from).toBeGreaterThanOrEqual(passages[at - 1]?.to ?? 0)
    const held = all.filter(({ threadId }) => passage.threadIds.includes(threadId))
    expect(held).toHaveLength(passage.threadIds.length)
    expect(passage.people).toEqual([...new Set(held.map(({ personId }) => personId))].sort())
    const most = Math.max(...passage.categories.map(({ people }) => people))
    expect(most).toBeLessThanOrEqual(passage.people.length)
    expect(passage.categories[0]?.people).toBe(most)
    for (const { from: start, to: end } of held) expect(start < to && end > from).toBe(true)
  })
  for (const mark of all.filter((one) => hasWords(text, one)))
    expect(strayIn(text, mark, passages), mark.threadId).toBe(-1)
}

describe('any notes on any text', () => {
  it('[CR30] [CR32] make passages that divide the marked words, count each person once, and know no order', () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
    console.info(`agreement: FUZZ_SEED=${seed}`)
    const chance = chanceFrom(seed)
    let [crowded, divided] = [0, 0]
    for (let run = 0; run < 400; run++) {
      const text = randomText(chance)
      const all = randomMarks(chance, text)
      const passages = agreementIn(text, all)
      check(text, all, passages)
      const shuffled = all.map((mark) => ({ mark, at: chance.below(1_000) })).sort((a, b) => a.at - b.at)
      expect(
        agreementIn(
          text,
          shuffled.map(({ mark }) => mark),
        ),
      ).toEqual(passages)
      if (passages.some(({ people }) => people.length > 1)) crowded += 1
      if (passages.length > 1) divided += 1
    }
    expect(crowded).toBeGreaterThan(100)
    expect(divided).toBeGreaterThan(100)
  })
})
