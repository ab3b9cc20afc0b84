import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorizeBetaSession, authorizeChapter, authorizeThread } from '@/lib/access/authorize'
import { authorizeReader } from '@/lib/access/authorize-reader'
import type { BetaSessionGrant, Viewer } from '@/lib/access/contract'
import { deleteThread, listThreads, restoreThread } from '@/lib/critique/threads'
import { database } from '@/lib/db/client'
import { deskOf } from '@/lib/manuscript/desk'
import { listNotices } from '@/lib/notify/notices'
import { PAGE_LIMIT } from '@/lib/paging'
import { TRASH_KEPT_MS } from '@/lib/trash/contract'
import { purgeTrash } from '@/lib/trash/purge'
import { fakeClock } from '@/tests/support/clock'
import { refusalOf } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { person } from '@/tests/support/people'
import { handIn } from './handing-in'
import { createInvitation } from './invitations'
import { joinSession } from './joining'
import { NewBetaNote } from './contract.reading'
import { NewBetaSession, type BetaSessionView } from './contract.sessions'
import { addNote, changeNote, deleteNote, restoreNote } from './notes'
import { saveProgress } from './progress'
import { createSession, deleteSession } from './sessions'

workshopDatabase()

const page = { limit: PAGE_LIMIT }
let desk: VersionDesk
let session: BetaSessionView
let grant: BetaSessionGrant
let kit: Viewer

const editionId = () => session.editions[0]?.id ?? ''

/** Joins as who is signed in, or as a guest of this name. */
async function reads(who: Viewer | string) {
  const viewer = typeof who === 'string' ? null : who
  const { token } = await createInvitation(grant, {})
  const body = { token, ...(typeof who === 'string' && { name: who }) }
  const joined = await joinSession(session.id, body, viewer)
  return authorizeReader({ cookies: {}, authorization: `Bearer ${joined.token}` }, session.id, 'read')
}

const note = (quote: string, body: string, more: object = {}) =>
  NewBetaNote.parse({ editionId: editionId(), quote, body, ...more })

async function threadsOf(viewer: Viewer) {
  const { threads } = await listThreads(await authorizeChapter(viewer, desk.chapterId, 'read'), page)
  return threads.map(({ kind, author, comments }) => `${kind} ${author.name}: ${comments[0]?.body}`)
}

beforeEach(async () => {
  desk = await openVersionDesk('The ferry left at six.', 'Nobody counted the steps.')
  kit = await person('Kit Lindqvist')
  const decide = await authorizeChapter(desk.mara, desk.chapterId, 'decide')
  session = await createSession(
    decide,
    NewBetaSession.parse({ title: 'First readers', chapters: [desk.chapterId], release: 'hand_in' }),
  )
  grant = await authorizeBetaSession(desk.mara, session.id)
})

afterEach(() => desk.close())

describe('what readers note', () => {
  it('[BS15] [BS16] is a thread that the writers see, in the draft as it is, and nobody else', async () => {
    const wren = await reads('Wren')
    await addNote(wren, note('at six', 'Too early?'))
    await handIn(wren)
    for (const writer of [desk.mara, desk.tomas])
      expect(await threadsOf(writer)).toEqual(['reader_note Wren: Too early?'])
    expect(await threadsOf(desk.ines)).toEqual([])
  })

  it('[BS17] goes with its reader’s wish and comes back with it, but not what the author threw away', async () => {
    const wren = await reads('Wren')
    await handIn(wren)
    const { id } = await addNote(wren, note('at six', 'Too early?'))
    await deleteNote(wren, id)
    expect(await threadsOf(desk.mara)).toEqual([])
    const taken = await authorizeThread(desk.mara, id, 'comment')
    expect(await refusalOf(restoreThread(taken))).toBe('forbidden')
    await restoreNote(wren, id)
    await deleteThread(taken)
    await changeNote(wren, id, { body: 'Far too early.' })
    expect(await threadsOf(desk.mara)).toEqual([])
    await restoreThread(taken)
    expect(await threadsOf(desk.mara)).toEqual(['reader_note Wren: Far too early.'])
  })

  it('[BS12] [BS13] made private again goes from the draft, and made open comes back', async () => {
    const wren = await reads('Wren')
    await handIn(wren)
    const { id } = await addNote(wren, note('at six', 'Too early?'))
    await changeNote(wren, id, { private: true })
    expect(await threadsOf(desk.mara)).toEqual([])
    await changeNote(wren, id, { private: false })
    expect(await threadsOf(desk.mara)).toEqual(['reader_note Wren: Too early?'])
  })
})

describe('those who decide', () => {
  const told = async (viewer: Viewer) =>
    (await listNotices(viewer, page)).notices
      .filter(({ kind }) => kind === 'readers')
      .map(
        ({ people, count, betaSession }) =>
          `×${count} by ${people.map(({ name }) => name).join(', ')} in ${betaSession?.title}`,
      )

  it('are told once of all who handed in or stopped, and of nobody twice', async () => {
    const [wren, odile] = [await reads('Wren'), await reads('Odile')]
    await handIn(wren)
    await handIn(await authorizeAgain(wren.readerId))
    const stop = { editionId: editionId(), paragraph: 0, stopped: {} }
    await saveProgress(odile, stop)
    await saveProgress(odile, stop)
    for (const viewer of [desk.mara, desk.tomas])
      expect(await told(viewer)).toEqual(['×2 by Odile, Wren in First readers'])
    expect(await told(desk.ines)).toEqual([])
    await deleteSession(grant)
    expect(await told(desk.mara)).toEqual([])
  })

  /** The reader's right as a later request would prove it. */
  async function authorizeAgain(readerId: string) {
    const { handedInAt } = await database().betaReader.findUniqueOrThrow({ where: { id: readerId } })
    const again = await reads('Somebody')
    return { ...again, readerId, reader: { ...again.reader, handedInAt } }
  }
})

describe('who reads under an account', () => {
  it('finds the session on his desk until he has handed in', async () => {
    const reading = await reads(kit)
    expect((await deskOf(kit)).reading).toMatchObject([{ id: session.id, title: 'First readers' }])
    await handIn(reading)
    expect((await deskOf(kit)).reading).toEqual([])
  })
})

describe('a session that was in the trash for 30 days', () => {
  it('[BS20] is gone with its editions and all that its guests left, and what accounts noted is theirs', async () => {
    const [wren, kits] = [await reads('Wren'), await reads(kit)]
    for (const [reader, words] of [
      [wren, 'A guest’s note.'],
      [kits, 'A member’s note.'],
    ] as const) {
      await handIn(reader)
      await addNote(reader, note('at six', words))
    }
    await deleteSession(grant)
    const clock = fakeClock(Date.now() + TRASH_KEPT_MS + 1)
    expect((await purgeTrash(clock)).betaSessions).toBeGreaterThan(0)
    expect(await threadsOf(desk.mara)).toEqual(['reader_note Kit Lindqvist: A member’s note.'])
    const of = { where: { sessionId: session.id } }
    expect(await database().betaSession.count({ where: { id: session.id } })).toBe(0)
    expect(await database().betaEdition.count(of)).toBe(0)
    expect(await database().betaReader.count(of)).toBe(0)
    expect(await database().betaInvitation.count(of)).toBe(0)
    expect(await database().betaNote.count({ where: { editionId: editionId() } })).toBe(0)
    expect(await database().version.count({ where: { kind: 'edition', chapterId: desk.chapterId } })).toBe(0)
  })
})
