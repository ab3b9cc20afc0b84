import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { LightClient } from '@/bench/clients/light-client'
import { SharedReading, type Clocks } from '@/bench/clients/reading'
import { clientFrame, LightSocket } from '@/bench/clients/web-socket'
import { dialectFor, ASK_ALL, NOTHING_TO_SAY } from '@/bench/clients/dialect'
import type { Target } from '@/bench/servers/contract'
import { encodeFrame } from '@/lib/sync/wire'
import { KEYS_PER_SECOND } from './people'
import type { Script } from './scripts'

/** Index among the tokens of a target: those after the first belong to the typists. */
const FIRST_TYPIST = 1

interface Seat {
  client: LightClient
  frames: { update: Buffer; presence: Buffer }[]
  sent: number
}

let seats: Seat[] = []
let isTyping = false
let typing: Promise<void> = Promise.resolve()

/**
 * Gives an empty doc its text over the wire; nobody is in it afterwards.
 * @throws {Error} when the server does not take it
 */
export async function fillDoc(
  target: Target,
  { docId, updates, clocks }: { docId: string; updates: string[]; clocks: [number, number][] },
): Promise<void> {
  const reading = new SharedReading()
  const wanted: Clocks = new Map(clocks)
  const [writer, reader] = [0, 1].map((index) => new LightClient({ target, docId, index, reading }))
  await Promise.all([writer!.joined(new Map()), reader!.joined(new Map())])
  for (const update of updates) writer!.sendFrame(writer!.frameOf(Buffer.from(update, 'base64')))
  await reader!.joined(wanted)
  await Promise.all([writer!.close(), reader!.close()])
}

/** Connects the typists of a doc; nothing is typed yet. They keep no doc: all that they send was made beforehand. */
export async function seatTypists(
  target: Target,
  { docId, scripts }: { docId: string; scripts: Script[] },
): Promise<void> {
  const reading = new SharedReading()
  seats = scripts.map(({ keys }, i) => {
    const client = new LightClient({ target, docId, index: FIRST_TYPIST + i, reading })
    const frames = keys.map(({ update, presence }) => ({
      update: client.frameOf(Buffer.from(update, 'base64')),
      presence: clientFrame(Buffer.from(presence, 'base64')),
    }))
    return { client, frames, sent: 0 }
  })
  await Promise.all(seats.map(({ client }) => client.joined(new Map())))
}

/** Everybody begins to type, 5 keys a second each, not all at once, until `restTypists`. */
export async function beginToType(): Promise<void> {
  isTyping = true
  typing = Promise.all(
    seats.map((seat, i) => typeOn(seat, (1000 / KEYS_PER_SECOND / seats.length) * i)),
  ).then(() => undefined)
}

async function typeOn(seat: Seat, lateMs: number): Promise<void> {
  const begun = performance.now() + lateMs
  for (let i = 0; seat.sent < seat.frames.length; i++) {
    await pause(Math.max(0, begun + (i * 1000) / KEYS_PER_SECOND - performance.now()))
    if (!isTyping || seat.client.end) return
    const { update, presence } = seat.frames[seat.sent++]!
    seat.client.sendFrame(update)
    seat.client.sendFrame(presence)
  }
}

/** Nobody types any more. @returns the keys that each has typed so far @throws {Error} when one lost the connection */
export async function restTypists(): Promise<number[]> {
  isTyping = false
  await typing
  for (const { client } of seats) {
    if (client.refused) throw new Error(`The server refused what a typist wrote: ${client.refused}`)
    if (client.end) throw new Error('A typist lost the connection.')
  }
  return seats.map(({ sent }) => sent)
}

/** Everybody leaves. */
export async function dismissTypists(): Promise<void> {
  isTyping = false
  await typing
  await Promise.all(seats.splice(0).map(({ client }) => client.close()))
}

const STATE_MS = 30_000

/**
 * A doc as the server has it, as one update in base64. It is asked twice: the first answer may be a whole that was kept
 * from before, the second is what has come since.
 * @throws {Error} when the server does not send it within 30 s
 */
export function stateOf(target: Target, { docId }: { docId: string }): Promise<string> {
  const dialect = dialectFor(target, docId, 0)
  const doc = new Y.Doc()
  let answers = 0
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(), STATE_MS)
    const say = (payload: Uint8Array) => socket.send(clientFrame(dialect.wrap(payload)))
    const socket = new LightSocket(target.port, dialect.path, dialect.headers, {
      opened: () => say(ASK_ALL),
      message: (frame) => {
        const heard = dialect.read(frame)
        if (heard.kind === 'step1') say(NOTHING_TO_SAY)
        if (heard.kind !== 'state' && heard.kind !== 'update') return
        Y.applyUpdate(doc, heard.update)
        if (heard.kind === 'update') return
        if (++answers === 1) return say(encodeFrame({ type: 'step1', stateVector: Y.encodeStateVector(doc) }))
        resolve(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64'))
        socket.close()
      },
      ended: () => {
        clearTimeout(late)
        reject(new Error('The server did not send the chapter.'))
      },
    })
  })
}
