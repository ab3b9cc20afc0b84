import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { applyProse, fragmentToProse } from '@/lib/prose/ydoc'
import type { KeptChapter } from './local-store'
import { mergeProse } from './merge-prose'
import { salvage } from './salvage'

/** True when unsaved words found here were made on what the server has; else it would ask for the rest for ever. */
export function fitsOn(found: KeptChapter, fetched: { epoch: number; update: Uint8Array }): boolean {
  if (found.unsaved.length === 0) return true
  const updates = found.unsaved.map(({ bytes }) => bytes)
  return found.epoch === fetched.epoch && salvage(fetched.update, updates).isWhole
}

/** True when the doc has words that the state (an update of all it holds) never had. */
export function holdsMore(doc: Y.Doc, state: Uint8Array): boolean {
  const theirs = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))
  const ours = Y.decodeStateVector(Y.encodeStateVector(doc))
  return [...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0))
}

/** What `oldDoc` changed since `base` (the last saved state, one update) goes into the fresh doc as a difference. */
export function reapply(base: Uint8Array, oldDoc: Y.Doc, fresh: Y.Doc): void {
  const baseDoc = new Y.Doc()
  baseDoc.getXmlFragment(CHAPTER_FRAGMENT)
  Y.applyUpdate(baseDoc, base)
  const prose = (of: Y.Doc) => fragmentToProse(of.getXmlFragment(CHAPTER_FRAGMENT))
  const merged = mergeProse(prose(baseDoc), prose(oldDoc), prose(fresh))
  applyProse(fresh.getXmlFragment(CHAPTER_FRAGMENT), merged.doc)
  baseDoc.destroy()
}
