import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '@/lib/clock'
import type { Database } from '@/lib/db/client'
import type { FailPlace, FailPoint } from '@/lib/db/fail-points'
import { openDatabase } from '@/lib/db/open'
import { brokenPromises, type Promised } from '@/tests/support/ledger'
import { admissionOf, CHAPTER, textOf, Writer } from '@/tests/support/writers'
import { SYNC_CLOSE, type UpdateLog } from './contract'
import { openPrismaLog } from './prisma-log'
import { openRooms, type Rooms } from './rooms'

/** Appends from the last failure to the next: the first fails, then the second after it, then the third … */
const DEEPEST = 12

let db: Database | null = null
let folder = ''

afterEach(async () => {
  await db?.$disconnect()
  db = null
  rmSync(folder, { recursive: true, force: true })
})

/** A log on a real file whose n-th append after each failure fails, n = 1 to DEEPEST. */
async function failingLog(place: FailPlace): Promise<UpdateLog> {
  folder = mkdtempSync(join(tmpdir(), 'scriptorium-errors-'))
  const points: FailPoint[] = []
  for (let pass = 0, n = 1; n <= DEEPEST; n++) {
    pass += n
    points.push({ place, failure: 'io_error', first: pass, last: pass })
  }
  db = await openDatabase(join(folder, 'workshop.sqlite'), undefined, points)
  await db.doc.create({ data: { id: CHAPTER, schemaVersion: 1, createdAt: new Date(0) } })
  return openPrismaLog(db)
}

/** Somebody who writes single words and keeps account of what he was promised; comes back when he is sent away. */
class Author {
  readonly doc = new Y.Doc()
  readonly acknowledged = new Set<string>()
  readonly seen = new Set<string>()
  line: Writer
  /** How often he was told that what he wrote is not saved. */
  troubles = 0
  #sent: { word: string; ordinal: number }[] = []
  #words = 0
  #heard = 0

  constructor(
    readonly who: string,
    private readonly rooms: Rooms,
  ) {
    this.line = this.#connect()
  }

  get isSaved(): boolean {
    return this.acknowledged.size === this.#words && this.line.socket.closedWith === null
  }

  write(): void {
    const word = `${this.who}-${++this.#words}`
    this.line.writeParagraph(word)
    this.#sent.push({ word, ordinal: this.line.sentOrdinal })
  }

  /** Carries what waits, takes note of it, and connects again when the server ended the connection. */
  carry(): void {
    this.line.pass()
    for (const frame of this.line.heard.slice(this.#heard)) {
      if (frame.type === 'refusal') throw new Error(`${this.who} was refused: ${frame.reason}`)
      if (frame.type === 'savingTrouble') this.troubles++
      if (frame.type === 'ack')
        for (const { word, ordinal } of this.#sent) if (ordinal <= frame.ordinal) this.acknowledged.add(word)
      // What was left goes out in the answer to the server's question; an answer without news: all of it is there.
      if (frame.type === 'step1') this.#resend()
    }
    this.#heard = this.line.heard.length
    for (const word of wordsOf(this.doc)) if (!word.startsWith(`${this.who}-`)) this.seen.add(word)
    const { closedWith } = this.line.socket
    if (!closedWith) return
    expect(closedWith.code).toBe(SYNC_CLOSE.tryAgain)
    this.line.leave()
    this.line = this.#connect()
  }

  #resend(): void {
    const ordinal = this.line.sentOrdinal
    this.#sent = wordsOf(this.doc)
      .filter((word) => word.startsWith(`${this.who}-`) && !this.acknowledged.has(word))
      .map((word) => ({ word, ordinal }))
    if (ordinal === 0) for (const { word } of this.#sent) this.acknowledged.add(word)
  }

  #connect(): Writer {
    this.#heard = 0
    return new Writer(this.doc, admissionOf(this.who), this.rooms)
  }
}

function wordsOf(doc: Y.Doc): string[] {
  return textOf(doc).split('\n').filter(Boolean)
}

/** How often each word stands, for somebody who opens the file now. */
async function stored(log: UpdateLog): Promise<Map<string, number>> {
  const found = await log.load(CHAPTER)
  expect(found?.damage).toBeUndefined()
  const doc = new Y.Doc()
  for (const { bytes } of found?.rows ?? []) Y.applyUpdate(doc, bytes)
  const counts = new Map<string, number>()
  for (const word of wordsOf(doc)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** What was promised so far, to be compared with what is stored a moment later: nothing of it may come only then. */
function promisedTo(authors: readonly Author[]): Promised[] {
  return authors.map(({ who, acknowledged, seen }) => ({
    ...{ who, acknowledged: new Set(acknowledged), seen: new Set(seen) },
  }))
}

const PLACES: [FailPlace, string][] = [
  ['row', 'before one of its rows'],
  ['commit', 'at its commit'],
  ['committed', 'after its commit, so that the answer is lost'],
]

describe('errors of the store', () => {
  it.each(PLACES)(
    '[SY70] the n-th append fails (%s: %s), n = 1, 2, 3 …: nothing promised is missing, and all heals by itself',
    async (place) => {
      const log = await failingLog(place)
      const rooms = openRooms({ log, clock: systemClock, limits: { reloadRetryMs: 1 } })
      const authors = ['mara', 'tomas', 'ines'].map((who) => new Author(who, rooms))
      const failures = () => rooms.counters()['commit_failed'] ?? 0
      const carry = async () => {
        for (const author of authors) author.carry()
        const promised = promisedTo(authors)
        expect(brokenPromises(promised, await stored(log)), `after ${failures()} failures`).toEqual([])
      }
      while (authors.some(({ line }) => line.heardOf('step1').length === 0)) await carry()
      while (failures() < DEEPEST) {
        const [before, heard] = [failures(), authors.map(({ troubles }) => troubles)]
        for (const author of authors) author.write()
        while (!authors.every(({ isSaved }) => isSaved)) await carry()
        const failed = failures() > before
        expect(authors.every(({ troubles }, i) => troubles > (heard[i] ?? 0) === failed)).toBe(true)
      }
      const words = await stored(log)
      expect(words.size).toBe(authors.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0))
      expect(authors.every(({ seen }) => seen.size > 0)).toBe(true)
      expect(failures()).toBe(DEEPEST)
      await rooms.close()
    },
  )
})
