import type { Target } from '@/bench/servers/contract'
import { LightClient } from './light-client'
import { SharedReading } from './reading'
import { pasted, withHistory, type Text } from './texts'

/** The text a doc gets before it is measured: pasted words, or 30,000 words with so many edits all over them. */
export type Kind = { words: number } | { edits: number }

export interface Seeding {
  docIds: readonly string[]
  text: Kind
}

/** Clocks as they cross between processes. */
export type ClockList = [clientId: number, clock: number][]

const texts = new Map<string, Text>()
const AT_ONCE = 8

/**
 * Gives each doc the text, over the wire, and answers how far a client has it that has all of it. Nobody is in the
 * docs afterwards.
 * @throws {ConnectionLost} when the server does not take it
 */
export async function seed(target: Target, { docIds, text: kind }: Seeding): Promise<ClockList> {
  const key = JSON.stringify(kind)
  const text = texts.get(key) ?? ('words' in kind ? pasted(kind.words) : withHistory(kind.edits))
  texts.set(key, text)
  const queue = [...docIds]
  const reading = new SharedReading()
  const one = async (): Promise<void> => {
    for (let docId = queue.pop(); docId !== undefined; docId = queue.pop())
      await fill(target, docId, text, reading)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return text.clocks
}

async function fill(target: Target, docId: string, text: Text, reading: SharedReading): Promise<void> {
  const open = () => new LightClient({ target, docId, index: 0, reading })
  const writer = open()
  await writer.joined(new Map())
  const reader = open()
  await reader.joined(new Map())
  for (const update of text.updates) writer.sendFrame(writer.frameOf(update))
  await reader.joined(new Map(text.clocks))
  await Promise.all([writer.close(), reader.close()])
}
