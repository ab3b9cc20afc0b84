import { describe, expect, it } from 'vitest'
import { proseHtml } from './html'
import { plainText } from './plain'
import { proseSchema } from './schema'

const { doc, paragraph } = proseSchema.nodes
const bold = proseSchema.mark('bold')
const italic = proseSchema.mark('italic')

describe('a chapter as HTML', () => {
  it('has the elements of its nodes and marks, and numbers its text blocks as plain text counts them', () => {
    const said = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })
    const prose = proseSchema.nodeFromJSON({
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'One' }] },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'She ' },
            { type: 'text', text: 'left', marks: [{ type: 'italic' }] },
            { type: 'text', text: '.' },
          ],
        },
        { type: 'blockquote', content: [said('Quoted'), said('twice')] },
        { type: 'sceneBreak' },
        said('The end.'),
      ],
    })
    const { html, blocks } = proseHtml(prose)
    expect(html).toBe(
      [
        '<h1 data-p="0">One</h1>',
        '<p data-p="1">She <em>left</em>.</p>',
        '<blockquote><p data-p="2">Quoted</p><p data-p="3">twice</p></blockquote>',
        '<hr data-p="4">',
        '<p data-p="5">The end.</p>',
      ].join('\n'),
    )
    expect(blocks.map(({ text }) => text).join('\n')).toBe(plainText(prose))
  })

  it('shares an element among neighbours that share a mark', () => {
    const block = paragraph.create(null, [
      proseSchema.text('a', [bold]),
      proseSchema.text('b', [bold, italic]),
      proseSchema.text('c', [italic]),
    ])
    expect(proseHtml(doc.create(null, [block])).html).toBe(
      '<p data-p="0"><strong>a<em>b</em></strong><em>c</em></p>',
    )
  })

  it('escapes every sign that means something, in words and in addresses', () => {
    const link = proseSchema.mark('link', { href: 'https://example.org/?a=1&b=2' })
    const block = paragraph.create(null, [proseSchema.text('<script>&"', [link])])
    expect(proseHtml(doc.create(null, [block])).html).toBe(
      '<p data-p="0"><a href="https://example.org/?a=1&amp;b=2" ' +
        'rel="noopener noreferrer nofollow">&lt;script&gt;&amp;&quot;</a></p>',
    )
  })
})
