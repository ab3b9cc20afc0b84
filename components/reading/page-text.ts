/** The text of a chapter's page as the edition has it: its blocks joined by one `\n`, a line break within one `\n` too. */
export interface PageText {
  /** The element of each paragraph. */
  readonly blocks: readonly HTMLElement[]
  readonly text: string
  /** Where each paragraph begins in `text`, in UTF-16 code units. */
  readonly starts: readonly number[]
}

/** A passage of a page, in offsets of `PageText.text`. */
export interface Passage {
  paragraph: number
  from: number
  to: number
}

const CONTEXT = 100

/** What is drawn in a paragraph and is none of its words: what was cut, and what is only heard. */
function isAside(node: Node): boolean {
  return node instanceof Element && node.hasAttribute('data-aside')
}

/** The words of one block, its line breaks as `\n`. */
function wordsOf(block: Node): string {
  let words = ''
  for (const child of block.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) words += child.nodeValue ?? ''
    else if (!isAside(child)) words += child.nodeName === 'BR' ? '\n' : wordsOf(child)
  }
  return words
}

/** Reads the paragraphs below `root`, those that are folded away too. */
export function pageTextOf(root: ParentNode): PageText {
  const blocks = [...root.querySelectorAll<HTMLElement>('[data-p]')]
  const texts = blocks.map(wordsOf)
  const starts: number[] = []
  let at = 0
  for (const text of texts) {
    starts.push(at)
    at += text.length + 1
  }
  return { blocks, starts, text: texts.join('\n') }
}

/** The paragraph as a whole. */
export function wholeParagraph(page: PageText, paragraph: number): Passage {
  const from = page.starts[paragraph] ?? 0
  const to = (page.starts[paragraph + 1] ?? page.text.length + 1) - 1
  return { paragraph, from, to }
}

/** True for a passage that is exactly one paragraph. */
export function isWhole(page: PageText, { paragraph, from, to }: Passage): boolean {
  const whole = wholeParagraph(page, paragraph)
  return whole.from === from && whole.to === to
}

/** The paragraph in which an offset stands. */
export function paragraphAt(page: PageText, offset: number): number {
  const after = page.starts.findIndex((start) => start > offset)
  return after < 0 ? page.starts.length - 1 : after - 1
}

/** Where a point of the document stands in the text; null outside of it. */
export function offsetOf(page: PageText, node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement
  const block = element?.closest<HTMLElement>('[data-p]')
  const paragraph = block ? page.blocks.indexOf(block) : -1
  if (!block || paragraph < 0) return null
  const before = document.createRange()
  before.selectNodeContents(block)
  before.setEnd(node, offset)
  return (page.starts[paragraph] ?? 0) + wordsOf(before.cloneContents()).length
}

/** What is selected, without blanks around it; null when that is nothing, or not in the text. */
export function selectedPassage(page: PageText, selection: Selection | null): Passage | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  let from = offsetOf(page, range.startContainer, range.startOffset)
  let to = offsetOf(page, range.endContainer, range.endOffset)
  if (from === null || to === null) return null
  while (from < to && /\s/.test(page.text.charAt(from))) from += 1
  while (to > from && /\s/.test(page.text.charAt(to - 1))) to -= 1
  return from < to ? { paragraph: paragraphAt(page, from), from, to } : null
}

/** The point of the document at an offset of one block. */
function pointIn(block: Node, offset: number): { node: Node; offset: number } {
  let left = offset
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    isAside(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  let last: { node: Node; offset: number } = { node: block, offset: 0 }
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE) {
      if (node.nodeName === 'BR') left -= 1
      continue
    }
    const length = node.nodeValue?.length ?? 0
    last = { node, offset: Math.max(0, Math.min(left, length)) }
    if (left <= length) return last
    left -= length
  }
  return last
}

/** A passage as a range of the document, for highlights. */
export function rangeOf(page: PageText, { from, to }: Passage): Range | null {
  const [first, last] = [paragraphAt(page, from), paragraphAt(page, Math.max(from, to - 1))]
  const [opening, closing] = [page.blocks[first], page.blocks[last]]
  if (!opening || !closing) return null
  const range = document.createRange()
  const start = pointIn(opening, from - (page.starts[first] ?? 0))
  const end = pointIn(closing, to - (page.starts[last] ?? 0))
  range.setStart(start.node, start.offset)
  range.setEnd(end.node, end.offset)
  return range
}

/** How a passage is named to the server: its words with what stands around them, or nothing but the paragraph. */
export function namedBy(page: PageText, passage: Passage): { paragraph: number; quote?: object } {
  const { paragraph, from, to } = passage
  if (isWhole(page, passage)) return { paragraph }
  return {
    paragraph,
    quote: {
      exact: page.text.slice(from, to),
      prefix: page.text.slice(Math.max(0, from - CONTEXT), from),
      suffix: page.text.slice(to, to + CONTEXT),
    },
  }
}
