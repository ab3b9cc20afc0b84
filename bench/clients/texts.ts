import * as Y from 'yjs'
import { chanceFrom } from '@/tests/support/random'

const SENTENCE = 'The ferry left at six and nobody stood on the quay to see it. '
const SENTENCE_WORDS = 13
const WORDS_PER_PARAGRAPH = 65
/** Words of a chapter with a history, before its edits. */
const HISTORY_WORDS = 30_000
const EDITS_PER_UPDATE = 500

/** A chapter as updates in order, all in the name of one client. */
export interface Text {
  updates: Uint8Array[]
  clientId: number
  clock: number
}

function write(make: (doc: Y.Doc) => void): Text {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  make(doc)
  const clock = Y.decodeStateVector(Y.encodeStateVector(doc)).get(doc.clientID) ?? 0
  return { updates, clientId: doc.clientID, clock }
}

function addWords(doc: Y.Doc, words: number): Y.XmlText[] {
  const paragraphs = Math.ceil(words / WORDS_PER_PARAGRAPH)
  const texts = Array.from(
    { length: paragraphs },
    () => new Y.XmlText(SENTENCE.repeat(WORDS_PER_PARAGRAPH / SENTENCE_WORDS)),
  )
  const blocks = texts.map((text) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    return paragraph
  })
  doc.transact(() => doc.getXmlFragment('default').insert(0, blocks))
  return texts
}

/** A chapter of so many words, pasted. */
export function pasted(words: number): Text {
  return write((doc) => void addWords(doc, words))
}

/** A chapter of 30,000 words with so many single letters typed and deleted all over it: the same for the same number. */
export function withHistory(edits: number): Text {
  return write((doc) => {
    const texts = addWords(doc, HISTORY_WORDS)
    const chance = chanceFrom(edits)
    const edit = () => {
      const text = chance.pick(texts)
      if (chance.oneIn(4)) text.delete(chance.below(text.length - 1), 1)
      else text.insert(chance.below(text.length), 'e')
    }
    for (let done = 0; done < edits; done += EDITS_PER_UPDATE)
      doc.transact(() => {
        for (let i = 0; i < EDITS_PER_UPDATE; i++) edit()
      })
  })
}

/** A writer at the keyboard: a new paragraph, then one letter for each update, each one clock unit. */
export interface Typing {
  clientId: number
  /** Begins the paragraph; the letters follow it. */
  opening: Uint8Array
  /** The clock after the opening: letter `i` is clock `begin + i`. */
  begin: number
  letters: Uint8Array[]
}

/** What somebody with this client id types into a doc that he has not seen, as the updates of a stock editor. */
export function typing(letters: number): Typing {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  doc.transact(() => {
    paragraph.insert(0, [text])
    doc.getXmlFragment('default').insert(0, [paragraph])
  })
  const begin = Y.decodeStateVector(Y.encodeStateVector(doc)).get(doc.clientID) ?? 0
  for (let i = 0; i < letters; i++) text.insert(i, SENTENCE[i % SENTENCE.length]!)
  const [opening, ...rest] = updates
  return { clientId: doc.clientID, opening: opening!, begin, letters: rest }
}
