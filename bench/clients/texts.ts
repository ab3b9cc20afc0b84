import * as Y from 'yjs'
import { chanceFrom } from '@/tests/support/random'

const SENTENCE = 'The ferry left at six and nobody stood on the quay to see it. '
const SENTENCE_WORDS = 13
const WORDS_PER_PARAGRAPH = 65
/** Words of a chapter with a history, before its edits. */
const HISTORY_WORDS = 30_000
const SITTINGS = 40
const EDITS_PER_UPDATE = 250

/** A chapter as updates in order, and how far somebody is who has all of it. */
export interface Text {
  updates: Uint8Array[]
  clocks: [clientId: number, clock: number][]
}

function write(make: (doc: Y.Doc) => void): Text {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  make(doc)
  return { updates, clocks: [...Y.decodeStateVector(Y.encodeStateVector(doc))] }
}

/** Paragraphs of so many words at the end of the chapter, in one update. */
function paste(doc: Y.Doc, words: number): Y.XmlText[] {
  const texts = Array.from(
    { length: Math.ceil(words / WORDS_PER_PARAGRAPH) },
    () => new Y.XmlText(SENTENCE.repeat(WORDS_PER_PARAGRAPH / SENTENCE_WORDS)),
  )
  const blocks = texts.map((text) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    return paragraph
  })
  doc.transact(() => doc.getXmlFragment('default').push(blocks))
  return texts
}

/** A chapter of so many words, pasted. */
export function pasted(words: number): Text {
  return write((doc) => void paste(doc, words))
}

/**
 * A chapter of 30,000 words that was written in 40 sittings, each with a client id of its own, as browsers have: some
 * paragraphs, then single letters typed and deleted all over what is there. The same for the same number of edits but for
 * the client ids.
 */
export function withHistory(edits: number): Text {
  return write((doc) => {
    const chance = chanceFrom(edits)
    const texts: Y.XmlText[] = []
    const edit = () => {
      const text = chance.pick(texts)
      if (chance.oneIn(4)) text.delete(chance.below(text.length - 1), 1)
      else text.insert(chance.below(text.length), 'e')
    }
    for (let sitting = 1, done = 0; sitting <= SITTINGS; sitting++) {
      doc.clientID = new Y.Doc().clientID
      texts.push(...paste(doc, HISTORY_WORDS / SITTINGS))
      const until = Math.round((edits * sitting) / SITTINGS)
      while (done < until)
        doc.transact(() => {
          for (let i = 0; i < EDITS_PER_UPDATE && done < until; i++, done++) edit()
        })
    }
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
