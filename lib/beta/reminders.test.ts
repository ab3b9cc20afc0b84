import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorizeBetaSession, authorizeChapter } from '@/lib/access/authorize'
import { authorizeReader } from '@/lib/access/authorize-reader'
import type { BetaSessionGrant, Viewer } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { changeSwitches, listNotices } from '@/lib/notify/notices'
import { PAGE_LIMIT } from '@/lib/paging'
import { fakeClock, type FakeClock } from '@/tests/support/clock'
import { refusalOf } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { saveAnswers } from './answers'
import { NewBetaNote } from './contract.reading'
import { NewBetaSession, type BetaSessionView } from './contract.sessions'
import { handIn } from './handing-in'
import { createInvitation } from './invitations'
import { joinSession } from './joining'
import { REMINDER_MS } from './lagging'
import { addNote } from './notes'
import { saveProgress } from './progress'
import { changeReader, listReaders, removeReader } from './readers'
import { showReading } from './reading'
import { remindReaders } from './reminders'
import { changeSession, createSession, deleteSession } from './sessions'
import { FIRST_LOOK_MS, keepReadersReminded, LOOK_EVERY_MS, remindWeekly } from './weekly-reminders'

workshopDatabase()

const DAY = 24 * 3_600_000
let desk: VersionDesk
let session: BetaSessionView
let grant: BetaSessionGrant
let clock: FakeClock
let kit: Viewer

const now = () => new Date(clock.now())
const editionId = () => session.editions[0]?.id ?? ''

interface Seat {
  id: string
  /** His right as his next request proves it. */
  read(): ReturnType<typeof authorizeReader<'read'>>
}

/** Joins as who is signed in, or as a guest of this name. */
async function joins(who: Viewer | string): Promise<Seat> {
  // Readers are told in the order in which they came.
  clock.advance(1)
  const viewer = typeof who === 'string' ? null : who
  const { token } = await createInvitation(grant, {})
  const body = { token, ...(typeof who === 'string' && { name: who }) }
  const joined = await joinSession(session.id, body, viewer, now())
  const credentials = { cookies: {}, authorization: `Bearer ${joined.token}` }
  return {
    id: joined.reader.id,
    read: () => authorizeReader(credentials, session.id, 'read', now()),
  }
}

const remind = (wanted: { readerIds?: string[]; word?: string } = {}) => remindReaders(grant, wanted, now())
const standings = async () =>
  Object.fromEntries((await listReaders(grant, now())).readers.map(({ name, standing }) => [name, standing]))
const inTheRoomOf = async (seat: Seat) => (await showReading(await seat.read(), now())).reader.reminder
const reads = async (seat: Seat, more: object = {}) =>
  saveProgress(await seat.read(), { editionId: editionId(), paragraph: 0, ...more }, now())

async function noticesOf(viewer: Viewer) {
  const { notices } = await listNotices(viewer, { limit: PAGE_LIMIT })
  return notices
    .filter(({ kind }) => kind === 'reminder')
    .map(({ people, count, reading, isRead, manuscript, betaSession }) => {
      expect([manuscript, betaSession]).toEqual([null, null])
      const state = isRead ? 'read' : 'unread'
      return `${state} ×${count} by ${people.map(({ name }) => name).join()} in ${reading?.title}, ${reading?.manuscript}`
    })
}

beforeEach(async () => {
  desk = await openVersionDesk('The ferry left at six.', 'Nobody counted the steps.')
  kit = await person('Kit Lindqvist')
  // Sessions are set up, and links made, by the machine's clock.
  clock = fakeClock(Date.now())
  const decide = await authorizeChapter(desk.mara, desk.chapterId, 'decide')
  const questions = [{ kind: 'text', prompt: 'Who is missing?' }]
  session = await createSession(
    decide,
    NewBetaSession.parse({ title: 'First readers', chapters: [desk.chapterId], questions }),
  )
  grant = await authorizeBetaSession(desk.mara, session.id)
})

afterEach(() => desk.close())

describe('who lags', () => {
  it('[BS21] is who joined a week ago and never began, and who has not read since', async () => {
    const [wren] = [await joins('Wren'), await joins('Odile')]
    clock.advance(5 * DAY)
    await reads(wren)
    clock.advance(2 * DAY)
    expect(await standings()).toEqual({ Wren: 'reading', Odile: 'lags' })
    clock.advance(5 * DAY)
    expect(await standings()).toEqual({ Wren: 'lags', Odile: 'lags' })
  })

  it('[BS21] is not who gave the author something meanwhile, without a report of progress', async () => {
    const [wren, odile, ben] = [await joins('Wren'), await joins('Odile'), await joins('Ben')]
    clock.advance(7 * DAY)
    const note = { editionId: editionId(), quote: 'at six' }
    await addNote(await wren.read(), NewBetaNote.parse({ ...note, body: 'Too early?' }), now())
    const questionId = session.questions[0]?.id ?? ''
    await saveAnswers(await odile.read(), { answers: [{ questionId, value: 'The mate.' }] }, now())
    await addNote(await ben.read(), NewBetaNote.parse({ ...note, body: 'Ask Ana.', private: true }), now())
    expect(await standings()).toEqual({ Wren: 'reading', Odile: 'reading', Ben: 'lags' })
  })

  it('[BS24] is nobody who does not let his reading be recorded, and when he was here is not kept', async () => {
    const [wren, ben] = [await joins('Wren'), await joins('Ben')]
    const joinedAt = now().toISOString()
    clock.advance(DAY)
    for (const seat of [wren, ben]) await reads(seat)
    await changeReader(await ben.read(), { recordsProgress: false }, now())
    const seen = async () =>
      Object.fromEntries(
        (await listReaders(grant, now())).readers.map(({ name, lastSeenAt }) => [name, lastSeenAt]),
      )
    const before = await seen()
    expect(before).toEqual({ Wren: now().toISOString(), Ben: joinedAt })
    clock.advance(DAY)
    await reads(ben)
    expect(await seen()).toEqual(before)
    clock.advance(8 * DAY)
    expect(await standings()).toEqual({ Wren: 'lags', Ben: 'not_recorded' })
    await changeReader(await ben.read(), { recordsProgress: true }, now())
    expect(await standings(), 'his week begins when it is recorded again').toMatchObject({ Ben: 'reading' })
  })
})

describe('a reminder by hand', () => {
  it('[BS22] goes to all who lag, once, and says why nobody else was reminded', async () => {
    const seats = {
      wren: await joins('Wren'),
      odile: await joins('Odile'),
      ben: await joins('Ben'),
      cai: await joins('Cai'),
      dov: await joins('Dov'),
      gone: await joins('Eli'),
    }
    await removeReader(grant, seats.gone.id)
    await changeReader(await seats.cai.read(), { recordsProgress: false }, now())
    await handIn(await seats.odile.read(), now())
    await reads(seats.ben, { stopped: {} })
    clock.advance(7 * DAY)
    await reads(seats.dov)
    const answer = await remind({ word: '  The second half is the good one. ' })
    expect(answer).toEqual({
      reminded: [seats.wren.id],
      spared: [
        { readerId: seats.odile.id, reason: 'handed_in' },
        { readerId: seats.ben.id, reason: 'stopped' },
        { readerId: seats.cai.id, reason: 'not_recorded' },
        { readerId: seats.dov.id, reason: 'reading' },
      ],
    })
    expect(await inTheRoomOf(seats.wren)).toEqual({
      ...{ at: now().toISOString(), word: 'The second half is the good one.' },
    })
    for (const seat of [seats.odile, seats.ben, seats.cai, seats.dov])
      expect(await inTheRoomOf(seat)).toBeNull()
    clock.advance(7 * DAY - 1)
    expect((await remind({ readerIds: [seats.wren.id] })).spared).toEqual([
      { readerId: seats.wren.id, reason: 'reminded' },
    ])
    clock.advance(1)
    expect((await remind({ readerIds: [seats.wren.id] })).reminded).toEqual([seats.wren.id])
  })

  it('[BS24] reaches by his name who does not let his reading be recorded, with the same answer however he reads', async () => {
    const seats = [await joins('Wren'), await joins('Ben')]
    const [wren, ben] = seats.map(({ id }) => id)
    for (const seat of seats) await changeReader(await seat.read(), { recordsProgress: false }, now())
    clock.advance(9 * DAY)
    await reads(seats[0] as Seat)
    const readerIds = [wren ?? '', ben ?? '']
    expect(await remind({ readerIds })).toEqual({ reminded: readerIds, spared: [] })
    expect(await inTheRoomOf(seats[1] as Seat)).toEqual({ at: now().toISOString(), word: '' })
  })

  it('[BS22] reaches each reader once, however many press at once', async () => {
    const seats = [await joins(kit), await joins('Wren'), await joins('Odile')]
    clock.advance(7 * DAY)
    const tomas = await authorizeBetaSession(desk.tomas, session.id)
    const ids = seats.map(({ id }) => id)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 3 === 0
          ? remindWeekly(clock).then(() => null)
          : remindReaders(at % 2 ? grant : tomas, { word: `Number ${at}` }, now()),
      ),
    )
    const reminded = answers.flatMap((answer) => answer?.reminded ?? [])
    expect(reminded.sort()).toEqual([...ids].sort())
    for (const answer of answers)
      for (const { reason } of answer?.spared ?? []) expect(reason).toBe('reminded')
    expect(await noticesOf(kit)).toEqual(['unread ×1 by Mara Voss in First readers, The Last Ferry'])
  })

  it('[BS23] never reaches who hands in, or says “I stop here”, at the same moment', async () => {
    const seats = await Promise.all(['Wren', 'Odile', 'Ben', 'Cai', 'Dov', 'Eli'].map((name) => joins(name)))
    clock.advance(7 * DAY)
    const rights = await Promise.all(seats.map((seat) => seat.read()))
    const stop = { editionId: editionId(), paragraph: 0, stopped: {} }
    const [answer] = await Promise.all([
      remind(),
      ...rights.map((right, at) => (at % 2 ? handIn(right, now()) : saveProgress(right, stop, now()))),
    ])
    for (const seat of seats) expect(await inTheRoomOf(seat)).toBeNull()
    clock.advance(30 * DAY)
    expect((await remind()).reminded).toEqual([])
    const rows = await database().betaReader.findMany({ where: { sessionId: session.id } })
    expect(rows.filter(({ remindedAt }) => remindedAt).map(({ id }) => id)).toEqual(answer.reminded)
  })

  it('[BS21] is refused before the session opens and after it has closed, and knows no reader of another', async () => {
    const wren = await joins('Wren')
    clock.advance(7 * DAY)
    const elsewhere = 'no-such-reader-0000'
    expect((await remind({ readerIds: [elsewhere, elsewhere] })).spared).toEqual([
      { readerId: elsewhere, reason: 'gone' },
    ])
    await changeSession(grant, { opensAt: new Date(clock.now() + DAY).toISOString() })
    expect(await refusalOf(remind({ readerIds: [wren.id] }))).toBe('conflict')
    await changeSession(grant, { opensAt: null, close: true })
    expect(await refusalOf(remind())).toBe('conflict')
  })
})

describe('the reminder in the reading room', () => {
  it('[BS25] stands until its reader reads on, or puts it away, and is not kept then', async () => {
    const [wren, odile] = [await joins('Wren'), await joins(kit)]
    clock.advance(7 * DAY)
    const at = now().toISOString()
    await remind({ word: 'It gets better.' })
    for (const seat of [wren, odile]) expect(await inTheRoomOf(seat)).toEqual({ at, word: 'It gets better.' })
    await reads(wren)
    await changeReader(await odile.read(), { reminder: null }, now())
    for (const seat of [wren, odile]) {
      expect(await inTheRoomOf(seat)).toBeNull()
      expect((await showReading(await seat.read(), now())).reader.remindedAt).toBe(at)
    }
    expect(
      await database().betaReader.count({ where: { sessionId: session.id, reminderWord: { not: null } } }),
    ).toBe(0)
    expect(await noticesOf(kit)).toEqual(['read ×1 by Mara Voss in First readers, The Last Ferry'])
  })

  it('[BS25] is a notice too for an account that has not switched it off, for as long as it reads here', async () => {
    const quiet = await person('Jonas Weld')
    await changeSwitches(quiet, { reminder: false })
    const [kits, jonas] = [await joins(kit), await joins(quiet)]
    clock.advance(7 * DAY)
    await remind()
    expect(await noticesOf(kit)).toEqual(['unread ×1 by Mara Voss in First readers, The Last Ferry'])
    expect(await noticesOf(quiet)).toEqual([])
    expect(await inTheRoomOf(jonas)).not.toBeNull()
    await removeReader(grant, kits.id)
    expect(await noticesOf(kit)).toEqual([])
  })
})

describe('the server', () => {
  const weekly = (remindsWeekly: boolean) => changeSession(grant, { remindsWeekly })

  it('[BS22] reminds once a week who lags where the author asked for it, and nowhere else', async () => {
    const wren = await joins('Wren')
    const reminding = keepReadersReminded({ clock })
    const after = async (ms: number) => {
      clock.advance(ms)
      await reminding.settled()
      const row = await database().betaReader.findUniqueOrThrow({ where: { id: wren.id } })
      return row.remindedAt?.getTime() ?? null
    }
    expect(await after(8 * DAY)).toBeNull()
    await weekly(true)
    const first = await after(LOOK_EVERY_MS)
    expect(first).toBeGreaterThan(clock.now() - LOOK_EVERY_MS)
    expect(await inTheRoomOf(wren)).toEqual({ at: new Date(first ?? 0).toISOString(), word: '' })
    expect(await after(7 * DAY - LOOK_EVERY_MS)).toBe(first)
    const second = await after(2 * LOOK_EVERY_MS)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(REMINDER_MS)
    await reads(wren, { stopped: {} })
    expect(await after(30 * DAY)).toBe(second)
    reminding.stop()
    expect(clock.waiting).toBe(0)
  })

  it('[BS22] two processes over one database remind nobody twice', async () => {
    const seats = await Promise.all([joins(kit), joins('Wren'), joins('Odile')])
    await weekly(true)
    clock.advance(7 * DAY - FIRST_LOOK_MS)
    const processes = [keepReadersReminded({ clock }), keepReadersReminded({ clock })]
    clock.advance(FIRST_LOOK_MS)
    await Promise.all(processes.map(({ settled }) => settled()))
    expect(await noticesOf(kit)).toEqual(['unread ×1 by Mara Voss in First readers, The Last Ferry'])
    const counts = await Promise.all([remindWeekly(clock), remindWeekly(clock)])
    expect(counts).toEqual([0, 0])
    clock.advance(7 * DAY)
    const again = await Promise.all([remindWeekly(clock), remindWeekly(clock), remindWeekly(clock)])
    expect(again.reduce((sum, many) => sum + many, 0)).toBe(seats.length)
    processes.forEach(({ stop }) => stop())
  })

  it('[BS21] [BS23] [BS24] leaves alone who is done, who is not recorded, and what is closed or in the trash', async () => {
    const [wren, odile, ben] = [await joins('Wren'), await joins('Odile'), await joins('Ben')]
    await weekly(true)
    await handIn(await wren.read(), now())
    await reads(odile, { stopped: {} })
    await changeReader(await ben.read(), { recordsProgress: false }, now())
    clock.advance(9 * DAY)
    expect(await remindWeekly(clock)).toBe(0)
    await joins('Cai')
    clock.advance(9 * DAY)
    await changeSession(grant, { closesAt: now().toISOString() })
    expect(await remindWeekly(clock)).toBe(0)
    await changeSession(grant, { closesAt: null })
    await deleteSession(grant)
    expect(await remindWeekly(clock)).toBe(0)
  })
})
