import { Mark, Node } from '@tiptap/core'
import type { AnyExtension, Attributes } from '@tiptap/core'
import type { AttributeSpec, DOMOutputSpec, MarkSpec, Node as ProseNode, NodeSpec } from '@tiptap/pm/model'
import { MARK_SPECS, NODE_SPECS } from '@/lib/prose/schema'

/** Tiptap orders types by priority, highest first; each of ours gets its own, so that order and rank are lib/prose's. */
const FIRST_PRIORITY = 1_000

function attributesOf(specs: Record<string, AttributeSpec> | null | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(specs ?? {}).map(([name, spec]) => [
      name,
      {
        // Attributes come from the specs' own parse rules and are printed by their own toDOM.
        parseHTML: () => null,
        rendered: false,
        ...('default' in spec ? { default: spec.default as unknown } : { isRequired: true }),
        ...(spec.validate ? { validate: spec.validate } : {}),
      },
    ]),
  )
}

/**
 * The words in a block as a custom property, from which the style sheet estimates the height of blocks that were not
 * drawn yet (`content-visibility`). It is set when a block is made and never written to the text.
 */
function withSize(spec: NodeSpec, node: ProseNode): DOMOutputSpec {
  const output: DOMOutputSpec | undefined = spec.toDOM?.(node)
  if (!node.isTextblock || !Array.isArray(output)) return (output ?? 'p') as DOMOutputSpec
  const [tag, ...rest] = output as unknown as [string, ...unknown[]]
  return [tag, { style: `--characters: ${node.content.size}` }, ...rest] as unknown as DOMOutputSpec
}

function nodeExtension(name: string, spec: NodeSpec, priority: number): AnyExtension {
  return Node.create({
    name,
    priority,
    topNode: name === 'doc',
    ...(spec.content === undefined ? {} : { content: spec.content }),
    ...(spec.group === undefined ? {} : { group: spec.group }),
    ...(spec.inline === undefined ? {} : { inline: spec.inline }),
    ...(spec.selectable === undefined ? {} : { selectable: spec.selectable }),
    ...(spec.defining === undefined ? {} : { defining: spec.defining }),
    ...(spec.linebreakReplacement === undefined ? {} : { linebreakReplacement: spec.linebreakReplacement }),
    addAttributes: () => attributesOf(spec.attrs),
    ...(spec.parseDOM ? { parseHTML: () => spec.parseDOM } : {}),
    ...(spec.toDOM ? { renderHTML: ({ node }: { node: ProseNode }) => withSize(spec, node) } : {}),
    ...(name === 'hardBreak' ? { renderText: () => '\n' } : {}),
  })
}

function markExtension(name: string, spec: MarkSpec, priority: number): AnyExtension {
  return Mark.create({
    name,
    priority,
    ...(spec.inclusive === undefined ? {} : { inclusive: spec.inclusive }),
    addAttributes: () => attributesOf(spec.attrs),
    ...(spec.parseDOM ? { parseHTML: () => spec.parseDOM } : {}),
    ...(spec.toDOM ? { renderHTML: ({ mark }: { mark: never }) => spec.toDOM?.(mark, true) ?? 'span' } : {}),
  } as Parameters<typeof Mark.create>[0])
}

/** The chapter schema of `lib/prose` as Tiptap extensions: same nodes, marks, attributes, order and rank. */
export function proseExtensions(): AnyExtension[] {
  const nodes = Object.entries<NodeSpec>(NODE_SPECS).map(([name, spec], i) =>
    nodeExtension(name, spec, FIRST_PRIORITY - i),
  )
  const marks = Object.entries<MarkSpec>(MARK_SPECS).map(([name, spec], i) =>
    markExtension(name, spec, FIRST_PRIORITY - nodes.length - i),
  )
  return [...nodes, ...marks]
}
