import * as Y from 'yjs'
import { encodeFrame } from '@/lib/sync/wire'
import type { Chance } from './random'
import { statesOf } from './writers'

/** What a sender of frames may know of a chapter: its state, and the client id of somebody who writes in it. */
export interface Known {
  state: Uint8Array
  clientId: number
}

const chapterOf = (doc: Y.Doc) => doc.getXmlFragment('default')

function paragraphOf(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  return paragraph
}

function firstText(doc: Y.Doc): Y.XmlText {
  const found = chapterOf(doc)
    .toArray()
    .map((block) => (block instanceof Y.XmlElement ? block.get(0) : null))
    .find((child) => child instanceof Y.XmlText)
  if (found) return found
  const paragraph = paragraphOf('The lamp was lit at six.')
  chapterOf(doc).push([paragraph])
  return paragraph.get(0) as Y.XmlText
}

/** Elements in each other at the beginning of the chapter, words in the innermost. */
function nest(doc: Y.Doc, name: string, depth: number): void {
  doc.transact(() => {
    let parent: Y.XmlFragment = chapterOf(doc)
    for (let i = 0; i < depth; i++) {
      const inner = new Y.XmlElement(name)
      parent.insert(0, [inner])
      parent = inner
    }
    parent.insert(0, [paragraphOf('deep')])
  })
}

function withAttribute(name: string, attribute: string, value: string | number | object): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, string | number | object>>(name)
  element.setAttribute(attribute, value)
  element.insert(0, [new Y.XmlText('words')])
  return element as unknown as Y.XmlElement
}

/** Edits, honest and not. What the gate may take must leave a chapter; the rest it must refuse. */
const EDITS: ((doc: Y.Doc, chance: Chance) => void)[] = [
  (doc, chance) => firstText(doc).insert(chance.below(firstText(doc).length + 1), 'salt '),
  (doc, chance) => firstText(doc).delete(0, Math.min(firstText(doc).length, chance.below(4))),
  (doc) => firstText(doc).format(0, Math.min(4, firstText(doc).length), { bold: {} }),
  (doc, chance) =>
    chapterOf(doc).delete(chance.below(Math.max(1, chapterOf(doc).length)), chapterOf(doc).length ? 1 : 0),
  (doc, chance) =>
    chapterOf(doc).insert(
      0,
      Array.from({ length: 1 + chance.below(chance.oneIn(20) ? 400 : 4) }, (_, i) => paragraphOf(`p${i}`)),
    ),
  (doc, chance) => firstText(doc).insert(0, 'x'.repeat(chance.below(chance.oneIn(20) ? 60_000 : 200))),
  (doc) => firstText(doc).insert(0, '\ud83d'),
  (doc) => firstText(doc).insert(0, '\u0000\u2028\uffff'),
  (doc) => doc.getText('notes').insert(0, 'another root'),
  (doc) => doc.getMap('meta').set('title', { nested: [1, 2, 3] }),
  (doc) => doc.getMap('meta').set('doc', new Y.Doc()),
  (doc) => doc.getArray('default2').push([new Uint8Array(50)]),
  (doc) => chapterOf(doc).insert(0, [withAttribute('script', 'src', 'x')]),
  (doc) => chapterOf(doc).insert(0, [withAttribute('paragraph', 'onclick', 'x()')]),
  (doc) => chapterOf(doc).insert(0, [withAttribute('heading', 'level', 9)]),
  (doc) => chapterOf(doc).insert(0, [withAttribute('heading', 'level', { toString: 1 })]),
  (doc) => chapterOf(doc).insert(0, [new Y.XmlText('text without a block')]),
  (doc) => chapterOf(doc).insert(0, [new Y.XmlHook('hook') as unknown as Y.XmlElement]),
  (doc) => nest(doc, 'paragraph', 2),
  (doc) => nest(doc, 'blockquote', 60),
  (doc, chance) => nest(doc, 'blockquote', chance.oneIn(5) ? 3_000 : 100),
  (doc) => firstText(doc).insertEmbed(0, { image: 'data:,' }),
  (doc) => firstText(doc).insertEmbed(0, paragraphOf('a block in words')),
  (doc) => firstText(doc).format(0, Math.min(3, firstText(doc).length), { blink: {} }),
  (doc) => firstText(doc).insert(0, 'here', { link: { href: 'javascript:alert(1)' } }),
  (doc) => firstText(doc).insert(0, 'here', { link: { href: 7, onclick: 'x' } }),
  (doc) => firstText(doc).setAttribute('class', 'x'),
]

/** A copy of the chapter that writes under an id of its own, or of another. */
function copyOf(known: Known, chance: Chance): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, known.state)
  doc.clientID = chance.oneIn(8) ? known.clientId : 1 + chance.below(0xffffffff)
  return doc
}

function updateOf(known: Known, chance: Chance): Uint8Array {
  const doc = copyOf(known, chance)
  const before = Y.encodeStateVector(doc)
  const edit = () => chance.pick(EDITS)(doc, chance)
  edit()
  // Sometimes what came first is kept back, so that the rest refers to what nobody has.
  const since = chance.oneIn(6) ? Y.encodeStateVector(doc) : before
  if (chance.oneIn(2)) doc.transact(edit)
  const update = Y.encodeStateAsUpdate(doc, since)
  doc.destroy()
  return update
}

/** Frames made of a chapter's state. Each is sent as it is and with bytes changed, for making one costs more than sending it. */
const CLEAN_FRAMES = 30

/**
 * Frames that somebody may send: honest, hostile by their content, of another kind, or any of these with bytes changed.
 * Between two that are made the event loop turns, so that making them is not taken for a stall.
 */
export async function hostileFrames(known: Known, chance: Chance): Promise<() => Uint8Array> {
  const clean: Uint8Array[] = []
  while (clean.length < CLEAN_FRAMES) {
    clean.push(cleanFrame(known, chance))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return () => {
    const frame = chance.pick(clean)
    return chance.oneIn(2) ? mutated(frame, chance) : frame
  }
}

function cleanFrame(known: Known, chance: Chance): Uint8Array {
  const roll = chance.below(100)
  if (roll < 55) return encodeFrame({ type: 'update', update: updateOf(known, chance) })
  if (roll < 65) return encodeFrame({ type: 'step2', update: updateOf(known, chance) })
  if (roll < 72)
    return encodeFrame({ type: 'step1', stateVector: Y.encodeStateVectorFromUpdate(known.state) })
  if (roll < 75) return encodeFrame({ type: 'queryAwareness' })
  if (roll < 90) {
    const clientId = chance.oneIn(4) ? known.clientId : chance.below(0xffffffff)
    const state = chance.pick([
      { cursor: null },
      null,
      { cursor: { anchor: 'x', head: [] }, user: { name: 'Mara' } },
      'words',
      7,
    ])
    return encodeFrame({
      type: 'awareness',
      states: statesOf([{ clientId, clock: chance.below(2 ** 31), state }]),
    })
  }
  if (roll < 94) return encodeFrame({ type: 'ack', ordinal: chance.below(1_000), seq: chance.below(1_000) })
  return Uint8Array.from({ length: chance.below(2_000) }, () => chance.below(256))
}

/** The same bytes with one to three of them flipped, changed, cut off, put in, taken out or lengthened as a varint. */
export function mutated(frame: Uint8Array, chance: Chance): Uint8Array {
  let bytes = frame
  for (let changes = 1 + chance.below(3); changes > 0; changes--) {
    // Most of what decides how a frame is read stands at its beginning.
    const at = chance.below(chance.oneIn(2) ? Math.min(64, bytes.length + 1) : bytes.length + 1)
    const old = bytes[at] ?? 0
    const changed = [
      () => spliced(bytes, at, 1, old ^ (1 << chance.below(8))),
      () => spliced(bytes, at, 1, chance.below(256)),
      () => bytes.slice(0, at),
      () => spliced(bytes, at, 0, chance.below(256)),
      () => spliced(bytes, at, 1 + chance.below(3)),
      () => spliced(bytes, at, 1, old | 0x80, 0),
    ]
    bytes = chance.pick(changed)()
  }
  return bytes
}

function spliced(bytes: Uint8Array, at: number, out: number, ...into: number[]): Uint8Array {
  const rest = bytes.subarray(Math.min(bytes.length, at + out))
  const made = new Uint8Array(at + into.length + rest.length)
  made.set(bytes.subarray(0, at))
  made.set(into, at)
  made.set(rest, at + into.length)
  return made
}
