import * as Y from 'yjs'
import { plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { fragmentToProse } from '@/lib/prose/ydoc'

/** A copy of a chapter put together from what a device kept. */
export interface Salvaged {
  /** Everything as one update, also what nothing stands under. */
  state: Uint8Array
  /** Plain text: the chapter, and after it the words whose place in it is not known. Empty when there are no words. */
  text: string
  /** True when every update has what it stands on. */
  isWhole: boolean
}

/** Puts kept updates on the state they were made on; `state` is null where that is lost. */
export function salvage(state: Uint8Array | null, updates: readonly Uint8Array[]): Salvaged {
  const all = Y.mergeUpdates([...(state ? [state] : []), ...updates])
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  Y.applyUpdate(doc, all)
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  const placed = plainText(fragmentToProse(fragment))
  const text =
    doc.store.pendingStructs === null
      ? placed
      : joined([placed, strayWords(doc, updates.length > 0 ? updates : [all])])
  doc.destroy()
  return { state: all, text, isWhole }
}

/** The paragraphs of a copy that do not stand in `text` as they are, in their order. */
export function beyond(copy: string, text: string): string {
  const known = new Set(text.split('\n'))
  return copy
    .split('\n')
    .filter((line) => line.trim() !== '' && !known.has(line))
    .join('\n')
}

function joined(parts: string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n\n')
}

/** The words in updates that the doc could not place, in the order of writing; a line for each place in the text. */
function strayWords(doc: Y.Doc, updates: readonly Uint8Array[]): string {
  const placed = Y.decodeStateVector(Y.encodeStateVector(doc))
  let words = ''
  let end: Y.ID | null = null
  for (const struct of Y.decodeUpdate(Y.mergeUpdates([...updates])).structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue
    const { client, clock } = struct.id
    if (clock + struct.length <= (placed.get(client) ?? 0)) continue
    const goesOn = end !== null && struct.origin?.client === end.client && struct.origin.clock === end.clock
    words += (words === '' || goesOn ? '' : '\n') + struct.content.str
    end = Y.createID(client, clock + struct.length - 1)
  }
  return words
}
