import type { Node } from '@tiptap/pm/model'
import {
  chapterLine,
  hashHeading,
  isHardWrapped,
  isSceneBreakLine,
  LINE_GUARD,
  lineGroups,
} from '@/lib/prose/manuscriptLines'
import { blockText } from '@/lib/prose/plain'
import type { ExportableChapter, ExportableManuscript, Exporter } from './contract'
import { titleLine } from './contract'

function guard(line: string): string {
  return LINE_GUARD + line
}

/** `line` so that import reads it as these very words, whatever they look like. */
function guarded(line: string): string {
  const bare = line.trim()
  const isRead = chapterLine(line) !== null || hashHeading(line) !== null || isSceneBreakLine(line)
  const start = isRead || bare === '' || line.startsWith(LINE_GUARD) || bare[0] !== line[0] ? LINE_GUARD : ''
  const end = bare !== '' && (line.endsWith(LINE_GUARD) || bare.at(-1) !== line.at(-1)) ? LINE_GUARD : ''
  return start + line + end
}

function blocksOf(doc: Node): string[][] {
  const blocks: string[][] = []
  doc.descendants((node) => {
    if (node.isTextblock) blocks.push(blockText(node).split('\n').map(guarded))
    else if (node.isBlock && node.isLeaf) blocks.push(['***'])
    return !node.isTextblock
  })
  return blocks
}

/** Keeps line ends that only look like those of a wrapping program. */
function withGuardedLineEnds(blocks: string[][]): string[][] {
  if (!isHardWrapped(lineGroups(blocks.flatMap((lines) => [...lines, ''])))) return blocks
  return blocks.map((lines) =>
    lines.map((line, index) => (index === 0 || line.startsWith(LINE_GUARD) ? line : guard(line))),
  )
}

function body(doc: Node): string {
  return withGuardedLineEnds(blocksOf(doc))
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

/** A title as the line import takes it from: its own colon at the end is kept by a guard. */
function chapterTitle(title: string): string {
  const line = titleLine(title)
  return /[:：]$/u.test(line) && chapterLine(line) !== null ? line + LINE_GUARD : line
}

/** A title that is announced by `# `; a guard keeps signs at its end, and a title of signs alone. */
function hashTitle(title: string): string {
  const line = `# ${titleLine(title)}`
  return hashHeading(line)?.words === titleLine(title) ? line : line + LINE_GUARD
}

/**
 * Plain text (DESIGN §6): the title, a blank line, then the blocks separated by a blank line; a scene break is `***`,
 * a hard break a line end. Formatting, heading levels and the edges of quotes cannot be carried: their words are.
 * Words that would read as something else (a paragraph "Chapter 2", one that is `***`, an empty one, white space at
 * the ends of a line) get an invisible LINE_GUARD, which import takes away.
 *
 * In a whole manuscript all titles get `# ` before them when one of them is no "Chapter …" line, so that each is found.
 */
export const text: Exporter = {
  extension: 'txt',
  contentType: 'text/plain; charset=utf-8',
  chapter({ title, doc }: ExportableChapter) {
    return `${chapterTitle(title)}\n\n${body(doc)}\n`
  },
  manuscript({ title, chapters }: ExportableManuscript) {
    const titles = chapters.map((chapter) => chapterLine(titleLine(chapter.title)))
    const areFound = titles.every((line) => line !== null && !line.isPart)
    const parts = chapters.map((chapter) => {
      const heading = areFound ? chapterTitle(chapter.title) : hashTitle(chapter.title)
      return `${heading}\n\n${body(chapter.doc)}\n`
    })
    return [`${titleLine(title)}\n`, ...parts].join('\n\n')
  },
}
