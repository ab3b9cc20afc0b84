import { describe, expect, it } from 'vitest'
import { JSDOM } from 'jsdom'
import { DOMParser, DOMSerializer } from '@tiptap/pm/model'
import { cleanHref, isSafeHref } from './links'
import { proseSchema, schemaSignature } from './schema'

const page = new JSDOM('').window.document

function parse(html: string) {
  const holder = page.createElement('div')
  holder.innerHTML = html
  return DOMParser.fromSchema(proseSchema).parse(holder)
}

function print(html: string): string {
  const holder = page.createElement('div')
  holder.append(
    DOMSerializer.fromSchema(proseSchema).serializeFragment(parse(html).content, { document: page }),
  )
  return holder.innerHTML
}

describe('the chapter schema', () => {
  it('reads and writes semantic HTML', () => {
    const html =
      '<h2>The ferry</h2><p>Mara <em>ran</em> <strong>hard</strong>, <s>slowly</s>.<br>Then not.</p><hr>' +
      '<blockquote><p>Come home.</p></blockquote>'
    expect(print(html)).toBe(html)
  })

  it('writes links that lend the page nothing', () => {
    expect(print('<p><a href="https://example.org/a" target="_blank" onclick="x()">map</a></p>')).toBe(
      '<p><a href="https://example.org/a" rel="noopener noreferrer nofollow">map</a></p>',
    )
  })

  it('keeps the words of an unsafe link and drops the link', () => {
    expect(print('<p><a href="javascript:alert(1)">map</a></p>')).toBe('<p>map</p>')
  })

  it('folds deep headings to the lowest level it has', () => {
    expect(print('<h5>Aside</h5>')).toBe('<h3>Aside</h3>')
  })

  it('ranks link outside bold outside italic outside strike', () => {
    expect(Object.keys(proseSchema.marks)).toEqual(['link', 'bold', 'italic', 'strike'])
    expect(print('<p><s><i><b><a href="https://example.org/">x</a></b></i></s></p>')).toContain(
      '<strong><em><s>x</s></em></strong></a>',
    )
  })

  it('has a signature that names every node and mark', () => {
    for (const name of [...Object.keys(proseSchema.nodes), ...Object.keys(proseSchema.marks)]) {
      expect(schemaSignature(proseSchema)).toContain(`"${name}"`)
    }
  })
})

describe('links', () => {
  it.each([
    'https://example.org',
    'HTTP://Example.org/a?b=c#d',
    'mailto:mara@example.org',
    'https://sv.wikipedia.org/wiki/Å',
  ])('may lead to %s', (href) => {
    expect(isSafeHref(href)).toBe(true)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' https://example.org',
    'java\tscript:alert(1)',
    '\u0000https://example.org',
    'https://exa\nmple.org',
    'https:\\\\example.org',
    'java&#115;cript:alert(1)',
    'javascript&colon;alert(1)',
    'data:text/html,hello',
    'vbscript:x',
    'file:///etc/passwd',
    '//example.org/a',
    '/chapters/1',
    'https://',
    'https:///etc',
    'https:example.org',
    'mailto:',
    'https://example.org/\u202egpj',
    `https://example.org/${'a'.repeat(2100)}`,
    '',
    null,
    { toString: () => 'https://example.org' },
  ])('may not lead to %j', (href) => {
    expect(isSafeHref(href)).toBe(false)
  })

  it('encodes what an address may not hold and refuses the rest', () => {
    expect(cleanHref('  https://example.org/a b ')).toBe('https://example.org/a%20b')
    expect(cleanHref('java\nscript:alert(1)')).toBeNull()
    expect(cleanHref(null)).toBeNull()
  })
})
