import fc from 'fast-check'
import type { Mark, Node } from '@tiptap/pm/model'
import { proseSchema } from '@/lib/prose/schema'

const { nodes, marks } = proseSchema

/** A chapter from a few words: one paragraph per string, `***` for a scene break. */
export function chapter(...lines: string[]): Node {
  return nodes.doc.create(
    null,
    lines.map((line) => (line === '***' ? nodes.sceneBreak.create() : paragraph(line))),
  )
}

/** A paragraph of plain words. */
export function paragraph(words: string): Node {
  return nodes.paragraph.create(null, words === '' ? [] : [proseSchema.text(words)])
}

const awkwardStarts = [
  '# ',
  '#',
  '- ',
  '+ ',
  '* ',
  '1. ',
  '12) ',
  '> ',
  '>',
  '===',
  '---',
  '***',
  '* * *',
  '|a|b|',
  '```',
  '~~~',
  '    ',
  ' ',
  '\t',
  '\u00a0',
  'Chapter 2',
  'Chapter One: The Salt Road',
  'CHAPTER XII',
  'Prologue',
  'Kapitel 3',
  '\u2060',
  '⁂',
  '[a]: https://example.org',
  '<b>',
  '&amp;',
  'a.',
]

const pieces = [
  'Mara ran',
  ' ',
  '  ',
  ', ',
  'a',
  'é',
  'ß',
  '*',
  '**',
  '_',
  '__',
  'snake_case_name',
  '~~',
  '~',
  '\\',
  '\\*',
  '`',
  '[',
  '](',
  ']',
  '(x)',
  '!',
  '![a](https://example.org/a.png)',
  '<https://example.org>',
  'https://example.org/a_b_c',
  '<',
  '>',
  '&',
  '&copy;',
  '&#65;',
  '“Stay,” she said—',
  "don't",
  '…',
  '...',
  '--',
  'שלום עולם',
  'مرحبا',
  '🚣‍♀️',
  '👩🏽',
  '\u00a0',
  '\u200b',
  '\u202f',
  '\u2028',
  '\ufeff',
  '.',
  ':',
  '1.',
  '#',
  ' #',
  '-',
  '=',
  '|',
  '\t',
  'ſ',
  '𝔐',
]

const words = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join('').replace(/[\0\r\n\p{Cs}]/gu, 'o'))

const run = fc.tuple(
  words,
  fc.subarray(['bold', 'italic', 'strike'] as const),
  fc.option(
    fc.constantFrom('https://example.org/a_(b)*c', 'mailto:mara@example.org', 'http://example.org/?a=b&c=d'),
    {
      freq: 5,
      nil: null,
    },
  ),
)

function textOf([text, names, href]: [
  string,
  readonly ('bold' | 'italic' | 'strike')[],
  string | null,
]): Node[] {
  const set: Mark[] = names.map((name) => marks[name].create())
  if (href !== null) set.push(marks.link.create({ href }))
  return text === '' ? [] : [proseSchema.text(text, set.length > 0 ? set : null)]
}

const inline = fc.oneof(
  { weight: 6, arbitrary: run.map(textOf) },
  { weight: 1, arbitrary: fc.constant([nodes.hardBreak.create()]) },
)

const inlines = fc.tuple(
  fc.option(fc.constantFrom(...awkwardStarts), { freq: 2, nil: null }),
  fc.array(inline, { maxLength: 5 }),
)

const textBlock = fc.tuple(inlines, fc.constantFrom(0, 0, 0, 0, 1, 2, 3)).map(([[start, rest], level]) => {
  const content = [...(start === null ? [] : [proseSchema.text(start)]), ...rest.flat()]
  return level === 0 ? nodes.paragraph.create(null, content) : nodes.heading.create({ level }, content)
})

const block: fc.Arbitrary<Node> = fc.letrec<{ block: Node }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 8, arbitrary: textBlock },
    { weight: 1, arbitrary: fc.constant(nodes.sceneBreak.create()) },
    {
      weight: 1,
      arbitrary: fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((children) => nodes.blockquote.create(null, children)),
    },
  ),
})).block

/**
 * Any valid chapter, with the awkward text that breaks importers and exporters: Markdown signs, chapter lines and
 * scene breaks typed as words, white space of every kind, right-to-left text, emoji. No line ends inside words, no
 * NUL, no lone surrogates (a file in UTF-8 cannot carry those). Valid against `proseSchema`.
 */
export const anyChapter: fc.Arbitrary<Node> = fc
  .array(block, { minLength: 1, maxLength: 6 })
  .map((blocks) => nodes.doc.createChecked(null, blocks))
