import { Fragment } from '@tiptap/pm/model'
import type { Node } from '@tiptap/pm/model'
import { AppError } from '@/lib/errors'
import { chapterLine } from '@/lib/prose/manuscriptLines'
import { proseSchema } from '@/lib/prose/schema'
import type { ImportedChapter } from './contract'
import { MAX_IMPORT_BLOCKS, MAX_IMPORT_CHAPTERS, MAX_TITLE_LENGTH } from './contract'

/** What announces a chapter: a heading of some level as written (1 to 6), or a line such as "Chapter 1". */
export type Announcement =
  | { readonly kind: 'heading'; readonly title: string; readonly level: number }
  | { readonly kind: 'line'; readonly title: string; readonly isPart: boolean }

/** A top-level block of a file. `node` is what it is when it does not begin a chapter. */
export interface Piece {
  readonly node: Node
  readonly announces?: Announcement
}

interface Section {
  readonly title: string | null
  readonly level: number
  readonly nodes: Node[]
}

/** A text before the first heading of up to this many words is a title page, and goes with the first chapter. */
const MAX_FRONT_WORDS = 100

/** The heading level at which a chapter's own headings begin in our exports; `##` in other people's files. */
const OWN_HEADING_LEVEL = 3

/** Counts one more block. @throws {AppError} `too_large` from MAX_IMPORT_BLOCKS on */
export function countBlock(count: number): number {
  if (count < MAX_IMPORT_BLOCKS) return count + 1
  throw new AppError(
    'too_large',
    `This file has more than ${MAX_IMPORT_BLOCKS.toLocaleString('en')} paragraphs. ` +
      'Split it into parts and import them one by one.',
  )
}

/** Level of each announcement, 0 for none. Chapter lines stand with the headings that say "Chapter …", else below titles. */
function levelsOf(pieces: readonly Piece[]): number[] {
  const spoken = pieces.flatMap(({ announces }) =>
    announces?.kind === 'heading' && chapterLine(announces.title)?.isPart === false ? [announces.level] : [],
  )
  const chapterLevel = Math.max(spoken.reduce((least, level) => Math.min(least, level), 7) % 7 || 2, 1)
  return pieces.map(({ announces }) => {
    if (announces === undefined) return 0
    if (announces.kind === 'heading') return announces.level
    return announces.isPart ? Math.max(chapterLevel - 1, 1) : chapterLevel
  })
}

/**
 * The deepest level that begins chapters. Chapters begin at the highest level there is; at the next one too when the
 * highest only gives titles to groups of chapters (a book's title, parts), that is, has no text of its own.
 */
function splittingLevel(pieces: readonly Piece[], levels: readonly number[]): number {
  const present = new Set(levels.filter((level) => level > 0))
  const top = [...present].reduce((least, level) => Math.min(least, level), 7)
  if (!present.has(top + 1)) return top
  const tops = levels.flatMap((level, index) => (level === top ? [index] : []))
  const areBare = tops.every((index) => levels[index + 1] !== 0)
  const first = levels.find((level) => level > 0)
  const hasLines = pieces.some(
    ({ announces }, index) => announces?.kind === 'line' && levels[index] === top + 1,
  )
  const topIsPart = tops.every((index) => {
    const { announces } = pieces[index] ?? {}
    return announces?.kind === 'line' || chapterLine(announces?.title ?? '')?.isPart === true
  })
  return areBare || first === top + 1 || (hasLines && (tops.length === 1 || topIsPart)) ? top + 1 : top
}

/** `piece` as a block inside a chapter whose own headings begin at level `base`. */
function ownBlock({ node, announces }: Piece, base: number): Node {
  if (announces?.kind !== 'heading') return node
  const level = Math.min(Math.max(announces.level - base + 1, 1), 3)
  return proseSchema.nodes.heading.create({ level }, node.content)
}

/** Level of the highest heading among `pieces`, at most the one our exports begin with. */
function baseLevel(pieces: readonly Piece[], above = 0): number {
  return pieces.reduce((least, { announces }) => {
    return announces?.kind === 'heading' && announces.level > above ? Math.min(least, announces.level) : least
  }, OWN_HEADING_LEVEL)
}

/** All pieces as blocks of one chapter, whatever they announce. */
export function ownHeadings(pieces: readonly Piece[]): Node[] {
  const base = baseLevel(pieces)
  return pieces.map((piece) => ownBlock(piece, base))
}

function sectionsOf(pieces: readonly Piece[]): Section[] {
  const levels = levelsOf(pieces)
  const deepest = splittingLevel(pieces, levels)
  const base = baseLevel(pieces, deepest)
  const sections: Section[] = [{ title: null, level: 0, nodes: [] }]
  pieces.forEach((piece, index) => {
    const level = levels[index] ?? 0
    if (piece.announces !== undefined && level <= deepest) {
      sections.push({ title: piece.announces.title, level, nodes: [] })
    } else sections.at(-1)?.nodes.push(ownBlock(piece, base))
  })
  return sections
}

function wordsIn(nodes: readonly Node[]): number {
  const text = Fragment.fromArray([...nodes]).textBetween(0, Fragment.fromArray([...nodes]).size, ' ', ' ')
  return text.match(/\S+/gu)?.length ?? 0
}

function headingNode(title: string): Node {
  return proseSchema.nodes.heading.create({ level: 1 }, title === '' ? [] : [proseSchema.text(title)])
}

function chapterOf(title: string, nodes: readonly Node[]): ImportedChapter {
  const line = title.replace(/\s+/gu, ' ').trim()
  const isLong = line.length > MAX_TITLE_LENGTH
  const blocks = isLong ? [headingNode(title), ...nodes] : nodes
  return {
    title: (isLong ? line.slice(0, MAX_TITLE_LENGTH).toWellFormed().trim() : line) || 'Untitled',
    doc: proseSchema.nodes.doc.createChecked(
      null,
      blocks.length > 0 ? blocks : [proseSchema.nodes.paragraph.create()],
    ),
  }
}

/**
 * Cuts a file into chapters; no word is lost on the way. A title without text above other titles (a book's, a part's)
 * becomes a heading in the chapter after it; a title page goes with the first chapter, a longer text before the first
 * heading is a chapter with `fallbackTitle`, as is a file without headings.
 * @throws {AppError} `too_large` for more than MAX_IMPORT_CHAPTERS chapters
 */
export function splitChapters(pieces: readonly Piece[], fallbackTitle: string): ImportedChapter[] {
  if (!pieces.some((piece) => piece.announces !== undefined)) {
    return [
      chapterOf(
        fallbackTitle,
        pieces.map((piece) => piece.node),
      ),
    ]
  }
  const [front, ...sections] = sectionsOf(pieces)
  if (sections.length > MAX_IMPORT_CHAPTERS) {
    throw new AppError(
      'too_large',
      `This file has ${sections.length.toLocaleString('en')} chapter headings; at most ${MAX_IMPORT_CHAPTERS} can be ` +
        'imported at once. Split it into parts and import them one by one.',
    )
  }
  const frontNodes = front?.nodes ?? []
  const frontWords = wordsIn(frontNodes)
  const chapters: ImportedChapter[] = []
  let carried: Node[] = []
  if (frontWords > MAX_FRONT_WORDS) chapters.push(chapterOf(fallbackTitle, frontNodes))
  else if (frontWords > 0) carried = frontNodes
  sections.forEach((section, index) => {
    const next = sections[index + 1]
    if (section.nodes.length === 0 && next !== undefined && next.level > section.level) {
      carried.push(headingNode(section.title ?? ''))
      return
    }
    chapters.push(chapterOf(section.title ?? fallbackTitle, [...carried, ...section.nodes]))
    carried = []
  })
  return chapters
}
