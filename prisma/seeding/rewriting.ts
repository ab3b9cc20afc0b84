import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { ask } from '@/lib/events/events'
import { CHAPTER_FRAGMENT, proseSchema } from '@/lib/prose/schema'
import { applyProse, fragmentToProse } from '@/lib/prose/ydoc'

/** What an author did to a chapter, in the order it was done. */
export type Revision =
  /** Other words instead of these; empty cuts them. The words stand in one paragraph. */
  | { replace: string; by: string }
  /** Cuts the paragraph that begins so and pastes it after the one that begins with `after`. */
  | { move: string; after: string }

function replaceWords(doc: Node, words: string, by: string): Node {
  const json = JSON.stringify(doc.toJSON())
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1)
  if (!json.includes(escaped(words))) throw new Error(`The sample has no words “${words}”`)
  return proseSchema.nodeFromJSON(JSON.parse(json.replace(escaped(words), () => escaped(by))) as object)
}

function moveParagraph(doc: Node, beginning: string, after: string): Node {
  const blocks: Node[] = []
  doc.forEach((block) => blocks.push(block))
  const from = blocks.findIndex((block) => block.textContent.startsWith(beginning))
  const [moved] = from < 0 ? [] : blocks.splice(from, 1)
  const to = blocks.findIndex((block) => block.textContent.startsWith(after))
  if (!moved || to < 0) throw new Error(`The sample has no paragraphs “${beginning}” and “${after}”`)
  blocks.splice(to + 1, 0, moved)
  return proseSchema.node('doc', null, blocks)
}

/** Applies a revision as its author would by editing: as a difference, through the gate, durable when it resolves. */
export async function rewrite(docId: string, userId: string, revision: Revision): Promise<void> {
  const { state } = await ask('doc.state', { docId })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const before = Y.encodeStateVector(doc)
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  const prose = fragmentToProse(fragment)
  const next =
    'move' in revision
      ? moveParagraph(prose, revision.move, revision.after)
      : replaceWords(prose, revision.replace, revision.by)
  applyProse(fragment, next)
  await ask('doc.apply', { docId, update: Y.encodeStateAsUpdate(doc, before), userId })
}
