import * as Y from 'yjs'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { sentences, VOCABULARY } from './sentences'

/** A chapter as updates in order, and how far somebody is who has all of it. */
export interface RichText {
  updates: Uint8Array[]
  clocks: [clientId: number, clock: number][]
  /** The whole as one update. */
  state: Uint8Array
}

/** How many pages wrote it, each with a client id of its own as browsers have. */
const SITTINGS = 12
/** A word goes in, out, or gets another look, so many times for each word of the chapter. */
const EDITS_PER_WORD = 0.5
const EDITS_PER_UPDATE = 100
const PARAGRAPH_WORDS = 60
const LOOKS = ['bold', 'italic', 'italic', 'strike'] as const

/**
 * A chapter of about so many words with all that a chapter may hold (headings, quotes, scene breaks, line breaks,
 * emphasis, links), written in 12 sittings: each adds blocks and then changes words all over what is there, so that
 * paragraphs are in pieces of several clients. The same for the same number of words.
 */
export function richText(words: number): RichText {
  const chance = chanceFrom(words)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const texts: Y.XmlText[] = []
  let written = 0
  let blocks = 0
  let edits = 0
  for (let sitting = 1; sitting <= SITTINGS; sitting++) {
    doc.clientID = 100_000_000 + chance.below(2_000_000_000)
    const until = (words * sitting) / SITTINGS
    doc.transact(() => {
      while (written < until) {
        const block = blockAt(blocks++, chance)
        doc.getXmlFragment('default').push([block])
        texts.push(...textsIn(block))
        written += textsIn(block).reduce((sum, text) => sum + wordsOf(text).length, 0)
      }
    })
    const editsUntil = until * EDITS_PER_WORD
    while (edits < editsUntil)
      doc.transact(() => {
        for (let i = 0; i < EDITS_PER_UPDATE && edits < editsUntil; i++, edits++)
          changeAWord(chance.pick(texts), chance)
      })
  }
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))]
  return { updates, clocks, state: Y.encodeStateAsUpdate(doc) }
}

function blockAt(index: number, chance: Chance): Y.XmlElement {
  if (index % 14 === 0) return heading(index === 0 ? 1 : chance.below(2) + 2, chance)
  if (index % 17 === 8) return new Y.XmlElement('sceneBreak')
  if (index % 9 !== 4) return paragraph(PARAGRAPH_WORDS, chance)
  const quote = new Y.XmlElement('blockquote')
  quote.insert(0, [paragraph(PARAGRAPH_WORDS / 2, chance), paragraph(PARAGRAPH_WORDS / 3, chance)])
  return quote
}

function heading(level: number, chance: Chance): Y.XmlElement {
  const block = new Y.XmlElement('heading')
  // y-tiptap writes numbers as they are, whatever Yjs's types say.
  block.setAttribute('level', level as unknown as string)
  block.insert(0, [new Y.XmlText(sentences(5, chance).replace(/\.$/, ''))])
  return block
}

function paragraph(words: number, chance: Chance): Y.XmlElement {
  const block = new Y.XmlElement('paragraph')
  block.insert(0, [dressedText(words, chance)])
  if (chance.oneIn(10)) block.insert(1, [new Y.XmlElement('hardBreak'), dressedText(8, chance)])
  return block
}

/** Sentences with an emphasis for each twenty words, and a link in every fourth text. */
function dressedText(words: number, chance: Chance): Y.XmlText {
  const text = new Y.XmlText()
  const plain = sentences(words, chance)
  const marks = spansOfWords(plain).filter((_, i) => i % 20 === 11)
  let at = 0
  const add = (until: number, attributes: Record<string, object>) => {
    if (until > at) text.insert(at, plain.slice(at, until), attributes)
    at = Math.max(at, until)
  }
  for (const [i, { from, to }] of marks.entries()) {
    add(from, {})
    add(to, i === 0 && chance.oneIn(4) ? { link: { href: 'https://example.org/tides' } } : lookFrom(chance))
  }
  add(plain.length, {})
  return text
}

function lookFrom(chance: Chance): Record<string, object> {
  return { [chance.pick(LOOKS)]: {} }
}

function changeAWord(text: Y.XmlText, chance: Chance): void {
  const spans = wordsOf(text)
  const { from, to } = chance.pick(spans.length > 0 ? spans : [{ from: 0, to: 0 }])
  const act = chance.below(10)
  if (act < 5) text.insert(to, ` ${chance.pick(VOCABULARY)}`)
  else if (act < 9 && spans.length > 4 && from > 0) text.delete(from - 1, to - from + 1)
  else if (to > from) text.format(from, to - from, lookFrom(chance))
}

function textsIn(block: Y.XmlElement): Y.XmlText[] {
  return block
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : [],
    )
}

function wordsOf(text: Y.XmlText): { from: number; to: number }[] {
  const runs = text.toDelta() as { insert: string }[]
  return spansOfWords(runs.map(({ insert }) => insert).join(''))
}

/** Where each word stands, in UTF-16 code units, end-exclusive. */
export function spansOfWords(plain: string): { from: number; to: number }[] {
  return [...plain.matchAll(/\p{L}+/gu)].map(({ index, 0: word }) => ({
    from: index,
    to: index + word.length,
  }))
}
