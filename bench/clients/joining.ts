import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from '@/bench/servers/contract'
import { LightClient } from './light-client'
import { cpuMsOf } from './process-figures'
import { SharedReading } from './reading'
import type { ClockList } from './seeding'
import { typing } from './texts'

export interface JoinStorm {
  docId: string
  /** What a client must have before it counts as joined. */
  wanted: ClockList
  clients: number
}

const TRAILING_MS = 200

/** Everybody opens the doc at once; nobody was in it. CPU of the server's process until 0.2 s after the last has all. */
export async function joinStorm(
  target: Target,
  { docId, wanted, clients }: JoinStorm,
): Promise<{ cpuMsPerJoin: number; allJoinedMs: number }> {
  const reading = new SharedReading()
  const cpuBefore = cpuMsOf(target.pid)
  const from = performance.now()
  const joining = Array.from(
    { length: clients },
    (_, index) => new LightClient({ target, docId, index, reading }),
  )
  await Promise.all(joining.map((client) => client.joined(new Map(wanted))))
  const allJoinedMs = performance.now() - from
  await pause(TRAILING_MS)
  const cpuMs = cpuMsOf(target.pid) - cpuBefore
  await Promise.all(joining.map((client) => client.close()))
  return { cpuMsPerJoin: cpuMs / clients, allJoinedMs }
}

export interface Opening {
  docId: string
  wanted: ClockList
}

/** One client opens a doc. @returns milliseconds from connecting until it has all of it */
export async function openOne(target: Target, { docId, wanted }: Opening): Promise<number> {
  const from = performance.now()
  const client = new LightClient({ target, docId, index: 0, reading: new SharedReading() })
  await client.joined(new Map(wanted))
  const ms = performance.now() - from
  await client.close()
  return ms
}

/** One client opens a doc and types a letter. @returns milliseconds from connecting until the server took the letter */
export async function firstKey(target: Target, { docId, wanted }: Opening): Promise<number> {
  const hand = typing(0)
  const from = performance.now()
  const client = new LightClient({ target, docId, index: 0, reading: new SharedReading() })
  await client.joined(new Map(wanted))
  // hocuspocus says so for the empty SyncStep2 too, before or after.
  if (client.takenBy === 'status') await client.until(() => client.taken > 0, 'the first status')
  const before = client.taken
  client.sendFrame(client.frameOf(hand.opening))
  const isBack = () => (client.clocks.get(hand.clientId) ?? 0) >= hand.begin
  await client.until(client.takenBy === 'echo' ? isBack : () => client.taken > before, 'its key')
  const ms = performance.now() - from
  await client.close()
  return ms
}

export interface Holding {
  docIds: readonly string[]
  clientsPerDoc: number
  wanted: ClockList
}

let held: LightClient[] = []
const OPENING_AT_ONCE = 25

/** Opens connections that stay, and do nothing once they have the doc. */
export async function hold(target: Target, { docIds, clientsPerDoc, wanted }: Holding): Promise<void> {
  const reading = new SharedReading()
  const opening: LightClient[] = []
  for (const docId of docIds)
    for (let index = 0; index < clientsPerDoc; index++) {
      opening.push(new LightClient({ target, docId, index, reading }))
      if (opening.length === OPENING_AT_ONCE) await settle(opening.splice(0), wanted)
    }
  await settle(opening, wanted)
}

async function settle(opening: readonly LightClient[], wanted: ClockList): Promise<void> {
  held.push(...opening)
  await Promise.all(opening.map((client) => client.joined(new Map(wanted))))
}

/** Closes them. @returns how many had been closed by the server meanwhile */
export async function letGo(): Promise<number> {
  const lost = held.filter(({ end }) => end !== null).length
  await Promise.all(held.splice(0).map((client) => client.close()))
  held = []
  return lost
}
