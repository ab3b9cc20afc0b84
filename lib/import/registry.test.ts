import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import * as Y from 'yjs'
import { isAppError } from '@/lib/errors'
import { checkFragment } from '@/lib/prose/check'
import { plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT, proseSchema } from '@/lib/prose/schema'
import { proseToUpdate } from '@/lib/prose/ydoc'
import { MAX_IMPORT_BYTES } from './contract'
import { readManuscriptFile, readMarkdown } from './registry'

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Chapters as `[title, plain text]`, after a check that each doc is valid. */
function read(text: string, fileName = 'The Salt Road.txt'): [string, string][] {
  return readManuscriptFile(bytesOf(text), fileName).map(({ title, doc }) => {
    doc.check()
    return [title, plainText(doc)]
  })
}

/** The only chapter's blocks as node names and text. */
function blocks(text: string, fileName = 'x.md'): string[] {
  const [only] = readManuscriptFile(bytesOf(text), fileName)
  return (only?.doc.children ?? []).map(
    (node) => `${node.type.name}: ${node.textBetween(0, node.content.size, '/', '|')}`,
  )
}

function refusal(bytes: Uint8Array, fileName = 'novel.txt'): { code: string; message: string } {
  try {
    readManuscriptFile(bytes, fileName)
  } catch (error) {
    if (isAppError(error)) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('the file was accepted')
}

describe('the encoding of a file', () => {
  const words = '“Zoë,” said Mara — naïve… 3 € ŵ?'
  const utf16 = (text: string, isBig: boolean) => {
    const bytes = new Uint8Array(text.length * 2)
    const view = new DataView(bytes.buffer)
    for (let index = 0; index < text.length; index += 1)
      view.setUint16(index * 2, text.charCodeAt(index), !isBig)
    return bytes
  }

  it.each([
    ['UTF-8', bytesOf(words)],
    ['UTF-8 with a mark', bytesOf(`\ufeff${words}`)],
    ['UTF-16 little endian with a mark', utf16(`\ufeff${words}`, false)],
    ['UTF-16 big endian with a mark', utf16(`\ufeff${words}`, true)],
    ['UTF-16 little endian without', utf16(words, false)],
    ['UTF-16 big endian without', utf16(words, true)],
  ])('is recognised: %s', (_name, bytes) => {
    expect(readManuscriptFile(bytes, 'x.txt').map(({ doc }) => plainText(doc))).toEqual([words])
  })

  it('is recognised: UTF-16 Cyrillic without a mark', () => {
    const text = 'Мара бежала по берегу, и никто её не ждал. Дождь шёл весь день.'
    expect(
      plainText(readManuscriptFile(utf16(text, false), 'x.txt')[0]?.doc ?? proseSchema.node('doc')),
    ).toBe(text)
  })

  it('is recognised: Windows-1252, its quotes and dashes included', () => {
    const bytes = Uint8Array.from([0x93, 0x5a, 0x6f, 0xeb, 0x94, 0x20, 0x97, 0x20, 0x80, 0x33, 0x85])
    expect(plainText(readManuscriptFile(bytes, 'x.txt')[0]?.doc ?? proseSchema.node('doc'))).toBe(
      '“Zoë” — €3…',
    )
  })

  it('is one line end for CRLF, CR and LF', () => {
    expect(read('One\r\n\r\nTwo\r\rThree\n\nFour', 'x.txt')).toEqual([['x', 'One\nTwo\nThree\nFour']])
  })
})

describe('a file that cannot be read gets a clear sentence', () => {
  const longText = 'Mara ran along the shore, naïve as ever. '.repeat(20)
  const cut = bytesOf(longText)
  cut[cut.indexOf(0xc3) + 1] = 0x20

  it.each<[string, Uint8Array, string, RegExp]>([
    ['empty', new Uint8Array(), 'invalid', /empty/],
    ['only white space', bytesOf(' \n\t\n\u00a0'), 'invalid', /no words/],
    ['a PDF', bytesOf('%PDF-1.7 x'), 'unsupported', /PDF.*save it as/is],
    ['a DOCX', bytesOf('PK\x03\x04word'), 'unsupported', /Word/],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'unsupported', /picture/],
    [
      'bytes of a program',
      Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3)) % 256),
      'unsupported',
      /no text/,
    ],
    ['a NUL in text', bytesOf('Mara\0ran'), 'unsupported', /no text/],
    ['a control character in text', bytesOf('Mara\x01ran'), 'unsupported', /no text/],
    ['damaged UTF-8', cut, 'invalid', /damaged.*UTF-8/],
    ['UTF-8 cut in its last character', bytesOf(`${longText}é`).slice(0, -1), 'invalid', /damaged/],
    ['UTF-16 of an odd length', Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x42]), 'invalid', /UTF-16/],
    ['UTF-16 with half a character', Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x00, 0xd8]), 'invalid', /UTF-16/],
    [
      'a Cyrillic code page',
      Uint8Array.from('Мара бежала по берегу', (char) =>
        char === ' ' ? 32 : (char.codePointAt(0) ?? 0) - 0x350,
      ),
      'invalid',
      /UTF-8/,
    ],
    ['too large', new Uint8Array(20 * 1024 * 1024).fill(65), 'too_large', /8 MB/],
  ])('%s', (_name, bytes, code, message) => {
    const found = refusal(bytes)
    expect(found.code).toBe(code)
    expect(found.message).toMatch(message)
    expect(found.message).toMatch(/^[A-Z“].*\.$/s)
  })

  it('a Word file by its name', () => {
    expect(refusal(bytesOf('x'), 'novel.docx')).toMatchObject({ code: 'unsupported' })
  })

  it('more headings than a book has', () => {
    expect(refusal(bytesOf('# a\n\nb\n\n'.repeat(10_000)), 'x.md')).toMatchObject({ code: 'too_large' })
    expect(refusal(bytesOf('a\n\n'.repeat(200_000)), 'x.txt')).toMatchObject({ code: 'too_large' })
  })
})

describe('where chapters begin', () => {
  it('a file without headings is one chapter, named after the file', () => {
    expect(read('Mara ran.\n\nInes did not.', 'C:\\texts\\The Long Field.txt')).toEqual([
      ['The Long Field', 'Mara ran.\nInes did not.'],
    ])
  })

  it('a first line “Chapter …” is the title, without its colon', () => {
    expect(read('Chapter One:\n\nMara ran.')).toEqual([['Chapter One', 'Mara ran.']])
    expect(read('Chapter 3: The Fall\nMara ran.', 'x.md')).toEqual([['Chapter 3: The Fall', 'Mara ran.']])
  })

  it.each(['x.txt', 'x.md'])('chapter lines cut %s, with prologue and epilogue', (name) => {
    const text =
      'Prologue\n\nRain.\n\nChapter 1\n\nMara ran.\n\nCHAPTER II – The Pier\n\nInes.\n\nEpilogue\n\nSun.\n'
    expect(read(text, name)).toEqual([
      ['Prologue', 'Rain.'],
      ['Chapter 1', 'Mara ran.'],
      ['CHAPTER II – The Pier', 'Ines.'],
      ['Epilogue', 'Sun.'],
    ])
  })

  it.each([
    'Kapitel 3',
    'Chapitre premier',
    'Capítulo 4: La sal',
    'Capitolo II',
    'Luku 5',
    '5. luku',
    'Rozdział 1',
    'Глава 2',
    '第三章 雨',
    '**Chapter 7**',
  ])('knows %s', (line) => {
    expect(read(`${line}\n\nMara ran.\n\n${line}\n\nInes.`, 'x.md')).toHaveLength(2)
  })

  it.each([
    'Part of him wanted to go.',
    'Chapter 3 was the hardest of all.',
    'Chapter and verse, she knew it.',
    'Book clubs are for winter',
    'Prologue writers never rest',
  ])('takes “%s” for a sentence', (line) => {
    expect(read(`Mara ran.\n\n${line}\n\nInes.`)).toEqual([['The Salt Road', `Mara ran.\n${line}\nInes.`]])
  })

  it('Markdown headings cut a file at the highest level', () => {
    expect(read('# One\n\nMara.\n\n## Inside\n\nInes.\n\n# Two\n\nOdile.', 'x.md')).toEqual([
      ['One', 'Mara.\nInside\nInes.'],
      ['Two', 'Odile.'],
    ])
    expect(read('## One\n\nMara.\n\n## Two\n\nOdile.', 'x.md').map(([title]) => title)).toEqual([
      'One',
      'Two',
    ])
    expect(read('One\n===\n\nMara.\n\nTwo\n===\n\nOdile.', 'x.txt').map(([title]) => title)).toEqual([
      'One',
      'Two',
    ])
  })

  it('a book’s title and parts above chapters stay as headings', () => {
    expect(read('# The Salt Road\n\n## One\n\nMara.\n\n## Two\n\nInes.', 'x.md')).toEqual([
      ['One', 'The Salt Road\nMara.'],
      ['Two', 'Ines.'],
    ])
    expect(read('Part One\n\nChapter 1\n\nMara.\n\nPart Two\n\nChapter 2\n\nInes.')).toEqual([
      ['Chapter 1', 'Part One\nMara.'],
      ['Chapter 2', 'Part Two\nInes.'],
    ])
  })

  it('a title page goes with the first chapter, a longer opening is a chapter', () => {
    expect(read('by Mara Voss\n\nChapter 1\n\nRain.')).toEqual([['Chapter 1', 'by Mara Voss\nRain.']])
    const opening = 'Rain fell on the pier. '.repeat(40).trim()
    expect(read(`${opening}\n\nChapter 1\n\nRain.`).map(([title]) => title)).toEqual([
      'The Salt Road',
      'Chapter 1',
    ])
  })

  it('chapters without text stay chapters', () => {
    expect(read('# One\n\n# Two\n\n# Three', 'x.md')).toEqual([
      ['One', ''],
      ['Two', ''],
      ['Three', ''],
    ])
  })

  it('a heading too long for a title stays in the text as well', () => {
    const [[title, text] = ['', '']] = read(`# ${'word '.repeat(100)}\n\nMara.`, 'x.md')
    expect(title.length).toBeLessThanOrEqual(200)
    expect(text.split(/\s+/)).toHaveLength(101)
  })
})

describe('paragraphs of a plain text', () => {
  it.each(['-----', '***', '* * *', '#', '⁂', '❧', '~~~', '* * * * *', '———', '###'])(
    '%s is a scene break',
    (line) => {
      expect(blocks(`Mara ran.\n\n${line}\n\nInes.`, 'x.txt')).toEqual([
        'paragraph: Mara ran.',
        'sceneBreak: ',
        'paragraph: Ines.',
      ])
      expect(blocks(`Mara ran.\n${line}\nInes.`, 'x.md')).toEqual([
        'paragraph: Mara ran.',
        'sceneBreak: ',
        'paragraph: Ines.',
      ])
    },
  )

  it('are unwrapped when a program wrapped them', () => {
    const lines = [
      'The ferry left at six, as it had left every day since the war, and Mara',
      'stood at the rail with her collar up and counted the lamps of the town',
      'until there were none left to count. Nobody had come to the pier. That',
      'was as she had wanted it.',
    ]
    expect(read(`${lines.join('\n')}\n\n${lines.join('\n')}`)).toEqual([
      ['The Salt Road', `${lines.join(' ')}\n${lines.join(' ')}`],
    ])
  })

  it('are lines when there are no blank lines', () => {
    expect(blocks('Mara ran.\n  “Stay,” said Ines.\nMara did not.', 'x.txt')).toEqual([
      'paragraph: Mara ran.',
      'paragraph: “Stay,” said Ines.',
      'paragraph: Mara did not.',
    ])
  })

  it('begin with an indented line', () => {
    expect(blocks('One.\n\n  Two.\nstill two\n  Three.', 'x.txt')).toEqual(
      ['paragraph: One.', 'paragraph: Two.|still two', 'paragraph: Three.'].map((block) =>
        block.replace('Two.|still two', 'Two.|still two'),
      ),
    )
  })

  it('keep verse in lines', () => {
    expect(blocks('One.\n\nRain on the pier,\nrain on the sea.\n\nTwo.', 'x.txt')[1]).toBe(
      'paragraph: Rain on the pier,|rain on the sea.',
    )
  })

  it('keep quotes, dashes, ellipses and emphasis signs as written', () => {
    const text = `"Stay," -- she said... 'no' *really* _no_ — “so” &amp; <b>`
    expect(read(text)).toEqual([['The Salt Road', text]])
  })
})

describe('Markdown', () => {
  it('keeps what a chapter carries', () => {
    const [only] = readManuscriptFile(
      bytesOf(
        '**Mara** *ran* ~~slow~~ [map](https://example.org)\\\nfast.\n\n> Come home.\n>\n> > M.\n\n---\n\nEnd.',
      ),
      'x.md',
    )
    expect(only?.doc.toString()).toBe(
      'doc(paragraph(bold("Mara"), " ", italic("ran"), " ", strike("slow"), " ", link("map"), hardBreak, "fast."), ' +
        'blockquote(paragraph("Come home."), blockquote(paragraph("M."))), sceneBreak, paragraph("End."))',
    )
  })

  it.each([
    [
      'lists',
      '- rope\n- salt\n\n1. one\n2. two',
      ['paragraph: - rope', 'paragraph: - salt', 'paragraph: 1. one', 'paragraph: 2. two'],
    ],
    [
      'tables',
      '| a | b |\n|---|---|\n| c | d |',
      ['paragraph: | a | b |', 'paragraph: |---|---|', 'paragraph: | c | d |'],
    ],
    ['code', '```js\nlet a\nlet b\n```\n\n`x`', ['paragraph: ```js|let a|let b', 'paragraph: `x`']],
    ['HTML', '<b onclick="x()">Mara</b>', ['paragraph: <b onclick="x()">Mara</b>']],
    ['pictures', '![the pier](https://example.org/a.png)', ['paragraph: the pier']],
    ['link definitions', '[Mara]: Yes', ['paragraph: [Mara]: Yes']],
    ['unsafe links', '[map](javascript:alert(1))', ['paragraph: [map](javascript:alert(1))']],
    ['indented paragraphs', '    Mara ran.\n\n    Ines.', ['paragraph: Mara ran.', 'paragraph: Ines.']],
    ['titles of links', '[map](https://example.org "the old one")', ['paragraph: map (the old one)']],
    ['quotes and dashes', '"Stay" -- \'no\'... (c)', ['paragraph: "Stay" -- \'no\'... (c)']],
    ['dialogue with hyphens', '- Reste.\n- Non.', ['paragraph: - Reste.', 'paragraph: - Non.']],
    [
      'front matter',
      '---\nauthor: Mara Voss\n---\n\nRain.',
      ['paragraph: author: Mara Voss', 'paragraph: Rain.'],
    ],
  ])('keeps the words of %s', (_name, source, expected) => {
    expect(blocks(source)).toEqual(expected)
  })

  it('takes a line of dashes under a sentence for a scene break, under a title for a heading', () => {
    expect(blocks('Mara ran.\n-----\nInes.')).toEqual([
      'paragraph: Mara ran.',
      'sceneBreak: ',
      'paragraph: Ines.',
    ])
    expect(read('The Pier\n--------\n\nRain.', 'x.md')).toEqual([['The Pier', 'Rain.']])
  })

  it('of one chapter is never cut', () => {
    expect(plainText(readMarkdown('# A\n\nb\n\n# C\n\nChapter 2\n\nd'))).toBe('A\nb\nC\nChapter 2\nd')
    expect(plainText(readMarkdown(''))).toBe('')
  })
})

describe('no word of a file is lost or doubled', () => {
  const starts = [
    '',
    '',
    '',
    '# ',
    '## ',
    '### ',
    '> ',
    '> > # ',
    '- ',
    '1. ',
    '    ',
    '| ',
    '``` ',
    '[',
    '**',
    '<p>',
    '\u2060',
    '&',
    '\\',
  ]
  const ends = ['', '', '.', '  ', '\\', '**', ' #', ']: https://example.org/a', '](x)', ':', '-']
  const whole = [
    '***',
    '-----',
    '===',
    '#',
    '>',
    '```',
    '~~~',
    '---',
    '- - -',
    '',
    '',
    '|---|',
    'Chapter 1',
    'Part Two',
    'Prologue:',
  ]
  const line = fc.oneof(
    fc.tuple(fc.constantFrom(...starts), fc.constantFrom(...ends)).map(([start, end]) => ({ start, end })),
    fc.constantFrom(...whole).map((start) => ({ start, end: null })),
  )

  it.each(['x.md', 'x.txt'])('in %s', (name) => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 14 }), (parts) => {
        const words: string[] = []
        const lines = parts.map(({ start, end }, index) => {
          if (end === null) return start
          words.push(`w${index}e`)
          return `${start}w${index}e${end}`
        })
        fc.pre(words.length > 0)
        const text = read(lines.join('\n'), name).flat().join('\n')
        for (const word of words) expect(text.split(word)).toHaveLength(2)
        const spoken = lines.filter((one) => /^(Chapter 1|Part Two)$/.test(one)).length
        expect(text.match(/Chapter 1|Part Two/g)?.length ?? 0).toBe(spoken)
      }),
      { numRuns: 500 },
    )
  })
})

describe('hostile files end in a sane text', () => {
  const isValid = (text: string, name: string) => {
    for (const { doc } of readManuscriptFile(bytesOf(text), name)) {
      doc.check()
      if (text.length > 100_000) continue
      const yDoc = new Y.Doc()
      Y.applyUpdate(yDoc, proseToUpdate(doc))
      expect(checkFragment(yDoc.getXmlFragment(CHAPTER_FRAGMENT))).toBeNull()
    }
  }

  it.each<[string, string]>([
    ['quotes nested 10,000 deep', `${'>'.repeat(10_000)} deep`],
    [
      'quotes nested deeper line by line',
      Array.from({ length: 500 }, (_, i) => `${'> '.repeat(i)}x`).join('\n'),
    ],
    ['a line of a megabyte', 'Mara ran. '.repeat(100_000)],
    ['a megabyte of brackets', '['.repeat(1_000_000)],
    ['a megabyte of link openings', '[a]('.repeat(250_000)],
    ['emphasis without end', '*a_ '.repeat(20_000)],
    ['stars without end', '*'.repeat(100_000)],
    ['mixed signs without end', '**a *b _c ~~d '.repeat(10_000)],
    ['angle brackets without end', '<a'.repeat(100_000)],
    ['ticks without end', '`a'.repeat(100_000)],
    ['backslashes without end', '\\'.repeat(200_000)],
    ['entities without end', '&a'.repeat(100_000)],
    ['a megabyte of pictures', '![a'.repeat(300_000)],
    ['a heading of a megabyte', `# ${'a '.repeat(500_000)}`],
    ['a megabyte of spaces', `a${' '.repeat(1_000_000)}b`],
    ['hashes without end', `# a${' #'.repeat(100_000)}x`],
    ['fences that never close', Array.from({ length: 300 }, (_, i) => '`'.repeat(303 - i)).join('\n')],
    ['numbers', '1'.repeat(1_000_000)],
  ])('%s', (_name, text) => {
    isValid(text, 'x.md')
    isValid(text, 'x.txt')
  })

  it('holds the largest file that is allowed', () => {
    const text = `${'Mara ran along the shore and nobody came. '.repeat(20)}\n\n`
    const many = text.repeat(Math.floor((MAX_IMPORT_BYTES - 10) / text.length))
    expect(readManuscriptFile(bytesOf(many), 'x.md')).toHaveLength(1)
  })
})
