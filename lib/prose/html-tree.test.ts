import { describe, expect, it } from 'vitest'
import { proseHtml } from './html'
import { proseTree, type ProseNode } from './html-tree'
import { proseSchema } from './schema'

const { doc, paragraph, heading, blockquote, sceneBreak, hardBreak } = proseSchema.nodes
const { bold, italic, link } = proseSchema.marks
const words = (text: string, ...marks: ReturnType<typeof bold.create>[]) => proseSchema.text(text, marks)

const CHAPTER = doc.create(null, [
  heading.create({ level: 2 }, words('The <Last> Ferry & “others”')),
  paragraph.create(null, [
    words('It left '),
    words('at ', bold.create()),
    words('six', bold.create(), italic.create()),
    hardBreak.create(),
    words('sharp', link.create({ href: 'https://island.example/?a=1&b="2"'.replaceAll('"', '%22') })),
  ]),
  sceneBreak.create(),
  blockquote.create(null, [paragraph.create(null, words('No post.')), paragraph.create()]),
])

const textIn = (node: ProseNode): string =>
  typeof node === 'string' ? node : node.tag === 'br' ? '\n' : node.children.map(textIn).join('')

describe('proseTree', () => {
  it('reads each block that proseHtml wrote, with its number and its words', () => {
    const { html, blocks } = proseHtml(CHAPTER)
    const found = new Map<number, string>()
    const look = (node: ProseNode): void => {
      if (typeof node === 'string') return
      if (node.paragraph !== undefined) found.set(node.paragraph, textIn(node))
      node.children.forEach(look)
    }
    const tree = proseTree(html)
    tree.forEach(look)
    expect(tree.map(({ tag }) => tag)).toEqual(['h2', 'p', 'hr', 'blockquote'])
    expect([...found]).toEqual(blocks.map(({ text }, index) => [index, text]))
  })

  it('keeps emphasis within emphasis, and the address of a link', () => {
    const [, second] = proseTree(proseHtml(CHAPTER).html)
    expect(second?.children).toMatchObject([
      'It left ',
      { tag: 'strong', children: ['at ', { tag: 'em', children: ['six'] }] },
      { tag: 'br' },
      { tag: 'a', href: 'https://island.example/?a=1&b=%222%22', children: ['sharp'] },
    ])
  })

  it.each([
    ['another element', '<script>alert(1)</script>'],
    ['an attribute without quotes', '<p onclick=alert(1)>x</p>'],
    ['an element that is left open', '<p>x'],
    ['elements that cross', '<p><em>x</p></em>'],
  ])('reads no other markup: %s', (_what, html) => {
    expect(() => proseTree(html)).toThrow(RangeError)
  })

  it('keeps no attribute that a chapter does not have, and no address that runs', () => {
    const [block] = proseTree('<p data-p="0" onclick="x"><a href="javascript:x">go</a></p>')
    expect(block).toEqual({ tag: 'p', paragraph: 0, children: [{ tag: 'a', children: ['go'] }] })
  })
})
