import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { database } from '@/lib/db/client'
import { answer, publish } from '@/lib/events/events'
import { openLog } from '@/lib/log'
import { proseToUpdate } from '@/lib/prose/ydoc'
import { createWorkshop } from '@/lib/workshop/workshops'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { chapter as prose } from '@/tests/support/prose'
import { COUNT_IDLE_MS, COUNT_LATEST_MS, keepCounts } from './counts'
import { createChapter } from './making'
import { createManuscript } from './manuscripts'

openLog('silent')
workshopDatabase()

const clock = fakeClock()
let docId: string
let counts: ReturnType<typeof keepCounts>
let asked = 0
let stopAnswering: () => void
let now: { seq: number; words: string }

const stored = () =>
  database().chapter.findUniqueOrThrow({
    where: { docId },
    select: { words: true, wordsSeq: true, editedAt: true },
  })

/** What the rooms tell after an edit: the text up to `seq` is durable. */
function typed(seq: number, words: string): void {
  now = { seq, words }
  publish({ kind: 'doc_changed', docId, seq })
}

beforeEach(async () => {
  const mara = await person('Mara Voss')
  const { id } = await createWorkshop(mara, { name: 'Tuesday Night Fiction' })
  const write = await authorizeWorkshop(mara, id, 'write')
  const manuscript = await createManuscript(write, { title: 'The Salt Road', language: 'en' })
  const edit = await authorize(mara, manuscript.id, 'edit')
  docId = (await createChapter(edit, { title: 'The Last Ferry', markdown: 'It left.' }, clock)).docId
  asked = 0
  now = { seq: 1, words: 'It left.' }
  stopAnswering = answer('doc.state', () => {
    asked += 1
    return Promise.resolve({ seq: now.seq, epoch: 1, state: proseToUpdate(prose(now.words)) })
  })
  counts = keepCounts({ clock })
  await counts.settled()
})

afterEach(() => {
  counts.stop()
  stopAnswering()
})

describe('the words of a chapter', () => {
  it('are counted once when it has been quiet for a while', async () => {
    const before = await stored()
    typed(2, 'It left at')
    clock.advance(COUNT_IDLE_MS - 1)
    typed(3, 'It left at six.')
    clock.advance(COUNT_IDLE_MS - 1)
    expect(asked).toBe(0)
    const editedAt = clock.now() - COUNT_IDLE_MS + 1
    clock.advance(1)
    await counts.settled()
    expect(asked).toBe(1)
    expect(before.words).toBe(2)
    expect(await stored()).toEqual({ words: 4, wordsSeq: 3, editedAt: new Date(editedAt) })
  })

  it('are counted while somebody goes on and on', async () => {
    for (let at = 0; at <= COUNT_LATEST_MS; at += 1_000) {
      typed(2 + at / 1_000, 'It left at six.')
      clock.advance(1_000)
    }
    await counts.settled()
    expect(asked).toBeGreaterThanOrEqual(1)
    expect((await stored()).words).toBe(4)
  })

  it('never go back to an older state', async () => {
    typed(9, 'It left at six, late.')
    clock.advance(COUNT_IDLE_MS)
    await counts.settled()
    typed(5, 'It')
    clock.advance(COUNT_IDLE_MS)
    await counts.settled()
    expect(asked).toBe(2)
    expect(await stored()).toMatchObject({ words: 5, wordsSeq: 9 })
  })

  it('are counted at the start when a crash left edits uncounted', async () => {
    counts.stop()
    const at = new Date(clock.now())
    await database().docUpdate.create({
      data: { docId, seq: 2, bytes: new Uint8Array([0, 0]), createdAt: at },
    })
    now = { seq: 2, words: 'It left at six.' }
    counts = keepCounts({ clock })
    await counts.settled()
    expect(asked).toBe(1)
    expect(await stored()).toEqual({ words: 4, wordsSeq: 2, editedAt: at })
  })

  it('are counted at the start also when the uncounted edits were compacted since', async () => {
    counts.stop()
    const at = new Date(clock.now())
    await database().docUpdate.deleteMany({ where: { docId } })
    await database().docSegment.create({
      data: { docId, fromSeq: 1, toSeq: 3, bytes: new Uint8Array([0]), firstAt: at, lastAt: at },
    })
    now = { seq: 3, words: 'It left at six.' }
    counts = keepCounts({ clock })
    await counts.settled()
    expect(await stored()).toEqual({ words: 4, wordsSeq: 3, editedAt: at })
  })

  it('stay as they were when the rooms do not answer', async () => {
    stopAnswering()
    typed(2, 'It left at six.')
    clock.advance(COUNT_IDLE_MS)
    await counts.settled()
    expect(await stored()).toMatchObject({ words: 2, wordsSeq: 1 })
  })
})
