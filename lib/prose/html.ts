import type { DOMOutputSpec, Mark, Node } from '@tiptap/pm/model'
import { blockText } from './plain'

/** A text block or scene break of a chapter: its plain words, which `lib/text` counts offsets in. */
export interface HtmlBlock {
  readonly text: string
}

/** A chapter as HTML. The element of text block n has `data-p="n"`; nothing else marks a block. */
export interface ProseHtml {
  readonly html: string
  readonly blocks: readonly HtmlBlock[]
}

const VOID = new Set(['hr', 'br'])

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** An element as the schema's own `toDOM` names it: its tag and attributes around what stands in it. */
function element(spec: DOMOutputSpec | undefined, inner: string, extra = ''): string {
  if (!Array.isArray(spec)) throw new RangeError('A chapter’s nodes and marks are elements')
  const [tag, second] = spec as [string, unknown]
  const given = typeof second === 'object' && second !== null ? Object.entries(second) : []
  const attributes = given.map(([name, value]) => ` ${name}="${escape(String(value))}"`).join('')
  return VOID.has(tag) ? `<${tag}${attributes}${extra}>` : `<${tag}${attributes}${extra}>${inner}</${tag}>`
}

function opened(mark: Mark, inner: string): string {
  return element(mark.type.spec.toDOM?.(mark, true), inner)
}

/** The runs of a text block. Neighbours that share their outer marks share their elements, as in the editor. */
function inline(nodes: readonly Node[], depth: number): string {
  let html = ''
  for (let at = 0; at < nodes.length;) {
    const node = nodes[at] as Node
    const mark = node.marks[depth]
    if (!mark) {
      html += node.isText ? escape(node.text ?? '') : element(node.type.spec.toDOM?.(node), '')
      at += 1
      continue
    }
    let end = at + 1
    while (end < nodes.length && nodes[end]?.marks[depth]?.eq(mark)) end += 1
    html += opened(mark, inline(nodes.slice(at, end), depth + 1))
    at = end
  }
  return html
}

/**
 * A chapter as HTML for reading without an editor: the elements that the schema gives each node and mark, and no others.
 * Every character of text and attributes is escaped. Runs without a DOM.
 */
export function proseHtml(doc: Node): ProseHtml {
  const blocks: HtmlBlock[] = []
  const write = (node: Node): string => {
    const spec = node.type.spec.toDOM?.(node)
    if (!node.isTextblock && !node.isLeaf) return element(spec, node.children.map(write).join(''))
    const place = ` data-p="${blocks.length}"`
    blocks.push({ text: node.isTextblock ? blockText(node) : '' })
    return element(spec, inline(node.children, 0), place)
  }
  return { html: doc.children.map(write).join('\n'), blocks }
}
