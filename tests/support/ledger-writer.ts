import * as Y from 'yjs'
import type { Frame } from '@/lib/sync/wire'
import type { Promised } from './ledger'
import type { Chance } from './random'
import { rawClient, type RawClient } from './raw-client'

/** How many words a writer sends before he waits for an acknowledgement. */
const UNDER_WAY = 4

const WORD = /^[a-z]+-\d+$/

/** Where a writer writes, and as whom. */
export interface Desk {
  url: string
  docId: string
  token: string
}

/**
 * Somebody who writes single words in a chapter and keeps account of what he was promised: the words that were
 * acknowledged to him, and the words of others that he saw.
 */
export class LedgerWriter implements Promised {
  readonly doc = new Y.Doc()
  readonly acknowledged = new Set<string>()
  readonly seen = new Set<string>()
  /** How often he was told that what he writes is not saved. */
  troubles = 0
  client: RawClient | null = null
  /** Words sent on this connection, by the ordinal of the frame that carried them. */
  #sent: { word: string; ordinal: number }[] = []
  #unsaved: string[] = []
  #next = 1
  #whenSaved: () => void = () => undefined

  /** @param who a name of small letters; his words begin with it */
  constructor(
    readonly who: string,
    private readonly desk: Desk,
    private readonly chance: Chance,
  ) {}

  /**
   * Opens a connection; what is in the doc and not on the server goes out first, as an editor does it.
   * @param onFrame told after each frame was acted upon
   */
  async open(onFrame: () => void): Promise<void> {
    this.#sent = []
    const { url, docId, token } = this.desk
    this.client = await rawClient(url, docId, {
      ...{ token, doc: this.doc, wantsExtensions: true, sendsEdits: true },
      heard: (frame, ordinal) => {
        this.#hear(frame, ordinal)
        onFrame()
      },
    })
  }

  get mayType(): boolean {
    return this.client !== null && this.#unsaved.length < UNDER_WAY
  }

  /** Words that were sent and not acknowledged. */
  get unsaved(): readonly string[] {
    return this.#unsaved
  }

  /**
   * Puts a new word somewhere between two words, or begins a paragraph with it.
   * @param more what stands behind it, to make it heavier
   */
  type(more = ''): void {
    const { client } = this
    if (!client) throw new Error(`${this.who} has no connection`)
    const word = `${this.who}-${this.#next++}`
    const before = client.ordinal
    this.#unsaved.push(word)
    const fragment = this.doc.getXmlFragment('default')
    const blocks = fragment.toArray() as Y.XmlElement[]
    if (more !== '' || this.chance.oneIn(12)) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(`${word} ${more}`)])
      fragment.insert(this.chance.below(blocks.length + 1), [paragraph])
    } else {
      const text = this.chance.pick(blocks).get(0) as Y.XmlText
      const gaps = [0, ...Array.from(text.toString().matchAll(/ /g), ({ index }) => index + 1)]
      text.insert(this.chance.pick(gaps), `${word} `)
    }
    const { ordinal } = client
    this.#sent.push({ word, ordinal: ordinal > before ? ordinal : Infinity })
  }

  /** Resolves when nothing is unsaved. */
  allSaved(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenSaved = resolve
      this.#saved(0)
    })
  }

  #hear(frame: Frame, ordinal: number): void {
    if (frame.type === 'refusal') throw new Error(`${this.who} was refused: ${frame.class} ${frame.reason}`)
    if (frame.type === 'savingTrouble') this.troubles++
    if (frame.type === 'ack') this.#saved(frame.ordinal)
    if (frame.type === 'update' || frame.type === 'step2')
      for (const word of wordsIn(frame.update)) if (!word.startsWith(`${this.who}-`)) this.seen.add(word)
    if (frame.type !== 'step1') return
    // Whatever was left from the last connection went out in the answer to the server's question; an answer that
    // carried nothing was not counted, because the server has it all.
    this.#sent = this.#unsaved.map((word) => ({ word, ordinal }))
    if (ordinal === 0) this.#saved(0)
  }

  #saved(ordinal: number): void {
    for (const { word, ordinal: of } of this.#sent)
      if (of <= ordinal) {
        this.acknowledged.add(word)
        this.#unsaved = this.#unsaved.filter((other) => other !== word)
      }
    this.#sent = this.#sent.filter(({ ordinal: of }) => of > ordinal)
    if (this.#unsaved.length === 0) this.#whenSaved()
  }
}

/** The writers' words that an update carries, however little of the doc it is. */
function wordsIn(update: Uint8Array): string[] {
  return Y.decodeUpdate(update).structs.flatMap((struct) =>
    struct instanceof Y.Item && struct.content instanceof Y.ContentString ? wordsOf(struct.content.str) : [],
  )
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => WORD.test(word))
}

/** How often each of the writers' words stands in a doc. */
export function countWords(doc: Y.Doc): Map<string, number> {
  const counts = new Map<string, number>()
  for (const block of doc.getXmlFragment('default').toArray() as Y.XmlElement[])
    for (const text of block.toArray())
      for (const word of wordsOf((text as Y.XmlText).toString()))
        counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** The words that the server answers to somebody who has nothing yet. @throws {Error} when it sends him away */
export async function wordsOnServer({ url, docId, token }: Desk): Promise<Map<string, number>> {
  const reader = await rawClient(url, docId, { token })
  await reader.taken()
  reader.close()
  const { code } = await reader.closed
  if (code > 1_005) throw new Error(`The server sent the reader away with ${code}`)
  return countWords(reader.doc)
}
