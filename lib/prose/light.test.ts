import { describe, expect, it } from 'vitest'
import { readLight, type LightBlock, type LightSpan } from './light'

/** A short way to write what was read: bold in `b()`, italic in `i()`, links in `a(href: …)`. */
function said(spans: readonly LightSpan[]): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
          return span.text
        case 'break':
          return '/'
        case 'bold':
          return `b(${said(span.spans)})`
        case 'italic':
          return `i(${said(span.spans)})`
        case 'link':
          return `a(${span.href}: ${said(span.spans)})`
      }
    })
    .join('')
}

function shape(blocks: readonly LightBlock[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return said(block.spans)
        case 'quote':
          return `quote(${shape(block.blocks)})`
        case 'list':
          return `list${block.start ?? ''}(${block.items.map(shape).join(', ')})`
      }
    })
    .join(' | ')
}

const read = (body: string) => shape(readLight(body))

describe('the words of a comment', () => {
  it('are bold, italic and in paragraphs as they were typed', () => {
    expect(read('He **never** says *why*.\nNot once.\n\nGood.')).toBe(
      'He b(never) says i(why)./Not once. | Good.',
    )
  })

  it('quote the text, and list things', () => {
    expect(read('> There are forty-three.\n\nAre there?')).toBe('quote(There are forty-three.) | Are there?')
    expect(read('- the lamp\n- the letter')).toBe('list(the lamp, the letter)')
    expect(read('3. third\n4. fourth')).toBe('list3(third, fourth)')
  })

  it('link to the web and to mail addresses, and to nothing else', () => {
    expect(read('See [this](https://example.org/a_b) or https://example.org.')).toBe(
      'See a(https://example.org/a_b: this) or a(https://example.org: https://example.org).',
    )
    expect(read('<mailto:ines@example.org>')).toBe('a(mailto:ines@example.org: mailto:ines@example.org)')
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc', '//example.org', '/me'])
      expect(read(`[here](${address})`), address).not.toContain('a(')
  })

  it('are text wherever they are nothing of that, HTML too', () => {
    for (const body of ['<b onclick=x>Now</b>', '# Not a heading', '| a | b |', '`code`', '&amp;', 'a\\*b'])
      expect(read(body)).toBe(body.replace('\\', ''))
  })

  it('are all there, however deep they are quoted and however many brackets they have', () => {
    expect(read(`${'> '.repeat(60)}deep down`)).toContain('deep down')
    expect(read(`${'['.repeat(9_000)}end`)).toContain('end')
  })
})
