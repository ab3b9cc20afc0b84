import type { Node } from '@tiptap/pm/model'
import { fileNameFor } from '@/lib/export/fileName'
import {
  chapterLine,
  hashHeading,
  isHardWrapped,
  isSceneBreakLine,
  LINE_GUARD,
  lineGroups,
  underlinedLevel,
} from '@/lib/prose/manuscriptLines'
import { proseSchema } from '@/lib/prose/schema'
import type { ImportedChapter, ImportedFile } from './contract'
import { decodeText } from './decode'
import { fileTitle } from './fileTitle'
import { countBlock, splitChapters } from './split'
import type { Piece } from './split'

const { nodes } = proseSchema

/** From this length on a line is a paragraph of its own, not a line of verse or of an address. */
const PARAGRAPH_LINE_LENGTH = 100

interface Layout {
  readonly isWrapped: boolean
  /** No blank lines anywhere: every line is a paragraph. */
  readonly isLineByLine: boolean
}

/** The words of a line: white space at its ends is layout, unless a guard says that it counts. */
function unguarded(line: string): string {
  const open = line.startsWith(LINE_GUARD) ? line.slice(1) : line.trimStart()
  return open.endsWith(LINE_GUARD) ? open.slice(0, -1) : line.startsWith(LINE_GUARD) ? open : open.trimEnd()
}

function paragraphOf(lines: readonly string[]): Node {
  const content = lines.flatMap((line, index) => {
    const words = line === '' ? [] : [proseSchema.text(line)]
    return index === 0 ? words : [nodes.hardBreak.create(), ...words]
  })
  return nodes.paragraph.create(null, content)
}

/** Joins wrapped lines; a word cut at its hyphen is put together, hyphen kept. */
function unwrapped(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (const line of lines) {
    const before = joined.at(-1)
    const words = unguarded(line)
    if (before === undefined || line.startsWith(LINE_GUARD)) joined.push(words)
    else {
      const glue = /\p{L}-$/u.test(before.slice(-4)) && /^\p{Ll}/u.test(words) ? '' : ' '
      joined[joined.length - 1] = before + glue + words
    }
  }
  return joined
}

/** Cuts a group of lines where one is indented more than the line before it, as printed books begin paragraphs. */
function indentedParagraphs(lines: readonly string[]): string[][] {
  const indent = (line: string) => (/^[ \t\u00a0\u3000]*/u.exec(line)?.[0] ?? '').length
  const least = lines.reduce((smallest, line) => Math.min(smallest, indent(line)), Infinity)
  const isMixed = lines.some((line) => indent(line) > least)
  const paragraphs: string[][] = []
  lines.forEach((line, index) => {
    if (index === 0 || (isMixed && indent(line) > least && !line.startsWith(LINE_GUARD)))
      paragraphs.push([line])
    else paragraphs.at(-1)?.push(line)
  })
  return paragraphs
}

function paragraphsOf(lines: readonly string[], layout: Layout): Node[] {
  if (lines.length === 0) return []
  if (layout.isWrapped) return indentedParagraphs(lines).map((group) => paragraphOf(unwrapped(group)))
  if (layout.isLineByLine || lines.some((line) => line.length > PARAGRAPH_LINE_LENGTH)) {
    return lines.map((line) => paragraphOf([unguarded(line)]))
  }
  return indentedParagraphs(lines).map((group) => paragraphOf(group.map(unguarded)))
}

/** What a single line announces by itself: a heading or a scene break. */
function standing(line: string, canBeChapter: boolean): Piece | null {
  if (line.startsWith(LINE_GUARD)) return null
  if (isSceneBreakLine(line)) return { node: nodes.sceneBreak.create() }
  const heading = hashHeading(line)
  if (heading !== null) {
    const title = unguarded(heading.words)
    return { node: paragraphOf([title]), announces: { kind: 'heading', title, level: heading.level } }
  }
  // A guard at the end keeps a title's own colon.
  const chapter = canBeChapter ? chapterLine(unguarded(line)) : null
  if (chapter === null) return null
  const title = line.trimEnd().endsWith(LINE_GUARD) ? unguarded(line) : chapter.title
  return { node: paragraphOf([unguarded(line)]), announces: { kind: 'line', title, isPart: chapter.isPart } }
}

function piecesOfGroup(lines: readonly string[], layout: Layout): Piece[] {
  const pieces: Piece[] = []
  let open: string[] = []
  const close = () => {
    pieces.push(...paragraphsOf(open, layout).map((node) => ({ node })))
    open = []
  }
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const level = open.length === 0 ? underlinedLevel(line, lines[index + 1] ?? '') : null
    const found = standing(line, open.length === 0 || layout.isLineByLine)
    if (level !== null && !line.startsWith(LINE_GUARD)) {
      const title = unguarded(line)
      pieces.push({ node: paragraphOf([title]), announces: { kind: 'heading', title, level } })
      index += 1
    } else if (found === null) open.push(line)
    else {
      close()
      pieces.push(found)
    }
  }
  close()
  return pieces
}

/** True when `line` is the title our export wrote: the file is named after it, whatever number a browser added. */
function namesFile(line: string, fileName: string): boolean {
  const [expected, actual] = [fileNameFor(line, ''), `${fileTitle(fileName)}.`]
  return expected === actual || expected === actual.replace(/ ?\(\d{1,3}\)\.$/, '.')
}

/** A first line that names the file, taken off: the title of a file that has no other. */
function takeTitle(groups: string[][], fileName: string): { title: string; rest: string[][] } {
  const [first, ...rest] = groups
  const line = unguarded(first?.[0] ?? '')
  const isTitle = first?.length === 1 && namesFile(line, fileName)
  return isTitle ? { title: line, rest } : { title: fileTitle(fileName), rest: groups }
}

/**
 * Plain text. Chapters begin at "Chapter …" lines, `# Headings` and underlined titles; `-----`, `***`, `#` alone and
 * the like are scene breaks. Paragraphs are separated by blank lines, or begin with an indented line, or each line is
 * one when the file has no blank lines; text wrapped at a fixed width is unwrapped; other line ends inside a
 * paragraph (verse, letters) become hard breaks. Quotes, dashes and ellipses stay as written, emphasis signs too.
 * @throws {AppError} see `decodeText` and `splitChapters`
 */
export function readTextFile({ bytes, fileName }: ImportedFile): ImportedChapter[] {
  const groups = lineGroups(decodeText(bytes).split('\n'))
  const { title, rest } = takeTitle(groups, fileName)
  const layout: Layout = { isWrapped: isHardWrapped(groups), isLineByLine: groups.length === 1 }
  const pieces: Piece[] = []
  let count = 0
  for (const group of rest) {
    for (const piece of piecesOfGroup(group, layout)) {
      count = countBlock(count)
      pieces.push(piece)
    }
  }
  return splitChapters(pieces, title)
}
