import diff from 'fast-diff'
import type { Node } from '@tiptap/pm/model'
import { proseSchema } from '@/lib/prose/schema'

/** Block diffs map each distinct block to one code unit from here on, up to the surrogates: 35,000 blocks. */
const FIRST_UNIT = 0x4e00

/** A merged chapter, and how many places were changed on both sides (their blocks both stand in it). */
export interface MergedProse {
  doc: Node
  conflicts: number
}

/**
 * Applies what changed between `base` and `mine` to `theirs`, block by block. A place that only one side changed is
 * taken from that side; where both did, their blocks stay and mine follow them, so that no words are lost.
 */
export function mergeProse(base: Node, mine: Node, theirs: Node): MergedProse {
  const spell = speller()
  const texts = { base: spell(base), mine: spell(mine), theirs: spell(theirs) }
  const inMine = matches(texts.base, texts.mine)
  const inTheirs = matches(texts.base, texts.theirs)
  const blocks: Node[] = []
  let conflicts = 0
  let from = { base: 0, mine: 0, theirs: 0 }
  const settle = (to: typeof from) => {
    const merged = mergeStretch({ texts, from, to }, mine, theirs)
    blocks.push(...merged.blocks)
    conflicts += merged.isConflict ? 1 : 0
  }
  for (let i = 0; i < texts.base.length; i += 1) {
    const mineAt = inMine[i]
    const theirsAt = inTheirs[i]
    if (mineAt === undefined || theirsAt === undefined) continue
    settle({ base: i, mine: mineAt, theirs: theirsAt })
    blocks.push(theirs.child(theirsAt))
    from = { base: i + 1, mine: mineAt + 1, theirs: theirsAt + 1 }
  }
  settle({ base: texts.base.length, mine: texts.mine.length, theirs: texts.theirs.length })
  if (blocks.length === 0) blocks.push(proseSchema.nodes.paragraph.create())
  return { doc: proseSchema.topNodeType.createChecked(null, blocks), conflicts }
}

interface Cut {
  base: number
  mine: number
  theirs: number
}

function mergeStretch(
  stretch: { texts: { base: string; mine: string; theirs: string }; from: Cut; to: Cut },
  mine: Node,
  theirs: Node,
): { blocks: Node[]; isConflict: boolean } {
  const { texts, from, to } = stretch
  const base = texts.base.slice(from.base, to.base)
  const my = texts.mine.slice(from.mine, to.mine)
  const their = texts.theirs.slice(from.theirs, to.theirs)
  const theirBlocks = Array.from(their, (_, i) => theirs.child(from.theirs + i))
  const myBlocks = Array.from(my, (_, i) => mine.child(from.mine + i))
  if (my === base || my === their) return { blocks: theirBlocks, isConflict: false }
  if (their === base) return { blocks: myBlocks, isConflict: false }
  if (base.length === my.length && base.length === their.length && base.length > 1) {
    // Neighbouring paragraphs, each changed by somebody: they are still paragraph for paragraph the same ones.
    const pairs = Array.from(base, (_, i) => {
      const one = { base: from.base + i, mine: from.mine + i, theirs: from.theirs + i }
      const next = { base: one.base + 1, mine: one.mine + 1, theirs: one.theirs + 1 }
      return mergeStretch({ texts, from: one, to: next }, mine, theirs)
    })
    return {
      blocks: pairs.flatMap((pair) => pair.blocks),
      isConflict: pairs.some((pair) => pair.isConflict),
    }
  }
  const known = new Set([...base, ...their])
  const added = myBlocks.filter((_, i) => !known.has(my.charAt(i)))
  return { blocks: [...theirBlocks, ...added], isConflict: true }
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

function speller(): (doc: Node) => string {
  const units = new Map<string, string>()
  return (doc) => {
    let text = ''
    doc.forEach((block) => {
      const key = JSON.stringify(block.toJSON())
      const unit = units.get(key) ?? String.fromCharCode(FIRST_UNIT + units.size)
      units.set(key, unit)
      text += unit
    })
    return text
  }
}
