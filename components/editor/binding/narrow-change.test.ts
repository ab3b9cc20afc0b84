import fc from 'fast-check'
import { Transform } from '@tiptap/pm/transform'
import type { Node } from '@tiptap/pm/model'
import { describe, expect, it } from 'vitest'
import { proseSchema } from '@/lib/prose/schema'
import { changeNarrowly } from './narrow-change'

const { doc, paragraph, heading, sceneBreak, blockquote, hardBreak } = proseSchema.nodes

const run = fc
  .record({ words: fc.constantFrom('a', 'aa', 'ab', 'the bell', '“No,”', ' '), isBold: fc.boolean() })
  .map(({ words, isBold }) => proseSchema.text(words, isBold ? [proseSchema.mark('bold')] : []))
const inline = fc.array(fc.oneof({ weight: 5, arbitrary: run }, fc.constant(hardBreak.create())), {
  maxLength: 5,
})
const block: fc.Arbitrary<Node> = fc.oneof(
  { weight: 6, arbitrary: inline.map((content) => paragraph.create(null, content)) },
  inline.map((content) => heading.create({ level: 2 }, content)),
  fc.constant(sceneBreak.create()),
  inline.map((content) => blockquote.create(null, paragraph.create(null, content))),
)
const chapter = fc.array(block, { minLength: 1, maxLength: 6 })

/** What others made of a chapter: each block kept, changed or taken out, and new ones put between. */
const change = chapter.chain((blocks) =>
  fc.tuple(
    fc.constant(blocks),
    fc.tuple(...blocks.map(() => fc.tuple(fc.constantFrom('keep', 'change', 'remove', 'insert'), block))),
  ),
)

function wantedOf(blocks: readonly Node[], acts: readonly (readonly [string, Node])[]) {
  const wanted: { node: Node; old: Node | undefined }[] = []
  blocks.forEach((old, i) => {
    const [what = 'keep', other = old] = acts[i] ?? []
    if (what === 'insert') wanted.push({ node: other, old: undefined })
    if (what === 'remove') return
    const isSameKind = other.type === old.type
    // Yjs knows a changed block by its element: a copy of an unchanged one is another object with equal content.
    wanted.push({ node: what === 'change' && isSameKind ? other : old.copy(old.content), old })
  })
  return wanted.length > 0 ? wanted : [{ node: paragraph.create(), old: undefined }]
}

/** Blocks as the change pairs them, and what stands in two quotes in the order in which it stands there. */
function predecessorAmong(wanted: readonly { node: Node; old: Node | undefined }[]) {
  const olds = new Map<Node, Node>()
  const pair = (node: Node, old: Node | undefined) => {
    if (!old) return
    olds.set(node, old)
    if (node.type === blockquote && old.type === blockquote)
      node.forEach((child, _, i) => pair(child, old.maybeChild(i) ?? undefined))
  }
  for (const { node, old } of wanted) pair(node, old)
  return (node: Node) => olds.get(node)
}

describe('narrow changes', () => {
  it('always end at what is wanted, in steps that a transform accepts', () => {
    let changed = 0
    fc.assert(
      fc.property(change, ([blocks, acts]) => {
        // Each block is an object of its own, as in an editor's doc.
        const before = doc.create(
          null,
          blocks.map((one) => one.copy(one.content)),
        )
        const wanted = wantedOf(before.content.content, acts)
        const tr = new Transform(before)
        const nodes = wanted.map(({ node }) => node)
        changeNarrowly(tr, nodes, predecessorAmong(wanted))
        tr.doc.check()
        expect(tr.doc.toJSON()).toEqual(doc.create(null, nodes).toJSON())
        if (tr.steps.length > 0) changed += 1
      }),
      { numRuns: 500 },
    )
    expect(changed).toBeGreaterThan(100)
  })

  it('takes no step where nothing changed', () => {
    const before = doc.create(null, [paragraph.create(null, proseSchema.text('Fog.')), sceneBreak.create()])
    const tr = new Transform(before)
    changeNarrowly(
      tr,
      before.content.content.map((one) => one.copy(one.content)),
      (node) => before.content.content.find((old) => old.eq(node)),
    )
    expect(tr.steps).toHaveLength(0)
    expect(tr.doc).toBe(before)
  })

  it('changes only the letters that differ, in several places of one paragraph', () => {
    const line = (words: string) => paragraph.create(null, proseSchema.text(words))
    const before = doc.create(null, [line('The ferry stopped running in October.')])
    const tr = new Transform(before)
    changeNarrowly(tr, [line('The old ferry stopped running in late October.')], () => before.child(0))
    const words = 'stopped running'
    const at = 1 + 'The ferry '.length
    const [from, to] = [tr.mapping.map(at, 1), tr.mapping.map(at + words.length, -1)]
    expect(tr.doc.textBetween(from, to)).toBe(words)
    expect(tr.steps).toHaveLength(2)
  })

  it('changes only the paragraph that differs inside a quote', () => {
    const line = (words: string) => paragraph.create(null, proseSchema.text(words))
    const [first, second] = [line('“Mother is ill.'), line('Come soon.”')]
    const quote = blockquote.create(null, [first, second])
    const changed = line('Come at once.”')
    const tr = new Transform(doc.create(null, [quote]))
    const wanted = blockquote.create(null, [first, changed])
    changeNarrowly(tr, [wanted], (node) => (node === wanted ? quote : node === changed ? second : node))
    expect(tr.doc.child(0).eq(wanted)).toBe(true)
    const from = 2
    const to = from + 'Mother is ill'.length
    expect([tr.mapping.mapResult(from).deleted, tr.mapping.mapResult(to).deleted]).toEqual([false, false])
    expect(tr.doc.child(0).child(0)).toBe(first)
  })
})
