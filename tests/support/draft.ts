import * as Y from 'yjs'
import type { ApiClient } from './api'

/** A chapter's draft as a test changes it: its blocks, counted from 0. */
export interface Draft {
  blocks(): Y.XmlElement[]
  /** Replaces words of a block that stand in one run of it. */
  replace(block: number, words: string, by: string): void
  cut(block: number): void
  /** Cut and paste, as a person moves a block: it gets another id. */
  move(block: number, to: number): void
  insert(at: number, words: string): void
}

function draftOf(fragment: Y.XmlFragment): Draft {
  const blocks = () => fragment.toArray() as Y.XmlElement[]
  const insert = (at: number, words: string) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    fragment.insert(at, [paragraph])
  }
  return {
    blocks,
    insert,
    replace(block, words, by) {
      const children = blocks()[block]?.toArray() ?? []
      const text = children.find((one) => one instanceof Y.XmlText)
      const at = text?.toString().indexOf(words) ?? -1
      if (!text || at < 0) throw new Error(`“${words}” does not stand at the start of block ${block}.`)
      text.delete(at, words.length)
      text.insert(at, by)
    },
    cut: (block) => fragment.delete(block, 1),
    move(block, to) {
      const words = blocks()[block]?.toArray().join('') ?? ''
      fragment.delete(block, 1)
      insert(to, words)
    },
  }
}

/** Writes in a chapter as a browser of `api`’s person does; durable when it resolves. */
export async function writeDraft(
  api: ApiClient,
  chapterId: string,
  write: (draft: Draft) => void,
): Promise<void> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await api.call('GET', `/api/v1/chapters/${chapterId}/state`)).bytes)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => write(draftOf(doc.getXmlFragment('default'))))
  const { status } = await api.call('POST', `/api/v1/chapters/${chapterId}/updates`, {
    bytes: Y.encodeStateAsUpdate(doc, before),
  })
  if (status >= 300) throw new Error(`The draft was not taken: ${status}`)
}
