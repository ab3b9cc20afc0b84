import { authorize, authorizeChapter, authorizeThread, authorizeWorkshop } from '@/lib/access/authorize'
import type { ManuscriptVerb, Viewer } from '@/lib/access/contract'
import type { NewThread, PassageEnds, ThreadView } from '@/lib/critique/contract'
import { listThreads, openThread } from '@/lib/critique/threads'
import { answer, publish, subscribe } from '@/lib/events/events'
import { setCollaborator } from '@/lib/manuscript/collaborators'
import { createChapter } from '@/lib/manuscript/making'
import { createManuscript } from '@/lib/manuscript/manuscripts'
import { PAGE_LIMIT } from '@/lib/paging'
import { encodeBase64 } from '@/lib/text/anchor'
import { setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import * as Y from 'yjs'
import { pageOf, type Page } from './page'
import { person } from './people'

/** A chapter under critique: its people in the open database, and its text on a page that the test edits. */
export interface Critique {
  /** Author. */
  mara: Viewer
  /** Coauthor. */
  tomas: Viewer
  /** Critics. */
  ines: Viewer
  kit: Viewer
  /** Reader. */
  odile: Viewer
  page: Page
  manuscriptId: string
  chapterId: string
  /** Number of edits so far; what `doc.state` answers as its position. */
  readonly seq: number
  /** Says that what was done on the page is durable, as the rooms do after a commit. */
  saved(): void
  /** Opens a thread as `viewer`; without more it is about the whole chapter. */
  open(viewer: Viewer, thread?: Partial<NewThread>): Promise<ThreadView>
  /** The ends of the one passage with these words on the page. */
  ends(words: string): PassageEnds
  chapter<V extends ManuscriptVerb>(viewer: Viewer, verb: V): ReturnType<typeof authorizeChapter<V>>
  thread<V extends ManuscriptVerb>(
    viewer: Viewer,
    threadId: string,
    verb: V,
  ): ReturnType<typeof authorizeThread<V>>
  /** Another chapter of the manuscript, after the first; its text never changes. Answers its id. */
  add(title: string, ...paragraphs: string[]): Promise<string>
  /** The threads as the author sees them. */
  list(): Promise<ThreadView[]>
  /** Ids of threads that browsers were told of since `openCritique`. */
  readonly told: string[]
  close(): void
}

/** Puts a chapter of these paragraphs and its people into the open database. `close` it after the test. */
export async function openCritique(...paragraphs: string[]): Promise<Critique> {
  const [mara, tomas, ines, kit, odile] = [
    await person('Mara Voss'),
    await person('Tomas Oyelaran'),
    await person('Ines Rautio'),
    await person('Kit Halvorsen'),
    await person('Odile Marchetti'),
  ]
  const { manuscriptId, chapterId } = await chapterOf(mara, { tomas, ines, kit, odile })
  const page = pageOf(...paragraphs)
  let seq = 1
  page.doc.on('update', () => {
    seq += 1
  })
  const told: string[] = []
  const others = new Map<string, Page>()
  const leave = [
    answer('doc.state', ({ docId }) => {
      const other = others.get(docId)
      if (other) return Promise.resolve({ seq: 1, epoch: 1, state: Y.encodeStateAsUpdate(other.doc) })
      if (docId !== chapterId) throw new Error(`The test has no doc ${docId}`)
      return Promise.resolve({ seq, epoch: 1, state: Y.encodeStateAsUpdate(page.doc) })
    }),
    subscribe((notice) => {
      if (notice.kind === 'thread_changed' && notice.docId === chapterId) told.push(notice.threadId)
    }),
  ]
  const critique: Critique = {
    ...{ mara, tomas, ines, kit, odile, page, manuscriptId, chapterId, told },
    get seq() {
      return seq
    },
    saved: () => publish({ kind: 'doc_changed', docId: chapterId, seq }),
    open: async (viewer, thread = {}) =>
      openThread(await critique.chapter(viewer, 'comment'), {
        ...{ kind: 'comment', body: 'I stopped here, happily.' },
        ...thread,
      }),
    ends(words) {
      const { from, to } = page.find(words)
      const { plain } = page
      return { start: encodeBase64(plain.positionBefore(from)), end: encodeBase64(plain.positionAfter(to)) }
    },
    chapter: (viewer, verb) => authorizeChapter(viewer, chapterId, verb),
    thread: (viewer, threadId, verb) => authorizeThread(viewer, threadId, verb),
    async add(title, ...more) {
      const { id } = await createChapter(await authorize(mara, manuscriptId, 'administer'), { title })
      others.set(id, pageOf(...more))
      return id
    },
    list: async () =>
      (await listThreads(await critique.chapter(mara, 'read'), { limit: PAGE_LIMIT })).threads,
    close: () => leave.forEach((stop) => stop()),
  }
  return critique
}

async function chapterOf(mara: Viewer, others: Record<'tomas' | 'ines' | 'kit' | 'odile', Viewer>) {
  const workshop = await createWorkshop(mara, { name: 'Tuesday Circle' })
  const own = await authorizeWorkshop(mara, workshop.id, 'own')
  const manuscript = await createManuscript(own, { title: 'The Last Ferry', language: 'en-GB' })
  const administer = await authorize(mara, manuscript.id, 'administer')
  const roles = { tomas: 'coauthor', ines: 'critic', kit: 'critic', odile: 'reader' } as const
  for (const [name, role] of Object.entries(roles)) {
    const { userId } = others[name as keyof typeof roles]
    await setMemberRole(own, userId, 'member')
    await setCollaborator(administer, userId, role)
  }
  const { id } = await createChapter(administer, { title: 'Forty Steps' })
  return { manuscriptId: manuscript.id, chapterId: id }
}

/** The code of what an act was refused with, or `done`. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
    return 'done'
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string') return code
    throw error
  }
}
