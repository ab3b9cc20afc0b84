import type { Mark, Node } from '@tiptap/pm/model'

/** A stretch of text with one set of marks. A hard break is `\n`. */
export interface Run {
  readonly text: string
  /** `bold`, `italic`, `strike`, and `link https://…`; sorted. */
  readonly marks: readonly string[]
}

/** How a block stands on the page. */
export interface BlockForm {
  readonly kind: 'paragraph' | 'heading' | 'sceneBreak'
  /** 1 to 3 for a heading, else 0. */
  readonly level: number
  /** In how many quotes it stands. */
  readonly quotes: number
}

/** A text block or scene break of a chapter, in the order of plain text. */
export interface TextBlock extends BlockForm {
  readonly runs: readonly Run[]
}

/** The words of a block as plain text has them. */
export function wordsIn(block: TextBlock): string {
  return block.runs.map((run) => run.text).join('')
}

function nameOf(mark: Mark): string {
  return mark.type.name === 'link' ? `link ${String(mark.attrs['href'])}` : mark.type.name
}

function runsOf(block: Node): Run[] {
  const runs: Run[] = []
  block.forEach((inline) => {
    const marks = inline.marks.map(nameOf).sort()
    runs.push({ text: inline.isText ? (inline.text ?? '') : '\n', marks })
  })
  return runs
}

/**
 * The blocks of a chapter in the order of its plain text: block `n` is what stands between the n-th and the next
 * joining `\n`, hard breaks aside.
 */
export function blocksOf(doc: Node): TextBlock[] {
  const blocks: TextBlock[] = []
  const walk = (parent: Node, quotes: number) =>
    parent.forEach((node) => {
      if (node.isTextblock) {
        const heading = node.type.name === 'heading'
        const level = heading ? Number(node.attrs['level']) : 0
        blocks.push({ kind: heading ? 'heading' : 'paragraph', level, quotes, runs: runsOf(node) })
      } else if (node.isLeaf) blocks.push({ kind: 'sceneBreak', level: 0, quotes, runs: [] })
      else walk(node, quotes + 1)
    })
  walk(doc, 0)
  return blocks
}
