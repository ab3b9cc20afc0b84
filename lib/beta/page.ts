import { z } from 'zod'

const Blocks = z.array(z.object({ id: z.string(), text: z.string() }))

/** The plain words and the Yjs id of each text block of an edition. */
export type Blocks = z.infer<typeof Blocks>

/** The blocks of an edition as its column holds them. @throws {Error} when it holds something else */
export function blocksIn(column: unknown): Blocks {
  return Blocks.parse(column)
}

/** A passage of an edition's plain text (blocks joined by one `\n`), in UTF-16 code units. */
export interface Passage {
  from: number
  to: number
}

/** The plain text of an edition, as `lib/text` counts offsets in it. */
export function textOf(blocks: Blocks): string {
  return blocks.map(({ text }) => text).join('\n')
}

/** Where paragraph `index` stands in the plain text; null when there is none. */
export function passageOfParagraph(blocks: Blocks, index: number): Passage | null {
  const block = blocks[index]
  if (!block) return null
  const from = blocks.slice(0, index).reduce((sum, { text }) => sum + text.length + 1, 0)
  return { from, to: from + block.text.length }
}

/** The index of the paragraph in which an offset stands; the last one for an offset behind the end. */
export function paragraphAt(blocks: Blocks, offset: number): number {
  let end = 0
  const index = blocks.findIndex(({ text }) => (end += text.length + 1) > offset)
  return index < 0 ? Math.max(0, blocks.length - 1) : index
}

/**
 * Where a block of an earlier edition stands in this one: at its own id, else at `index` where it stood, as far as the
 * page goes.
 */
export function placeOfBlock(blocks: Blocks, id: string | null, index: number): number {
  const found = id === null ? -1 : blocks.findIndex((block) => block.id === id)
  return found < 0 ? Math.min(index, Math.max(0, blocks.length - 1)) : found
}
