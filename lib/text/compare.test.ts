import { describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import { proseSchema } from '@/lib/prose/schema'
import { chanceFrom } from '@/tests/support/random'
import { anyChapter } from '@/tests/support/prose'
import fc from 'fast-check'
import type { Node } from '@tiptap/pm/model'
import { blocksOf, wordsIn, type TextBlock } from './blocks'
import { compareTexts, type ComparedBlock } from './compare'
import type { Piece } from './compare-words'

/** One line per block: `# ` a heading (`## ` of level 2), `> ` a quote, `***` a scene break; `_words_` are italic. */
function text(...lines: string[]): TextBlock[] {
  return lines.map((line) => {
    if (line === '***') return { kind: 'sceneBreak', level: 0, quotes: 0, runs: [] }
    const [, quote = '', signs = '', words = ''] = /^(> )?(?:(#+) )?(.*)$/.exec(line) ?? []
    const runs = words
      .split(/(_[^_]+_)/)
      .filter((part) => part !== '')
      .map((part) =>
        part.startsWith('_') ? { text: part.slice(1, -1), marks: ['italic'] } : { text: part, marks: [] },
      )
    const kind = signs === '' ? 'paragraph' : 'heading'
    return { kind, level: signs.length, quotes: quote === '' ? 0 : 1, runs }
  })
}

function sayPiece({ change, text, marks, was }: Piece): string {
  switch (change) {
    case 'same':
      return text
    case 'in':
      return `[+${text}]`
    case 'out':
      return `[-${text}]`
    case 'formatted':
      return `[${was?.join() ?? ''}>${marks.join()}:${text}]`
    case 'joined':
      return '[¶-]'
  }
}

const SIGNS = { same: '=', changed: '~', in: '+', out: '-', moved_here: '»', moved_away: '«' }

function sayForm({ kind, level, quotes }: Pick<ComparedBlock, 'kind' | 'level' | 'quotes'>): string {
  return `${'>'.repeat(quotes)}${kind === 'sceneBreak' ? '***' : '#'.repeat(level)}`
}

/** A comparison as a person would mark it with a pen. */
function marked(before: TextBlock[], after: TextBlock[]): string[] {
  return compareTexts(before, after).blocks.map((block) => {
    const { state, move, was, split, pieces } = block
    const form = was ? `(${sayForm(was)}→${sayForm(block)}) ` : sayForm(block) && `${sayForm(block)} `
    return `${SIGNS[state]}${move ?? ''}${split ? '¶' : ''} ${form}${pieces.map(sayPiece).join('')}`.trimEnd()
  })
}

const FERRY = 'The ferry left at six, as it had every evening since the bridge went.'
const MARA = 'Mara counted the passengers twice and was one short both times.'
const MATE = '“You count like a smuggler,” said the mate, and went below to look at the engine.'
const TRUNK = 'On the fourth of December the sea gave back the first of the trunks, hasps intact.'

const TABLE: { edit: string; before: string[]; after: string[]; expected: string[] }[] = [
  {
    edit: '[CM1] a typo that was mended is one word, not some letters',
    before: [FERRY, 'Mara counted the pasengers twice and was one short both times.'],
    after: [FERRY, MARA],
    expected: [
      `= ${FERRY}`,
      '~ Mara counted the [-pasengers][+passengers] twice and was one short both times.',
    ],
  },
  {
    edit: '[CM1] a sentence that was added is all that is marked',
    before: [FERRY, MARA],
    after: [FERRY, `${MARA} She did not say so.`],
    expected: [`= ${FERRY}`, `~ ${MARA}[+ She did not say so.]`],
  },
  {
    edit: '[CM1] words that were replaced side by side are one change',
    before: ['She wore a red coat to the harbour every day.'],
    after: ['She wore a blue hat to the harbour every day.'],
    expected: ['~ She wore a [-red coat][+blue hat] to the harbour every day.'],
  },
  {
    edit: '[CM2] a paragraph that was added or cut is marked as a whole',
    before: [FERRY, MARA, MATE],
    after: [FERRY, MATE, TRUNK],
    expected: [`= ${FERRY}`, `- [-${MARA}]`, `= ${MATE}`, `+ [+${TRUNK}]`],
  },
  {
    edit: '[CM3] a paragraph that was split keeps its words',
    before: [`${FERRY} ${MARA}`, MATE],
    after: [FERRY, MARA, MATE],
    expected: [`~ ${FERRY}[- ]`, `~¶ ${MARA}`, `= ${MATE}`],
  },
  {
    edit: '[CM3] two paragraphs that were joined keep their words',
    before: [FERRY, MARA, MATE],
    after: [`${FERRY} ${MARA}`, MATE],
    expected: [`~ ${FERRY}[¶-][+ ]${MARA}`, `= ${MATE}`],
  },
  {
    edit: '[CM4] a paragraph that was moved is moved, not cut and written again',
    before: [FERRY, MARA, MATE, TRUNK],
    after: [MATE, FERRY, MARA, TRUNK],
    expected: [`»1 ${MATE}`, `= ${FERRY}`, `= ${MARA}`, `«1 ${MATE}`, `= ${TRUNK}`],
  },
  {
    edit: '[CM4] a paragraph that was moved and edited shows both',
    before: [FERRY, MARA, MATE, TRUNK],
    after: [FERRY, MATE, TRUNK, MARA.replace('one short', 'two short')],
    expected: [
      `= ${FERRY}`,
      `«1 ${MARA}`,
      `= ${MATE}`,
      `= ${TRUNK}`,
      '»1 Mara counted the passengers twice and was [-one][+two] short both times.',
    ],
  },
  {
    edit: '[CM2] a scene break that was put in is put in',
    before: [FERRY, MARA],
    after: [FERRY, '***', MARA],
    expected: [`= ${FERRY}`, '+ ***', `= ${MARA}`],
  },
  {
    edit: '[CM5] words that became italic are the same words',
    before: [FERRY, MARA],
    after: [FERRY, MARA.replace('both times', '_both times_')],
    expected: [`= ${FERRY}`, '~ Mara counted the passengers twice and was one short [>italic:both times].'],
  },
  {
    edit: '[CM5] a heading of another level is the same heading',
    before: ['# What the Tide Kept', FERRY],
    after: ['## What the Tide Kept', FERRY],
    expected: ['~ (#→##) What the Tide Kept', `= ${FERRY}`],
  },
  {
    edit: '[CM5] a paragraph that was put into a quote keeps its words',
    before: [FERRY, MARA],
    after: [FERRY, `> ${MARA}`],
    expected: [`= ${FERRY}`, `~ (→>) ${MARA}`],
  },
  {
    edit: '[CM1] a name that was replaced throughout is marked where it stands, and nothing else',
    before: [MARA, 'Nobody had asked Mara anything that winter.', 'So Mara went home.'],
    after: [MARA, 'Nobody had asked Mara anything that winter.', 'So Mara went home.'].map((line) =>
      line.replace('Mara', 'Ilse'),
    ),
    expected: [
      '~ [-Mara][+Ilse] counted the passengers twice and was one short both times.',
      '~ Nobody had asked [-Mara][+Ilse] anything that winter.',
      '~ So [-Mara][+Ilse] went home.',
    ],
  },
  {
    edit: '[CM2] where everything was rewritten, the old comes out whole and the new goes in whole',
    before: [FERRY, MARA],
    after: [TRUNK, 'Nine people stood round it with their hands in their pockets.'],
    expected: [
      `- [-${FERRY}]`,
      `- [-${MARA}]`,
      `+ [+${TRUNK}]`,
      '+ [+Nine people stood round it with their hands in their pockets.]',
    ],
  },
  {
    edit: '[CM1] small words that both halves of a rewritten sentence share are no hold',
    before: [`${FERRY} She walked slowly to the shore.`],
    after: [`${FERRY} Tobias hurried away to the lighthouse.`],
    expected: [`~ ${FERRY} [-She walked slowly to the shore][+Tobias hurried away to the lighthouse].`],
  },
]

describe('two versions of a text', () => {
  for (const { edit, before, after, expected } of TABLE)
    it(edit, () => {
      expect(marked(text(...before), text(...after))).toEqual(expected)
    })

  it('[CM6] give back both texts, whatever they are', () => {
    const words = (side: 'in' | 'out', before: TextBlock[], after: TextBlock[]) =>
      compareTexts(before, after)
        .blocks.filter(({ state }) => state !== (side === 'in' ? 'moved_away' : 'moved_here'))
        .flatMap(({ pieces }) => pieces.filter(({ change }) => change !== (side === 'in' ? 'out' : 'in')))
        .map((piece) => piece.text)
        .join('')
    const all = (blocks: TextBlock[]) => blocks.map(wordsIn).join('')
    fc.assert(
      fc.property(anyChapter, anyChapter, fc.nat(), (one, other, seed) => {
        const chance = chanceFrom(seed)
        const mixed: Node[] = []
        one.forEach((block) => mixed.push(block))
        other.forEach((block) => mixed.splice(chance.below(mixed.length + 1), chance.below(2), block))
        const before = blocksOf(one)
        const after = blocksOf(proseSchema.topNodeType.create(null, mixed))
        expect(words('in', before, after)).toBe(all(after))
        expect(words('out', before, after)).toBe(all(before))
      }),
      { numRuns: 300, seed: 20261125 },
    )
  })

  it('[CM1] lose no word behind a sign that marks the borders of paragraphs', () => {
    const paragraph = (words: string): TextBlock[] => [
      { kind: 'paragraph', level: 0, quotes: 0, runs: [{ text: words, marks: [] }] },
    ]
    const odd = `${FERRY}\u2029${MARA}`
    const [block] = compareTexts(paragraph(odd), paragraph(`${odd} She did not say so.`)).blocks
    expect(block?.pieces.map(({ change, text: words }) => [change, words])).toEqual([
      ['same', `${FERRY}\u2028${MARA}`],
      ['in', ' She did not say so.'],
    ])
  })

  it('[CM7] count the words that came and went, and the paragraphs that moved', () => {
    const {
      wordsIn: into,
      wordsOut,
      moved,
    } = compareTexts(text(FERRY, MARA, MATE, TRUNK), text(MATE, FERRY, `${MARA} She did not say so.`))
    expect({ into, wordsOut, moved }).toEqual({ into: 5, wordsOut: 16, moved: 1 })
  })

  it('[CM8] of 10,000 words are compared, each paragraph against its own', () => {
    const sample = fileURLToPath(new URL('../../prisma/sample/3-what-the-tide-kept.md', import.meta.url))
    const lines = readFileSync(sample, 'utf8')
      .split('\n\n')
      .map((line) => line.replaceAll('_', ''))
    const chance = chanceFrom(7)
    const book = Array.from({ length: 400 }, (_, n) => `${n} ${chance.pick(lines)}`)
    const edited = book.map((line) => line.replace(/\b(the|and|was)\b/, 'perhaps'))
    const before = performance.now()
    const { blocks } = compareTexts(text(...book), text(...edited))
    const took = performance.now() - before
    const words = book.join(' ').split(' ').length
    console.info(`compared ${words} words with as many in ${Math.round(took)} ms`)
    expect(blocks.every(({ state }) => state === 'same' || state === 'changed')).toBe(true)
  })
})
