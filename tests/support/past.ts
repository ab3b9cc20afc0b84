import * as Y from 'yjs'
import type { Node } from '@tiptap/pm/model'
import { applyProse } from '@/lib/prose/ydoc'
import { Trace, type TracedRow } from '@/lib/text/trace'
import { writtenBy } from '@/lib/text/written-by'
import { chapter } from './prose'
import { textOf } from './writers'

/** People who write one chapter, one after the other, and the rows that their server would keep. */
export class Past {
  readonly rows: TracedRow[] = []
  readonly trace = new Trace()
  /** Milliseconds since 1970; a second passes with each act. */
  now = Date.UTC(2026, 10, 3, 20)
  readonly #docs = new Map<string, Y.Doc>()

  /** The doc in a person's browser; its garbage is collected, as everywhere but in the trace. */
  docOf(person: string): Y.Doc {
    const known = this.#docs.get(person)
    if (known) return known
    const doc = new Y.Doc()
    doc.getXmlFragment('default')
    for (const { bytes } of this.rows) Y.applyUpdate(doc, bytes)
    doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#keep(person, bytes)
    })
    this.#docs.set(person, doc)
    return doc
  }

  textOf(person: string): Y.XmlFragment {
    return this.docOf(person).getXmlFragment('default')
  }

  /** The editor of a person makes the chapter say this, in one transaction; `***` is a scene break. */
  says(person: string, ...lines: string[]): void {
    this.saysProse(person, chapter(...lines))
  }

  saysProse(person: string, doc: Node): void {
    applyProse(this.textOf(person), doc)
  }

  /** An act of a person on his own doc, as one row. */
  acts(person: string, act: (text: Y.XmlFragment) => void): void {
    const doc = this.docOf(person)
    doc.transact(() => act(doc.getXmlFragment('default')))
  }

  wait(ms: number): void {
    this.now += ms
  }

  /** An update that a person's request makes, such as bringing words back. */
  takes(person: string, update: Uint8Array): void {
    Y.applyUpdate(this.docOf(person), update)
  }

  /** The words, one block a line. */
  get text(): string {
    return textOf(this.trace.doc)
  }

  /** Who wrote what: `ana: The ferry left at six. | ben: Nobody waved.`, a `/` where a block ends. */
  get written(): string {
    const people = new Map([...this.#docs].map(([person, doc]) => [doc.clientID, person]))
    let last = ''
    const blocks = writtenBy(this.trace).map(({ runs }) =>
      runs
        .map(({ text, by }) => {
          const person = people.get(by) ?? String(by)
          const begins = person === last ? '' : `${last === '' ? '' : '|'}${person}:`
          last = person
          return `${begins}${text}`
        })
        .join(''),
    )
    return blocks.join('/')
  }

  /** The words of each cut, blocks parted by `/`. */
  get cuts(): string[] {
    return this.trace
      .cuts()
      .map(({ blocks }) => blocks.map(({ runs }) => runs.map(({ text }) => text).join('')).join('/'))
  }

  #keep(person: string, bytes: Uint8Array): void {
    this.now += 1_000
    const row = { seq: this.rows.length + 1, authorId: person, at: this.now, bytes }
    this.rows.push(row)
    this.trace.follow(row)
    for (const [other, doc] of this.#docs) if (other !== person) Y.applyUpdate(doc, bytes, this)
  }
}

/** The text of a block. */
export function wordsAt(text: Y.XmlFragment, index: number): Y.XmlText {
  return (text.get(index) as Y.XmlElement).get(0) as Y.XmlText
}
