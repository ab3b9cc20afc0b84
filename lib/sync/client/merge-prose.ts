import diff from 'fast-diff'
import type { Node } from '@tiptap/pm/model'
import { proseSchema } from '@/lib/prose/schema'
import { hasPlainBlocks, mergeWords, type Stretch } from './merge-words'
import { Speller } from './speller'

/** A merged chapter, and how many places were written anew on both sides (both stand in it). */
export interface MergedProse {
  doc: Node
  conflicts: number
}

/**
 * Applies what changed between `base` and `mine` to `theirs`, block by block, and word by word in blocks that both sides
 * changed: what theirs already holds is not brought again. Where both wrote a block anew, theirs stays and mine follows
 * it, so that no words are lost.
 */
export function mergeProse(base: Node, mine: Node, theirs: Node): MergedProse {
  const { blocks, conflicts } = mergeBlocks({ base, mine, theirs })
  return { doc: proseSchema.topNodeType.createChecked(null, blocks), conflicts }
}

function mergeBlocks(docs: Sides['docs']): { blocks: Node[]; conflicts: number } {
  const speller = new Speller()
  const spell = (doc: Node) =>
    doc.children.map((block) => speller.unit(JSON.stringify(block.toJSON()))).join('')
  const texts = { base: spell(docs.base), mine: spell(docs.mine), theirs: spell(docs.theirs) }
  const inMine = matches(texts.base, texts.mine)
  const inTheirs = matches(texts.base, texts.theirs)
  const blocks: Node[] = []
  let conflicts = 0
  let from = { base: 0, mine: 0, theirs: 0 }
  const settle = (to: Cut) => {
    const merged = mergeStretch({ docs, texts }, from, to)
    blocks.push(...merged.blocks)
    conflicts += merged.isConflict ? 1 : 0
  }
  for (let i = 0; i < texts.base.length; i += 1) {
    const mineAt = inMine[i]
    const theirsAt = inTheirs[i]
    if (mineAt === undefined || theirsAt === undefined) continue
    settle({ base: i, mine: mineAt, theirs: theirsAt })
    blocks.push(docs.theirs.child(theirsAt))
    from = { base: i + 1, mine: mineAt + 1, theirs: theirsAt + 1 }
  }
  settle({ base: texts.base.length, mine: texts.mine.length, theirs: texts.theirs.length })
  if (blocks.length === 0) blocks.push(proseSchema.nodes.paragraph.create())
  return { blocks, conflicts }
}

interface Cut {
  base: number
  mine: number
  theirs: number
}

/** The three chapters, and each spelled with one unit for each block. */
interface Sides {
  docs: { base: Node; mine: Node; theirs: Node }
  texts: { base: string; mine: string; theirs: string }
}

interface Merged {
  blocks: readonly Node[]
  isConflict: boolean
}

function mergeStretch(sides: Sides, from: Cut, to: Cut): Merged {
  const units = (side: keyof Cut) => sides.texts[side].slice(from[side], to[side])
  const blocks = (side: keyof Cut) => sides.docs[side].children.slice(from[side], to[side])
  const [base, my, their] = [units('base'), units('mine'), units('theirs')]
  const stretch = { base: blocks('base'), mine: blocks('mine'), theirs: blocks('theirs') }
  if (my === base || my === their) return { blocks: stretch.theirs, isConflict: false }
  if (their === base) return { blocks: stretch.mine, isConflict: false }
  const merged = mergeInside(stretch)
  if (merged) return merged
  if (base.length === my.length && base.length === their.length && base.length > 1) {
    // Neighbouring paragraphs, each changed by somebody: they are still paragraph for paragraph the same ones.
    const pairs = Array.from(base, (_, i) => {
      const one = { base: from.base + i, mine: from.mine + i, theirs: from.theirs + i }
      return mergeStretch(sides, one, { base: one.base + 1, mine: one.mine + 1, theirs: one.theirs + 1 })
    })
    return {
      blocks: pairs.flatMap((pair) => pair.blocks),
      isConflict: pairs.some((pair) => pair.isConflict),
    }
  }
  const known = new Set([...base, ...their])
  const added = stretch.mine.filter((_, i) => !known.has(my.charAt(i)))
  return { blocks: [...stretch.theirs, ...added], isConflict: true }
}

/** A quote is merged as a chapter is, other blocks by their words; null where that makes no sense. */
function mergeInside(stretch: Stretch): Merged | null {
  if (hasPlainBlocks(stretch)) return mergeWords(stretch)
  const [base, mine, theirs] = [stretch.base, stretch.mine, stretch.theirs].map((side) =>
    side.length === 1 && side[0]?.type === proseSchema.nodes.blockquote ? side[0] : null,
  )
  if (!base || !mine || !theirs) return null
  const inside = mergeBlocks({ base, mine, theirs })
  return {
    blocks: [proseSchema.nodes.blockquote.createChecked(null, inside.blocks)],
    isConflict: inside.conflicts > 0,
  }
}

/** For each block of `a`, where it stands in `b`. */
function matches(a: string, b: string): (number | undefined)[] {
  const found: (number | undefined)[] = new Array<number | undefined>(a.length).fill(undefined)
  let at = 0
  let bt = 0
  for (const [kind, run] of diff(a, b)) {
    if (kind === diff.EQUAL) for (let i = 0; i < run.length; i += 1) found[at + i] = bt + i
    if (kind !== diff.INSERT) at += run.length
    if (kind !== diff.DELETE) bt += run.length
  }
  return found
}
