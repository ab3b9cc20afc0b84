import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from '@/bench/servers/contract'
import { LightClient } from './light-client'
import { SharedReading } from './reading'
import type { ClockList } from './seeding'
import { typing } from './texts'

export interface TypeUntilGone {
  docId: string
  writers: number
  /** Over all writers. */
  updatesPerSecond: number
}

/** Longer than any server is let live. */
const LONGEST_MS = 60_000

/** Writers type and somebody watches, until the server is gone. @returns how far the watcher had seen each writer */
export async function typeUntilGone(target: Target, job: TypeUntilGone): Promise<ClockList> {
  const { docId, writers, updatesPerSecond } = job
  const reading = new SharedReading()
  const watcher = new LightClient({ target, docId, index: 0, reading })
  await watcher.joined(new Map())
  const letters = Math.ceil((updatesPerSecond * LONGEST_MS) / 1000 / writers)
  const typists = Array.from({ length: writers }, (_, i) => {
    const client = new LightClient({ target, docId, index: i + 1, reading })
    return { client, hand: typing(letters) }
  })
  await Promise.all(typists.map(({ client }) => client.joined(new Map())))
  for (const { client, hand } of typists) client.sendFrame(client.frameOf(hand.opening))
  const from = performance.now()
  for (let sent = 0; !watcher.end && performance.now() - from < LONGEST_MS;) {
    const due = Math.floor(((performance.now() - from) * updatesPerSecond) / 1000)
    for (; sent < due; sent++) {
      const { client, hand } = typists[sent % writers]!
      if (!client.end) client.sendFrame(client.frameOf(hand.letters[Math.floor(sent / writers)]!))
    }
    await pause(1)
  }
  await Promise.all([watcher, ...typists.map(({ client }) => client)].map((client) => client.close()))
  const typed = new Set(typists.map(({ hand }) => hand.clientId))
  return [...watcher.clocks].filter(([clientId]) => typed.has(clientId))
}

/** How far a doc is for somebody who opens it now, once nothing more came for a while. */
export async function clocksOf(target: Target, { docId }: { docId: string }): Promise<ClockList> {
  const client = new LightClient({ target, docId, index: 0, reading: new SharedReading() })
  await client.joined(new Map())
  // A server that loads while it already answers sends the words after an empty state.
  await pause(QUIET_MS)
  await client.close()
  return [...client.clocks]
}

const QUIET_MS = 1_000
