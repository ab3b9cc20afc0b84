import type { Load } from '@/bench/clients/load'
import type { Target } from '@/bench/servers/contract'
import { richText } from './chapter'
import { passagesAndSpots, type Passage, type Spot } from './passages'
import * as Y from 'yjs'

/** What is measured: our chapter page, and a page of stock parts. */
export const SIDES = ['ours', 'stock'] as const
export type SideName = (typeof SIDES)[number]

/** A chapter as both sides get it, and what was worked out about it. */
export interface Prepared {
  words: number
  updates: string[]
  clocks: [clientId: number, clock: number][]
  state: Uint8Array
  passages: Passage[]
  spots: Spot[]
}

/** A chapter of a side that is filled and has its threads. */
export interface Opened {
  docId: string
  url: string
  cookies: { name: string; value: string; url: string }[]
  /** The thread of each passage, in their order. */
  threads: string[]
}

/** One of the two, with its server running. */
export interface Side {
  readonly name: SideName
  readonly target: Target
  /** Makes a chapter with this text and a thread on each passage. */
  open(prepared: Prepared, load: Load): Promise<Opened>
  /** The last lines that its server printed. */
  output(): string
  /** Ends its servers and removes their data. */
  stop(): Promise<void>
}

/** Makes the chapter of so many words, with passages for so many threads. */
export function prepare(words: number, threads: number): Prepared {
  const { updates, clocks, state } = richText(words)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const { passages, spots } = passagesAndSpots(doc, threads)
  const encoded = updates.map((update) => Buffer.from(update).toString('base64'))
  return { words, updates: encoded, clocks, state, passages, spots }
}
