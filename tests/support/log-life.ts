import * as Y from 'yjs'
import type { Database } from '@/lib/db/client'
import type { UpdateLog } from '@/lib/sync/contract'
import type { Merge } from '@/lib/sync/merge'
import { mergeHere } from '@/lib/sync/merge'
import { textOf } from './writers'

/** Merges in this thread, for tests of what is done with the outcome. */
export const mergeAtOnce: Merge = (ask) => Promise.resolve().then(() => mergeHere(ask))

/** Someone who writes in a doc of the log, one row per act. */
export interface Typist {
  readonly doc: Y.Doc
  /** The chapter's words as this writer has them. */
  readonly text: string
  /** Writes at an offset and saves it. */
  type(at: number, words: string): Promise<void>
  /** Deletes and saves it. */
  cut(at: number, length: number): Promise<void>
}

/** Makes an empty doc and somebody who writes in it. */
export async function typistIn(
  db: Database,
  log: UpdateLog,
  docId: string,
  authorId = 'mara',
): Promise<Typist> {
  await db.doc.create({ data: { id: docId, schemaVersion: 1, createdAt: new Date(0) } })
  const doc = new Y.Doc({ gc: false })
  const unsaved: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => unsaved.push(bytes))
  const save = async () => {
    for (const bytes of unsaved.splice(0)) await log.append(docId, [{ bytes, authorId, bindings: [] }])
  }
  const text = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  doc.getXmlFragment('default').push([paragraph])
  await save()
  return {
    doc,
    get text() {
      return textOf(doc)
    },
    async type(at, words) {
      text.insert(at, words)
      await save()
    },
    async cut(at, length) {
      text.delete(at, length)
      await save()
    },
  }
}

/** The doc that a stored or merged state makes. */
export function docOf(...updates: readonly (Uint8Array | undefined)[]): Y.Doc {
  const doc = new Y.Doc()
  for (const bytes of updates) if (bytes) Y.applyUpdate(doc, bytes)
  return doc
}

/** Text and state vector of what a cold load of the doc gives. */
export async function coldState(log: UpdateLog, docId: string) {
  const stored = await log.load(docId)
  const doc = docOf(stored?.snapshot?.bytes, ...(stored?.rows ?? []).map(({ bytes }) => bytes))
  return {
    text: textOf(doc),
    vector: [...Y.encodeStateVector(doc)],
    seq: stored?.seq,
    rows: stored?.rows.length,
    damage: stored?.damage,
  }
}
