import type { ProseTag } from '@/lib/prose/html-tree'

/** An element of a page, or its words. */
export type DrawnNode = string | DrawnElement

/** An element of a page: as the edition has it (a `ProseElement` is one), or with the marks of what changed. */
export interface DrawnElement {
  readonly tag: ProseTag | 'ins' | 'del' | 'span' | 'div'
  /** Of a text block and a scene break: its number in the chapter, from 0. */
  readonly paragraph?: number
  /** Of a link. */
  readonly href?: string
  readonly attributes?: Readonly<Record<string, string>>
  /** Content notes under which it stood in the edition before. */
  readonly noted?: readonly string[]
  readonly children: readonly DrawnNode[]
}

/** On what stands in a paragraph, or between paragraphs, and is none of the edition's words (`page-text.ts` leaves it out). */
export const ASIDE = { 'data-aside': '' } as const

/**
 * Gives the element of a paragraph an id, so that the page can be opened at it.
 * @returns the blocks, and the id that it has: its own where it has one already; null where there is no such paragraph
 */
export function withPlace(
  blocks: readonly DrawnElement[],
  paragraph: number | null,
  id: string,
): { blocks: readonly DrawnElement[]; id: string | null } {
  if (paragraph === null) return { blocks, id: null }
  let found: string | null = null
  const mark = (node: DrawnElement): DrawnElement => {
    if (node.paragraph === paragraph) {
      found = node.attributes?.['id'] ?? id
      return { ...node, attributes: { ...node.attributes, id: found } }
    }
    if (node.paragraph !== undefined || node.children.length === 0) return node
    return { ...node, children: node.children.map((one) => (typeof one === 'string' ? one : mark(one))) }
  }
  return { blocks: blocks.map(mark), id: found }
}

/** The id of the first change among blocks that lie open; null when all of them are folded away. */
export function firstStop(blocks: readonly DrawnElement[]): string | null {
  for (const { attributes, children } of blocks) {
    if (attributes?.['data-stop'] !== undefined) return attributes['id'] ?? null
    const inside = firstStop(children.filter((one) => typeof one !== 'string'))
    if (inside !== null) return inside
  }
  return null
}
