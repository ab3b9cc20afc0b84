import { authorize, authorizeChapter, authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { answer, publish } from '@/lib/events/events'
import { AppError } from '@/lib/errors'
import { setCollaborator } from '@/lib/manuscript/collaborators'
import { decisionWrites } from '@/lib/critique/decisions'
import { createChapter } from '@/lib/manuscript/making'
import { createManuscript } from '@/lib/manuscript/manuscripts'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { openRooms } from '@/lib/sync/rooms'
import { standsBetween } from '@/lib/text/anchor'
import { plainText } from '@/lib/text/plain'
import { setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import * as Y from 'yjs'
import { fakeClock } from './clock'
import { person } from './people'
import { settled } from './sockets'
import { admissionOf, textOf, Writer } from './writers'

/** A chapter with a past, in the open database, over real rooms and a clock that the test moves. */
export type VersionDesk = Awaited<ReturnType<typeof openVersionDesk>>

/**
 * Makes a chapter of these paragraphs (Markdown) by Mara, who writes it with Tomas; Ines is a critic. `close` it after the test.
 */
export async function openVersionDesk(...paragraphs: string[]) {
  const clock = fakeClock()
  const mara = await person('Mara Voss')
  const tomas = await person('Tomas Oyelaran')
  const { id: workshopId } = await createWorkshop(mara, { name: 'Tuesday Circle' })
  const own = await authorizeWorkshop(mara, workshopId, 'own')
  const { id: manuscriptId } = await createManuscript(own, { title: 'The Last Ferry', language: 'en-GB' })
  const administer = await authorize(mara, manuscriptId, 'administer')
  const ines = await person('Ines Rautio')
  for (const [viewer, role] of [
    [tomas, 'coauthor'],
    [ines, 'critic'],
  ] as const) {
    await setMemberRole(own, viewer.userId, 'member')
    await setCollaborator(administer, viewer.userId, role)
  }
  const markdown = paragraphs.join('\n\n')
  const { id: chapterId } = await createChapter(administer, { title: 'Forty Steps', markdown }, clock)
  // The rooms' own time stands still: nobody is judged again or sent away while a test lets hours pass.
  const roomsClock = fakeClock()
  const makeRooms = () =>
    openRooms({
      log: openPrismaLog(database(), { companionWrites: decisionWrites }),
      clock: roomsClock,
      saved: (docId, seq) => publish({ kind: 'doc_changed', docId, seq }),
      emptied: (docId) => publish({ kind: 'doc_emptied', docId }),
    })
  let rooms = makeRooms()
  const leave = [
    answer('doc.state', ({ docId }) => rooms.durableState(docId)),
    answer('doc.apply', async ({ docId, update, userId, companion, passage }) => {
      const onlyIf = passage && ((chapter: Y.XmlFragment) => standsBetween(plainText(chapter), passage))
      const applied = await rooms.apply(docId, update, userId, { companion, onlyIf })
      if (applied.state === 'durable') return { seq: applied.seq }
      throw new AppError('conflict', `Refused: ${applied.refusal.reason}`)
    }),
    answer('doc.present', ({ docId }) => Promise.resolve({ userIds: rooms.present(docId) })),
  ]
  const writers: Writer[] = []
  const open = (viewer: Viewer, doc: Y.Doc) => {
    const writer = new Writer(doc, admissionOf(viewer.userId, { docId: chapterId, manuscriptId }), rooms)
    writers.push(writer)
    return writer
  }
  /** Carries frames until everything that was written is on disk and everybody who is connected has it. */
  const exchange = async () => {
    for (let isMoving = true; isMoving;) {
      isMoving = false
      for (const writer of writers) if (writer.pass()) isMoving = true
      await settled()
      const gone = writers.find(({ socket }) => socket.closedWith)
      if (gone) throw new Error(`A writer was sent away: ${JSON.stringify(gone.socket.closedWith)}`)
      if (writers.some((writer) => writer.hasNews || writer.isWaiting)) isMoving = true
    }
  }
  const closeRooms = async () => {
    const closed = rooms.close()
    roomsClock.advance(10_000)
    await closed
  }
  return {
    ...{ clock, mara, tomas, ines, chapterId, docId: chapterId, exchange },
    chapter: (viewer: Viewer = mara) => authorizeChapter(viewer, chapterId, 'decide'),
    /** Opens the chapter in a browser of `viewer`, and waits until it is there. */
    async join(viewer: Viewer, doc = new Y.Doc()): Promise<Writer> {
      const writer = open(viewer, doc)
      await exchange()
      return writer
    },
    /** Opens a connection for what stands in a browser of `viewer`; `exchange` carries it. */
    open,
    /** Another server over the same database, as after a restart. Nobody is connected to it. */
    async restart(): Promise<void> {
      for (const writer of writers.splice(0)) writer.leave()
      await closeRooms()
      rooms = makeRooms()
    },
    /** Cuts a writer's line, or closes his browser. */
    leave(writer: Writer): void {
      writers.splice(writers.indexOf(writer), 1)
      writer.leave()
    },
    /** The durable words, one block a line. */
    async saved(): Promise<string> {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, (await rooms.durableState(chapterId)).state)
      return textOf(doc)
    },
    async close(): Promise<void> {
      leave.forEach((stop) => stop())
      await closeRooms()
    },
  }
}
