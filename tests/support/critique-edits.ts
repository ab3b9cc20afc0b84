import * as Y from 'yjs'

/** What an editor would write that presses Enter before these words, which stand in one text: a Yjs update. */
export function updateAfter(state: Uint8Array, words: string): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const root = doc.getXmlFragment('default')
  const before = Y.encodeStateVector(doc)
  for (const [index, block] of root.toArray().entries()) {
    const text = (block as Y.XmlElement).get(0) as Y.XmlText | undefined
    const said = text?.toString() ?? ''
    const at = said.indexOf(words)
    if (!text || at < 0) continue
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(said.slice(at))])
    doc.transact(() => {
      text.delete(at, said.length - at)
      root.insert(index + 1, [paragraph])
    })
    return Y.encodeStateAsUpdate(doc, before)
  }
  throw new Error(`“${words}” is not in the text`)
}
