import type { Node } from '@tiptap/pm/model'
import {
  chapterLine,
  hashHeading,
  isHardWrapped,
  isSceneBreakLine,
  lineGroups,
  underlinedLevel,
  withoutEndSpaces,
} from '@/lib/prose/manuscriptLines'
import { proseSchema } from '@/lib/prose/schema'
import type { ImportedChapter, ImportedFile } from './contract'
import { decodeText } from './decode'
import { fileTitle } from './fileTitle'
import { inlineNodes } from './mdInline'
import { countBlock, ownHeadings, splitChapters } from './split'
import type { Piece } from './split'

const { nodes } = proseSchema

/** Quotes within quotes that are kept as such; deeper `>` signs stay in the text. A chapter may hold 64 (MAX_DEPTH). */
const MAX_QUOTE_DEPTH = 48

const QUOTE = /^ {0,3}> ?/
const BULLET = /^[ \t]*[-+*][ \t]+\S/
const NUMBERED = /^[ \t]*\d{1,9}[.)][ \t]+\S/
const FIRST_NUMBERED = /^[ \t]*1[.)][ \t]+\S/
const TABLE_ROW = /^[ \t]*\|/
const FENCE = /^ {0,3}(`{3,})([^`]*)$/

function isBlank(line: string): boolean {
  return !/\S/u.test(line)
}

/** True for a line that begins a block of its own even right after a line of text. */
function interrupts(line: string): boolean {
  return (
    isBlank(line) ||
    isSceneBreakLine(line) ||
    hashHeading(line) !== null ||
    QUOTE.test(line) ||
    BULLET.test(line) ||
    FIRST_NUMBERED.test(line) ||
    TABLE_ROW.test(line) ||
    FENCE.test(line)
  )
}

/** One pass over the lines of a file or, recursively, of a quote in it. */
class MarkdownBlocks {
  #count: { blocks: number }
  #depth: number
  #lines: readonly string[]
  #at = 0
  readonly #pieces: Piece[] = []

  constructor(lines: readonly string[], depth = 0, count = { blocks: 0 }) {
    this.#lines = lines
    this.#depth = depth
    this.#count = count
  }

  read(): Piece[] {
    while (this.#at < this.#lines.length) this.#block(this.#lines[this.#at] ?? '')
    return this.#pieces
  }

  #push(piece: Piece): void {
    this.#count.blocks = countBlock(this.#count.blocks)
    this.#pieces.push(piece)
  }

  #block(line: string): void {
    const heading = hashHeading(line)
    if (isBlank(line)) this.#at += 1
    else if (isSceneBreakLine(line)) this.#one({ node: nodes.sceneBreak.create() })
    else if (heading !== null) this.#heading(heading.words, heading.level, 1)
    else if (QUOTE.test(line) && this.#depth < MAX_QUOTE_DEPTH) this.#quote()
    else if (TABLE_ROW.test(line)) this.#one({ node: nodes.paragraph.create(null, inlineNodes(line.trim())) })
    else if (!this.#fence(line)) this.#paragraph(line)
  }

  #one(piece: Piece): void {
    this.#push(piece)
    this.#at += 1
  }

  #heading(words: string, level: number, lines: number): void {
    const content = inlineNodes(words)
    const node = nodes.heading.create({ level: Math.min(Math.max(level - 2, 1), 3) }, content)
    const title = node.textBetween(0, node.content.size, ' ', ' ')
    this.#push(this.#depth > 0 ? { node } : { node, announces: { kind: 'heading', title, level } })
    this.#at += lines
  }

  #quote(): void {
    const inner: string[] = []
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? ''
      const isLazy = !interrupts(line) && inner.length > 0 && !isBlank(inner.at(-1) ?? '')
      if (!QUOTE.test(line) && !isLazy) break
      inner.push(line.replace(QUOTE, ''))
    }
    const blocks = new MarkdownBlocks(inner, this.#depth + 1, this.#count).read().map((piece) => piece.node)
    const node = nodes.blockquote.create(null, blocks.length > 0 ? blocks : [nodes.paragraph.create()])
    this.#push({ node })
  }

  /** Code between fences: its lines as written, with hard breaks between them. */
  #fence(line: string): boolean {
    const [, ticks = '', info = ''] = FENCE.exec(line) ?? []
    if (ticks === '') return false
    let end = this.#at + 1
    const isEnd = (other: string) => /^ {0,3}`{3,}[ \t]*$/.test(other) && other.trim().length >= ticks.length
    while (end < this.#lines.length && !isEnd(this.#lines[end] ?? '')) end += 1
    if (end === this.#lines.length) return false
    const code = this.#lines.slice(this.#at + 1, end)
    const kept = info.trim() === '' ? code : [line.trim(), ...code]
    const content = kept.flatMap((words, index) => [
      ...(index === 0 ? [] : [nodes.hardBreak.create()]),
      ...(words === '' ? [] : [proseSchema.text(words)]),
    ])
    if (kept.length > 0) this.#push({ node: nodes.paragraph.create(null, content) })
    this.#at = end + 1
    return true
  }

  #paragraph(first: string): void {
    const level = underlinedLevel(first, this.#lines[this.#at + 1] ?? '')
    if (level !== null && !BULLET.test(first)) {
      this.#heading(first.trim(), level, 2)
      return
    }
    const chapter = this.#depth === 0 ? chapterLine(first) : null
    let end = this.#at + 1
    const isItem = BULLET.test(first) || NUMBERED.test(first)
    while (chapter === null && end < this.#lines.length) {
      const line = this.#lines[end] ?? ''
      if (interrupts(line) || (isItem && NUMBERED.test(line))) break
      end += 1
    }
    const lines = this.#lines.slice(this.#at, end)
    const source = lines.map((line) => line.replace(/^[ \t]+/, '')).join('\n')
    const node = nodes.paragraph.create(null, inlineNodes(withoutEndSpaces(source)))
    const announces = chapter === null ? undefined : ({ kind: 'line', ...chapter } as const)
    this.#push(announces === undefined ? { node } : { node, announces })
    this.#at = end
  }
}

/** Front matter with nothing but a title, as our export of a manuscript writes it: it is no part of any chapter. */
const TITLE_MATTER = /^---\ntitle: .*\n---\n/
/** Other front matter: kept as a paragraph before the first chapter. */
const FRONT_MATTER = /^---\n((?:[^\n]*\n){1,60}?)---\n/

function withoutFrontMatter(source: string): string {
  if (TITLE_MATTER.test(source)) return source.replace(TITLE_MATTER, '')
  return source.replace(FRONT_MATTER, (whole, fields: string) =>
    /^(?:[\w-]+:.*|[ \t-].*|)$/.test(fields.split('\n')[0] ?? '')
      ? `${fields.replace(/\n(?!$)/g, '  \n')}\n`
      : whole,
  )
}

/** A file without blank lines whose long lines are paragraphs, as many editors save it. */
function isLineByLine(lines: readonly string[]): boolean {
  const groups = lineGroups(lines)
  const texts = (groups[0] ?? []).filter((line) => !interrupts(line))
  if (groups.length !== 1 || texts.length < 3 || isHardWrapped(groups)) return false
  return texts.some((line) => line.length > 100) && !texts.some((line) => /(?: {2}|\\)$/.test(line))
}

/**
 * Markdown, as far as a chapter carries it: headings, emphasis, strike, links, quotes, scene breaks, hard breaks. What
 * it cannot carry stays as words: list items are paragraphs with their signs, tables and HTML stay as written, code
 * loses its fences, pictures become their description. The blocks are read here, line by line and without look-back,
 * because a Markdown library gives up below 20 levels and lets text vanish (indented paragraphs become code, `[Mara]:
 * Yes` a link definition); inside a paragraph markdown-it reads.
 * @throws {AppError} see `decodeText` and `splitChapters`
 */
export function readMarkdownFile({ bytes, fileName }: ImportedFile): ImportedChapter[] {
  const lines = withoutFrontMatter(decodeText(bytes)).split('\n')
  const separated = isLineByLine(lines) ? lines.flatMap((line) => [line, '']) : lines
  return splitChapters(new MarkdownBlocks(separated).read(), fileTitle(fileName))
}

/**
 * Markdown as the text of one chapter: read as a file is, but never cut, so that headings of any level and "Chapter …"
 * lines stay in the text. Nothing gives one empty paragraph.
 * @throws {AppError} `too_large` for more than MAX_IMPORT_BLOCKS blocks
 */
export function markdownToProse(source: string): Node {
  const pieces = new MarkdownBlocks(source.replace(/\r\n?/g, '\n').split('\n')).read()
  const blocks = ownHeadings(pieces)
  return nodes.doc.createChecked(null, blocks.length > 0 ? blocks : [nodes.paragraph.create()])
}
