import type { Mark, Node, Schema } from '@tiptap/pm/model'
import type { relativePositionToAbsolutePosition } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** What stands on the page for each Yjs type: an element's node, a text's nodes. The form that y-tiptap works with. */
export type Shown = Parameters<typeof relativePositionToAbsolutePosition>[3]

/** Any Yjs type. */
export type YType = Parameters<Shown['get']>[0]

interface TextRun {
  readonly insert: unknown
  readonly attributes?: Record<string, unknown>
}

/**
 * Makes ProseMirror nodes of Yjs elements. Only what `shown` does not hold is made; all else is the very object it was.
 * It never writes: y-tiptap's own way deletes for everybody what it cannot show.
 */
export class NodeMaker {
  constructor(
    private readonly schema: Schema,
    private readonly shown: Shown,
  ) {}

  /** The nodes of an element's or fragment's children, and the elements that they stand for, in order. */
  blocksOf(parent: Y.XmlFragment): { nodes: Node[]; elements: Y.XmlElement[] } {
    const nodes: Node[] = []
    const elements: Y.XmlElement[] = []
    for (const child of parent.toArray()) {
      const node = child instanceof Y.XmlElement ? this.#nodeOf(child) : null
      if (!node) continue
      nodes.push(node)
      elements.push(child as Y.XmlElement)
    }
    return { nodes, elements }
  }

  /** Null for what the schema has no place for, and for an emptied blockquote: both are left out. */
  #nodeOf(element: Y.XmlElement): Node | null {
    const known = this.shown.get(element)
    if (known && !Array.isArray(known)) return known
    const type = this.schema.nodes[element.nodeName]
    const content = element.toArray().flatMap((child) => this.#contentOf(child))
    try {
      const node = type?.createChecked(element.getAttributes(), content) ?? null
      if (node) this.shown.set(element, node)
      return node
    } catch (error) {
      if (error instanceof RangeError) return null
      throw error
    }
  }

  #contentOf(child: Y.XmlElement | Y.XmlText | Y.XmlHook): Node[] {
    if (child instanceof Y.XmlText) return this.#textOf(child)
    const node = child instanceof Y.XmlElement ? this.#nodeOf(child) : null
    return node ? [node] : []
  }

  #textOf(text: Y.XmlText): Node[] {
    const known = this.shown.get(text)
    if (Array.isArray(known)) return known
    const nodes = (text.toDelta() as TextRun[]).flatMap(({ insert, attributes }) =>
      typeof insert === 'string' ? [this.schema.text(insert, this.#marksOf(attributes ?? {}))] : [],
    )
    this.shown.set(text, nodes)
    return nodes
  }

  /** A mark that cannot be shown is left out; its words are not. */
  #marksOf(attributes: Record<string, unknown>): Mark[] {
    return Object.entries(attributes).flatMap(([name, value]) => {
      try {
        // y-tiptap writes {} for a mark without attributes; `true` is what scripts write.
        const mark = this.schema.marks[name]?.create(typeof value === 'object' ? value : null)
        return mark ? [mark] : []
      } catch (error) {
        if (error instanceof RangeError) return []
        throw error
      }
    })
  }
}
