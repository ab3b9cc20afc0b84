import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from '@/bench/servers/contract'
import { LightClient } from './light-client'
import { SharedReading } from './reading'
import type { ClockList } from './seeding'
import { typing, type Typing } from './texts'

export interface TypeUntilGone {
  docId: string
  writers: number
  /** Over all writers. */
  updatesPerSecond: number
}

/** Longer than any server is let live. */
const LONGEST_MS = 60_000

interface Writer {
  client: LightClient
  hand: Typing
}

let underWay: Promise<ClockList> | null = null

/** Writers join and begin to type, and somebody watches, until the server is gone. Resolves when they have begun. */
export async function beginTyping(target: Target, job: TypeUntilGone): Promise<void> {
  const { docId, writers, updatesPerSecond } = job
  const reading = new SharedReading()
  const watcher = new LightClient({ target, docId, index: 0, reading })
  const letters = Math.ceil((updatesPerSecond * LONGEST_MS) / 1000 / writers)
  const typists = Array.from({ length: writers }, (_, i) => ({
    client: new LightClient({ target, docId, index: i + 1, reading }),
    hand: typing(letters),
  }))
  await Promise.all(
    [watcher, ...typists.map(({ client }) => client)].map((client) => client.joined(new Map())),
  )
  for (const { client, hand } of typists) client.sendFrame(client.frameOf(hand.opening))
  underWay = typeOn(watcher, typists, updatesPerSecond)
}

/** Resolves when the server is gone. @returns how far the watcher had seen each writer */
export async function seenUntilGone(): Promise<ClockList> {
  if (!underWay) throw new Error('Nobody has begun to type.')
  const seen = await underWay
  underWay = null
  return seen
}

async function typeOn(
  watcher: LightClient,
  typists: readonly Writer[],
  updatesPerSecond: number,
): Promise<ClockList> {
  const from = performance.now()
  for (let sent = 0; !watcher.end && performance.now() - from < LONGEST_MS;) {
    const due = Math.floor(((performance.now() - from) * updatesPerSecond) / 1000)
    for (; sent < due; sent++) {
      const { client, hand } = typists[sent % typists.length]!
      if (!client.end) client.sendFrame(client.frameOf(hand.letters[Math.floor(sent / typists.length)]!))
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
