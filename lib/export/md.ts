import type { Node } from '@tiptap/pm/model'
import { proseSchema } from '@/lib/prose/schema'
import type { ExportableChapter, ExportableManuscript, Exporter } from './contract'
import { titleLine } from './contract'
import { headingSource, paragraphSource } from './mdInline'

/** The chapter's title is level 1 and level 2 stays free, so that import can tell a chapter's own headings from titles. */
const HEADING_SHIFT = 2

/** Stands for an empty block, which Markdown does not know; a real no-break space is written as `&#160;`. */
const EMPTY_BLOCK = '&nbsp;'

function blockLines(block: Node): string[] {
  switch (block.type.name) {
    case 'heading':
      return [
        `${'#'.repeat(Number(block.attrs.level) + HEADING_SHIFT)} ${headingSource(block) || EMPTY_BLOCK}`,
      ]
    case 'sceneBreak':
      return ['***']
    case 'blockquote':
      return contentLines(block).map((line) => (line === '' ? '>' : `> ${line}`))
    default:
      return (paragraphSource(block) || EMPTY_BLOCK).split('\n')
  }
}

function contentLines(parent: Node): string[] {
  return parent.children.flatMap((block, index) =>
    index === 0 ? blockLines(block) : ['', ...blockLines(block)],
  )
}

function chapterSource({ title, doc }: ExportableChapter): string {
  const heading = proseSchema.nodes.heading.create(null, proseSchema.text(titleLine(title)))
  return `# ${headingSource(heading)}\n\n${contentLines(doc).join('\n')}\n`
}

/**
 * Markdown (CommonMark with `~~strike~~`): the title as `# Title`, the chapter's headings from `###` on, scene breaks
 * as `***`. Whatever a chapter holds comes back on import, with one exception: emphasis on white space at the ends of
 * an emphasised passage, which nobody sees. The words are escaped, so that none of them reads as Markdown.
 *
 * A whole manuscript has its title in front matter (`title: …`) and one `# Title` for each chapter.
 */
export const markdown: Exporter = {
  extension: 'md',
  contentType: 'text/markdown; charset=utf-8',
  chapter: chapterSource,
  manuscript({ title, chapters }: ExportableManuscript) {
    return [`---\ntitle: ${titleLine(title)}\n---\n`, ...chapters.map(chapterSource)].join('\n')
  },
}
