import * as Y from 'yjs'
import { plainMap } from '@/lib/prose/plain'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { encodeBase64 } from '@/lib/text/anchor'
import { plainText, TEXT_ROOT } from '@/lib/text/plain'
import { spansOfWords } from './chapter'

/** Words that have a thread. */
export interface Passage {
  quote: string
  /** Yjs positions of the ends, in base64, as the API takes them. */
  start: string
  end: string
  /** ProseMirror's positions in the chapter as it begins. */
  from: number
  to: number
}

/** A place between words where somebody may type: not in a passage, not in a mark, in a paragraph of the top level. */
export interface Spot {
  /** Index among the blocks of the top level. */
  block: number
  /** ProseMirror's position. */
  position: number
  /** A Yjs position (encoded) that is bound to the last letter before it. */
  place: Uint8Array
}

const MOST_WORDS = 4

/**
 * So many passages spread evenly over the chapter, none next to another, and every spot between them.
 * @throws {RangeError} when the chapter has too few words for them
 */
export function passagesAndSpots(doc: Y.Doc, many: number): { passages: Passage[]; spots: Spot[] } {
  const fragment = doc.getXmlFragment(TEXT_ROOT)
  const plain = plainText(fragment)
  const prose = fragmentToProse(fragment)
  const map = plainMap(prose)
  const words = spansOfWords(plain.text)
  const stride = words.length / many
  if (stride < 3) throw new RangeError(`${words.length} words are too few for ${many} passages.`)
  const length = Math.min(MOST_WORDS, Math.floor(stride / 2))
  const taken = new Set<number>()
  const passages = Array.from({ length: many }, (_, i): Passage => {
    const first = Math.floor(i * stride)
    let last = first + length - 1
    while (last > first && plain.text.slice(words[first]!.from, words[last]!.to).includes('\n')) last -= 1
    for (let word = first; word <= last; word++) taken.add(word)
    const [from, to] = [words[first]!.from, words[last]!.to]
    return {
      quote: plain.text.slice(from, to),
      start: encodeBase64(plain.positionBefore(from)),
      end: encodeBase64(plain.positionAfter(to)),
      from: map.positionAt(from),
      to: map.positionAt(to),
    }
  })
  const spots = words.flatMap(({ to }, i): Spot[] => {
    if (taken.has(i) || plain.text[to] !== ' ') return []
    const position = map.positionAt(to)
    const place = prose.resolve(position)
    if (place.depth !== 1 || place.parent.type.name !== 'paragraph' || place.marks().length > 0) return []
    return [{ block: place.index(0), position, place: plain.positionAfter(to) }]
  })
  return { passages, spots }
}

/** Where passages stand in a later state of the chapter. */
export interface Standing {
  quote: string
  from: number
  to: number
}

/**
 * Where each passage stands now, by its Yjs positions, in ProseMirror's; and the text as ProseMirror has it.
 * @throws {RangeError} when one has lost its words: typists write outside of them
 */
export function standings(state: Uint8Array, passages: readonly Passage[]): Standing[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const fragment = doc.getXmlFragment(TEXT_ROOT)
  const plain = plainText(fragment)
  const map = plainMap(fragmentToProse(fragment))
  return passages.map(({ quote, start, end }) => {
    const from = plain.resolve(Buffer.from(start, 'base64'))?.offset ?? 0
    const to = plain.resolve(Buffer.from(end, 'base64'))?.offset ?? 0
    if (plain.text.slice(from, to) !== quote) throw new RangeError(`“${quote}” has lost its words.`)
    return { quote, from: map.positionAt(from), to: map.positionAt(to) }
  })
}

/** The plain text of a chapter (`lib/prose`). */
export function textOf(state: Uint8Array): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return plainText(doc.getXmlFragment(TEXT_ROOT)).text
}
