import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Mark, Node } from '@tiptap/pm/model'
import { anyChapter, chapter, paragraph } from '@/tests/support/prose'
import { readManuscriptFile } from '@/lib/import/registry'
import { plainText } from '@/lib/prose/plain'
import { proseSchema } from '@/lib/prose/schema'
import { EXPORT_FORMATS, exportChapter, exportManuscript, isExportFormat } from './registry'

const { nodes, marks } = proseSchema

function fileText(format: string, title: string, doc: Node): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(exportChapter(format, { title, doc }).bytes)
}

function roundTrip(format: string, title: string, doc: Node) {
  const file = exportChapter(format, { title, doc })
  return readManuscriptFile(file.bytes, file.fileName)
}

function styled(words: string, ...names: ('bold' | 'italic' | 'strike')[]): Node {
  const set = names.reduce<readonly Mark[]>((all, name) => marks[name].create().addToSet(all), [])
  return proseSchema.text(words, set)
}

function lineOf(...content: Node[]): Node {
  return nodes.doc.create(null, nodes.paragraph.create(null, content))
}

/** The doc with emphasis taken off white space, which Markdown cannot carry and nobody sees. */
function withoutEmphasisOnSpaces(node: Node): unknown {
  if (node.isText) {
    return Array.from(node.text ?? '', (char) => {
      const kept = /\s/u.test(char) ? node.marks.filter((mark) => mark.type.name === 'link') : node.marks
      return [char, kept.map((mark) => JSON.stringify(mark.toJSON()))]
    })
  }
  return {
    name: node.type.name,
    attrs: node.attrs,
    content: node.children.map(withoutEmphasisOnSpaces).flat(),
  }
}

const anyTitle = fc.oneof(
  fc.constantFrom(
    'The Salt Road',
    'Chapter 2',
    'Chapter One: Rain',
    'Part Two',
    '# 3',
    '***',
    'a_b*c',
    '1. Start',
    'Ärger & Öl',
  ),
  fc.constantFrom(
    '“Quoted”',
    'What?',
    'A/B: C',
    'Prologue',
    'CON',
    '[x](y)',
    'Title #',
    '&nbsp;',
    'שלום',
    '…',
  ),
)

describe.each(EXPORT_FORMATS)('a chapter exported as %s', (format) => {
  it('comes back with the same title and the same plain text', () => {
    fc.assert(
      fc.property(anyTitle, anyChapter, (title, doc) => {
        const found = roundTrip(format, title, doc)
        expect(found.map((one) => one.title)).toEqual([title])
        expect(found.map((one) => plainText(one.doc))).toEqual([plainText(doc)])
      }),
      { numRuns: 500 },
    )
  })

  it('is the same file when it goes round twice', () => {
    fc.assert(
      fc.property(anyTitle, anyChapter, (title, doc) => {
        const once = roundTrip(format, title, doc)[0]
        expect(once).toBeDefined()
        if (once !== undefined)
          expect(fileText(format, once.title, once.doc)).toBe(fileText(format, title, once.doc))
      }),
    )
  })

  it('never has an unsafe file name', () => {
    expect(exportChapter(format, { title: '../../etc/passwd', doc: chapter('x') }).fileName).not.toMatch(
      /[/\\]/,
    )
  })

  it('comes back from a whole manuscript as the same chapters', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTitle, anyChapter), { minLength: 1, maxLength: 4 }), (parts) => {
        const chapters = parts.map(([title, doc]) => ({ title, doc }))
        const file = exportManuscript(format, { title: 'The Salt Road', chapters })
        const found = readManuscriptFile(file.bytes, file.fileName)
        expect(found.map((one) => one.title)).toEqual(chapters.map((one) => one.title))
        expect(found.map((one) => plainText(one.doc))).toEqual(chapters.map((one) => plainText(one.doc)))
      }),
      { numRuns: 150 },
    )
  })
})

describe('a chapter exported as md', () => {
  it('comes back as the same doc, marks, headings, quotes and scene breaks included', () => {
    fc.assert(
      fc.property(anyChapter, (doc) => {
        const [found] = roundTrip('md', 'The Salt Road', doc)
        expect(found && withoutEmphasisOnSpaces(found.doc)).toEqual(withoutEmphasisOnSpaces(doc))
      }),
      { numRuns: 500 },
    )
  })

  it('reads well', () => {
    const doc = nodes.doc.create(null, [
      paragraph('“Stay,” said Mara — she meant it… 5 < 6 & snake_case - fine!'),
      nodes.sceneBreak.create(),
      nodes.heading.create({ level: 1 }, proseSchema.text('Later')),
      nodes.blockquote.create(null, [paragraph('Come home.'), paragraph('M.')]),
      nodes.paragraph.create(null, [
        proseSchema.text('She '),
        styled('really ', 'bold'),
        proseSchema.text('un'),
        styled('believ', 'italic'),
        proseSchema.text('ably'),
        nodes.hardBreak.create(),
        styled('left', 'italic'),
        proseSchema.text('.'),
      ]),
    ])
    expect(fileText('md', 'The Ferry', doc)).toBe(
      '# The Ferry\n\n“Stay,” said Mara — she meant it… 5 < 6 & snake_case - fine!\n\n***\n\n### Later\n\n' +
        '> Come home.\n>\n> M.\n\nShe **really** un*believ*ably\\\n_left_.\n',
    )
  })

  it('keeps words that look like Markdown as words', () => {
    const source = fileText(
      'md',
      'x',
      chapter('# not a heading', '- not a list', 'Chapter 2', '* * *', '1. one', '> no'),
    )
    expect(source).toBe(
      '# x\n\n\\# not a heading\n\n\\- not a list\n\n&#67;hapter 2\n\n\\* \\* \\*\n\n1\\. one\n\n\\> no\n',
    )
  })

  it('keeps emphasis inside words and beside punctuation', () => {
    for (const doc of [
      lineOf(
        styled('a', 'bold'),
        styled('b', 'italic'),
        styled('c', 'strike'),
        styled('d', 'bold', 'italic'),
      ),
      lineOf(proseSchema.text('a'), styled('“b”', 'bold'), proseSchema.text('c')),
      lineOf(styled('a b', 'bold'), styled(' c', 'bold', 'italic'), styled(' d', 'italic')),
      lineOf(styled('—', 'italic')),
    ]) {
      const [found] = roundTrip('md', 'x', doc)
      expect(found && withoutEmphasisOnSpaces(found.doc)).toEqual(withoutEmphasisOnSpaces(doc))
    }
  })
})

describe('a chapter exported as txt', () => {
  it('has the title, a blank line and blocks separated by blank lines', () => {
    expect(fileText('txt', 'The Ferry', chapter('Mara ran.', '***', 'Ines did not.'))).toBe(
      'The Ferry\n\nMara ran.\n\n***\n\nInes did not.\n',
    )
  })

  it('has hard breaks as line ends and leaves formatting out', () => {
    const doc = lineOf(styled('Dear', 'bold'), nodes.hardBreak.create(), proseSchema.text('Mara'))
    expect(fileText('txt', 'x', doc)).toBe('x\n\nDear\nMara\n')
  })

  it('keeps verse as verse even when its lines are of one length', () => {
    const verse = 'The ferry left the harbour in the rain and nobody on the pier waved'
    const content = Array.from({ length: 6 }, (_, index) => [
      nodes.hardBreak.create(),
      proseSchema.text(`${verse} ${index}`),
    ])
    const doc = lineOf(...content.flat().slice(1))
    expect(plainText(roundTrip('txt', 'x', doc)[0]?.doc ?? chapter(''))).toBe(plainText(doc))
  })
})

describe('formats', () => {
  it('are known by name', () => {
    expect(EXPORT_FORMATS).toEqual(['md', 'txt'])
    expect(isExportFormat('toString')).toBe(false)
    expect(() => exportChapter('docx', { title: 'x', doc: chapter('x') })).toThrow(/md or txt/)
  })
})
