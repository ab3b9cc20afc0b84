import { readingText } from '@/components/text/reading'
import type { ContentNoteView } from '@/lib/beta/contract'
import type { ChangedBlockView } from '@/lib/beta/contract.changes'
import { isSafeHref } from '@/lib/prose/links'
import { ASIDE, type DrawnElement, type DrawnNode } from './drawn'

const words = readingText.since

type Attributes = Readonly<Record<string, string>>
type Piece = ChangedBlockView['pieces'][number]

/** So many characters of a paragraph that moved away are shown where it stood. */
const GLIMPSE = 60

/** Words that are heard and not seen, or seen and not the edition's. */
function aside(tag: 'span' | 'div' | 'del', className: string, ...children: DrawnNode[]): DrawnElement {
  return { tag, attributes: { ...ASIDE, ...(className && { className }) }, children }
}

const heard = (said: string) => aside('span', 'sr-only', ` ${said} `)

/** Lines of a block: a line break is an element. */
function lines(text: string): DrawnNode[] {
  return text
    .split('\n')
    .flatMap((line, at): DrawnNode[] => [...(at > 0 ? [{ tag: 'br' as const, children: [] }] : []), line])
    .filter((node) => node !== '')
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const

/** Words in their marks (`bold`, `italic`, `strike`, `link https://…`). */
function dressed(text: string, marks: readonly string[]): DrawnNode[] {
  return marks.reduce<DrawnNode[]>((children, mark) => {
    const tag = TAGS[mark as keyof typeof TAGS]
    if (tag) return [{ tag, children }]
    const href = mark.slice('link '.length)
    return [{ tag: 'a', ...(isSafeHref(href) && { href }), children }]
  }, lines(text))
}

const nameOf = (marks: readonly string[]) =>
  marks
    .map((mark) => words.marks[(mark.split(' ')[0] ?? '') as keyof typeof words.marks] ?? mark)
    .join(', ') || words.plain

function pieceOf({ change, text, marks, was = [] }: Piece): DrawnNode[] {
  const inside = dressed(text, marks)
  switch (change) {
    case 'same':
      return inside
    case 'in':
      return [{ tag: 'ins', children: [heard(words.newHere), ...inside, heard(words.newEnds)] }]
    case 'out':
      return [aside('del', '', heard(words.cutHere), ...inside, heard(words.cutEnds))]
    case 'formatted':
      return [
        {
          tag: 'span',
          attributes: { className: 'room-dress', title: words.dress(nameOf(was), nameOf(marks)) },
          children: inside,
        },
      ]
    case 'joined':
      return [aside('span', 'room-border', '¶', heard(words.joined))]
  }
}

function tagOf({ kind, level }: ChangedBlockView): 'p' | 'h1' | 'h2' | 'h3' | 'hr' {
  if (kind === 'sceneBreak') return 'hr'
  return kind === 'paragraph' ? 'p' : level === 1 ? 'h1' : level === 2 ? 'h2' : 'h3'
}

const formName = ({ kind, quotes }: Pick<ChangedBlockView, 'kind' | 'quotes'>) =>
  quotes > 0 && kind === 'paragraph' ? words.forms.quote : words.forms[kind]

/** What happened to a block as a whole, in words; null where its words say it. */
function labelOf(block: ChangedBlockView): string | null {
  const { state, kind, was } = block
  if (state === 'moved_here') return words.movedHere
  if (kind === 'sceneBreak' && (state === 'in' || state === 'out'))
    return state === 'in' ? words.newBreak : words.cutBreak
  return was ? words.was(formName(was)) : null
}

const label = (said: string) => aside('div', 'room-label', said)

/** Where a paragraph stood that stands elsewhere now: its first words. */
function glimpseOf({ pieces }: ChangedBlockView): DrawnElement {
  const text = pieces.map((piece) => piece.text).join('')
  const shown = text.length > GLIMPSE ? `${text.slice(0, GLIMPSE).replace(/\s+\S*$/, '')}…` : text
  return label(words.movedAway(shown))
}

function drawnBlock(block: ChangedBlockView, stop: Attributes): DrawnElement[] {
  const { state, pieces, paragraph, kind, split } = block
  const said = labelOf(block)
  const above = said === null ? [] : [label(said)]
  if (state === 'moved_away') return [glimpseOf(block)]
  if (state === 'out' && kind === 'sceneBreak')
    return above.map((one) => ({ ...one, attributes: { ...one.attributes, ...stop } }))
  const border = split ? [aside('span', 'room-border', '¶', heard(words.split))] : []
  const attributes = { ...(state !== 'same' && { 'data-state': state }), ...stop }
  const drawn: DrawnElement = {
    ...{ tag: tagOf(block), attributes: paragraph === null ? { ...ASIDE, ...attributes } : attributes },
    ...(paragraph !== null && { paragraph }),
    children: kind === 'sceneBreak' ? [] : [...border, ...pieces.flatMap(pieceOf)],
  }
  return [...above, drawn]
}

/** The content notes that cover a paragraph of the edition before. */
function notedBefore({ paragraphBefore: at }: ChangedBlockView, notes: readonly ContentNoteView[]): string[] {
  return at === null ? [] : notes.filter(({ from, to }) => from <= at && at <= to).map(({ id }) => id)
}

const isWholly = (block: ChangedBlockView | undefined) => block?.state === 'in' || block?.state === 'out'

/** One change to go to: a block that changed. Blocks that went and came side by side are one; what moved is one, where it is. */
export function isStop(block: ChangedBlockView, before: ChangedBlockView | undefined): boolean {
  if (block.state === 'same' || block.state === 'moved_away') return false
  return !(isWholly(block) && isWholly(before))
}

/** The name of a change in the address of its page, counted from 1. */
export const stopId = (number: number) => `change-${number}`

function quoted(depth: number, children: readonly DrawnElement[]): DrawnElement {
  const noted = [...new Set(children.flatMap((one) => one.noted ?? []))]
  const inner = depth > 1 ? [quoted(depth - 1, children)] : children
  return { tag: 'blockquote', noted, children: inner }
}

/**
 * Two editions as one page: the later one’s paragraphs with their numbers and words, what is new and what was cut marked in
 * shape and in words that are heard, and what was cut left out of the edition’s text.
 * @param notesBefore the content notes of the earlier edition: what was cut stays under its own
 */
export function changedTree(
  blocks: readonly ChangedBlockView[],
  notesBefore: readonly ContentNoteView[],
): DrawnElement[] {
  let stops = 0
  const tree: DrawnElement[] = []
  let quote: { depth: number; blocks: DrawnElement[] } | null = null
  const closeQuote = () => {
    if (quote) tree.push(quoted(quote.depth, quote.blocks))
    quote = null
  }
  for (const [index, block] of blocks.entries()) {
    const stop: Attributes = isStop(block, blocks[index - 1]) ? { 'data-stop': '', id: stopId(++stops) } : {}
    const noted = notedBefore(block, notesBefore)
    const drawn = drawnBlock(block, stop).map((one) => ({ ...one, noted }))
    if (quote && (quote as { depth: number }).depth !== block.quotes) closeQuote()
    if (block.quotes === 0) tree.push(...drawn)
    else (quote ??= { depth: block.quotes, blocks: [] as DrawnElement[] }).blocks.push(...drawn)
  }
  closeQuote()
  return tree
}

/** How many changes there are to go to. */
export function countStops(blocks: readonly ChangedBlockView[]): number {
  return blocks.filter((block, index) => isStop(block, blocks[index - 1])).length
}
