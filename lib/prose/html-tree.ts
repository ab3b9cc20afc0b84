import { isSafeHref } from './links'

/** The elements that `proseHtml` writes. */
const TAGS = ['p', 'h1', 'h2', 'h3', 'blockquote', 'hr', 'br', 'a', 'strong', 'em', 's'] as const

/** The name of an element of a chapter. */
export type ProseTag = (typeof TAGS)[number]

/** An element of a chapter, or its words. */
export type ProseNode = string | ProseElement

/** An element of a chapter as `proseHtml` wrote it. */
export interface ProseElement {
  readonly tag: ProseTag
  /** Of a text block and a scene break: its number in the chapter, from 0. */
  readonly paragraph?: number
  /** Of a link. */
  readonly href?: string
  readonly children: readonly ProseNode[]
}

const CHARACTERS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => CHARACTERS[entity] ?? entity)
}

function isTag(name: string): name is ProseTag {
  return TAGS.some((tag) => tag === name)
}

interface Growing extends ProseElement {
  children: ProseNode[]
}

function elementOf(name: string, attributes: string): Growing {
  if (!isTag(name)) throw new RangeError(`A chapter has no element ${name}`)
  const paragraph = / data-p="(\d+)"/.exec(attributes)?.[1]
  const href = unescape(/ href="([^"]*)"/.exec(attributes)?.[1] ?? '')
  return {
    tag: name,
    ...(paragraph !== undefined && { paragraph: Number(paragraph) }),
    ...(isSafeHref(href) && { href }),
    children: [],
  }
}

const PIECES = /<(\/?)(\w+)((?: [\w-]+="[^"]*")*)>|[^<]+/g

/**
 * The top-level blocks of a chapter as `proseHtml` wrote them, for whoever draws elements and no markup. It reads what that
 * function writes and nothing else; of attributes it keeps a block's number and a safe address.
 * @throws {RangeError} for any other markup
 */
export function proseTree(html: string): ProseElement[] {
  const root: ProseNode[] = []
  const open: Growing[] = []
  let read = 0
  for (const { 0: piece, 1: closing, 2: name = '', 3: attributes = '', index } of html.matchAll(PIECES)) {
    if (index !== read) throw new RangeError('This is no chapter as it was written')
    read += piece.length
    const inside = open.at(-1)?.children ?? root
    if (!piece.startsWith('<')) inside.push(unescape(piece))
    else if (closing === '') {
      const element = elementOf(name, attributes)
      inside.push(element)
      if (name !== 'hr' && name !== 'br') open.push(element)
    } else if (open.pop()?.tag !== name) throw new RangeError(`</${name}> closes another element`)
  }
  if (read !== html.length || open.length > 0) throw new RangeError('A chapter’s elements are closed')
  return root.filter((node) => typeof node !== 'string')
}
