import { setTimeout as pause } from 'node:timers/promises'
import { Durations } from '@/bench/figures'
import type { Target } from '@/bench/servers/contract'
import { LightClient } from './light-client'
import { cpuMsOf } from './process-figures'
import { SharedReading, type Span } from './reading'
import { typing, type Typing } from './texts'

export interface FanOut {
  docIds: readonly string[]
  clientsPerDoc: number
  /** Over all docs; the clients take turns. */
  updatesPerSecond: number
  measureMs: number
}

/** What one fan-out showed. A delivery is one update received by one client that did not send it. */
export interface FanOutFigures {
  cpuUsPerDelivery: number
  p50Ms: number
  p95Ms: number
  /** Updates a second that reached everybody, until the last one did. */
  reachedPerSecond: number
  /** Deliveries that had not come 10 s after the last update was sent, and connections that ended. */
  missing: number
  lost: string[]
}

const WARM_MS = 500
const TICK_MS = 1
const DRAIN_MS = 10_000
const OPENING_AT_ONCE = 50

interface Typist {
  client: LightClient
  typing: Typing
  frames: Buffer[]
  sentAt: Float64Array
  sent: number
}

/**
 * Everybody in each doc types in turn, one letter for each update, at an even pace. The CPU is that of the server's
 * process from the first measured update until the last one has reached everybody.
 * @throws {ConnectionLost} when a client cannot join
 */
export async function fanOut(target: Target, job: FanOut): Promise<FanOutFigures> {
  const receiving = new Receiving()
  const typists = await open(target, job, receiving)
  await begin(typists, job)
  await type(typists, job.updatesPerSecond, WARM_MS)
  await drained(receiving, typists, job)
  receiving.begin()
  const cpuBefore = cpuMsOf(target.pid)
  const from = performance.now()
  const sent = await type(typists, job.updatesPerSecond, job.measureMs)
  const expected = sent * (job.clientsPerDoc - 1)
  await untilOrLate(() => receiving.deliveries >= expected)
  const cpuMs = cpuMsOf(target.pid) - cpuBefore
  const { deliveries, latency, lastAt } = receiving
  const lost = typists.flatMap(({ client }) =>
    client.end
      ? [`${'code' in client.end ? client.end.code : client.end.message} ${client.refused ?? ''}`.trim()]
      : [],
  )
  await Promise.all(typists.map(({ client }) => client.close()))
  if (deliveries === 0) throw new Error('Nothing was delivered.')
  return {
    cpuUsPerDelivery: (cpuMs * 1000) / deliveries,
    p50Ms: latency.percentile(0.5),
    p95Ms: latency.percentile(0.95),
    reachedPerSecond: deliveries / (job.clientsPerDoc - 1) / ((lastAt - from) / 1000),
    missing: expected - deliveries,
    lost: [...new Set(lost)],
  }
}

/** Counts deliveries and tells their age by who typed the letter and which one it was. */
class Receiving {
  readonly byClient = new Map<number, Typist>()
  latency = new Durations()
  deliveries = 0
  lastAt = 0

  begin(): void {
    this.latency = new Durations()
    this.deliveries = 0
  }

  /** An update with these spans was ahead of what the client with `ownId` had. */
  hear(spans: readonly Span[], clocks: ReadonlyMap<number, number>, ownId: number): void {
    this.lastAt = performance.now()
    for (const { clientId, to } of spans) {
      const typist = this.byClient.get(clientId)
      if (!typist || clientId === ownId) continue
      const { begin } = typist.typing
      for (let clock = Math.max(begin, clocks.get(clientId) ?? 0); clock < to; clock++) {
        this.deliveries += 1
        this.latency.add(this.lastAt - typist.sentAt[clock - begin]!)
      }
    }
  }
}

async function open(target: Target, job: FanOut, receiving: Receiving): Promise<Typist[]> {
  const reading = new SharedReading()
  const count = job.docIds.length * job.clientsPerDoc
  const letters = Math.ceil((job.updatesPerSecond * (WARM_MS + job.measureMs)) / 1000 / count) + 2
  const typists: Typist[] = []
  // Clients of one doc come one after the other, so that typists next to each other in turn are in different docs.
  for (let index = 0; index < job.clientsPerDoc; index++)
    for (const docId of job.docIds) {
      const hand = typing(letters)
      const client = new LightClient({
        ...{ target, docId, index, reading },
        before: (spans, clocks) => receiving.hear(spans, clocks, hand.clientId),
      })
      const frames = hand.letters.map((update) => client.frameOf(update))
      const typist = { client, typing: hand, frames, sentAt: new Float64Array(letters), sent: 0 }
      receiving.byClient.set(hand.clientId, typist)
      typists.push(typist)
      if (typists.length % OPENING_AT_ONCE === 0) await allJoined(typists.slice(-OPENING_AT_ONCE))
    }
  await allJoined(typists)
  return typists
}

function allJoined(typists: readonly Typist[]): Promise<unknown> {
  return Promise.all(typists.map(({ client }) => client.joined(new Map())))
}

/** Everybody begins a paragraph, and waits until all have heard of all. */
async function begin(typists: readonly Typist[], job: FanOut): Promise<void> {
  for (const [i, { client, typing: hand }] of typists.entries()) {
    client.sendFrame(client.frameOf(hand.opening))
    if (i % OPENING_AT_ONCE === OPENING_AT_ONCE - 1) await pause(10)
  }
  for (const { client, typing: own } of typists) {
    const others = typists.filter((other) => other.client.docId === client.docId && other.client !== client)
    const has = () =>
      others.every(({ typing: hand }) => (client.clocks.get(hand.clientId) ?? 0) >= hand.begin)
    await client.until(has, `the first paragraphs of ${job.clientsPerDoc - 1} others than ${own.clientId}`)
  }
}

/** Types at an even pace, everybody in turn. @returns how many updates were sent */
async function type(typists: readonly Typist[], perSecond: number, ms: number): Promise<number> {
  const total = Math.round((perSecond * ms) / 1000)
  const from = performance.now()
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - from) * perSecond) / 1000) + 1)
    for (; sent < due; sent++) press(typists[sent % typists.length]!)
    if (sent < total) await pause(TICK_MS)
  }
  return total
}

function press(typist: Typist): void {
  const i = typist.sent++
  typist.sentAt[i] = performance.now()
  typist.client.sendFrame(typist.frames[i]!)
}

function drained(receiving: Receiving, typists: readonly Typist[], job: FanOut): Promise<void> {
  const sent = typists.reduce((sum, typist) => sum + typist.sent, 0)
  return untilOrLate(() => receiving.deliveries >= sent * (job.clientsPerDoc - 1))
}

async function untilOrLate(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + DRAIN_MS
  while (!isTrue() && performance.now() < deadline) await pause(5)
}
