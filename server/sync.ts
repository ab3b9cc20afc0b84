import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type * as Y from 'yjs'
import { parse as parseCookies } from 'cookie'
import { viewerOf, viewerOfLogin } from '@/lib/accounts/viewer'
import { decisionWrites } from '@/lib/critique/decisions'
import { keepAnchors } from '@/lib/critique/reanchoring'
import { keepRounds } from '@/lib/critique/rounds-ending'
import { isBoundIn, sightOf } from '@/lib/critique/visible'
import { keepCounts } from '@/lib/manuscript/counts'
import { keepVersions } from '@/lib/manuscript/versions-recording'
import { authorizeDoc } from '@/lib/access/authorize'
import { MANUSCRIPT_VERBS, type Viewer } from '@/lib/access/contract'
import { systemClock } from '@/lib/clock'
import type { Env } from '@/lib/env'
import { AppError, HTTP_STATUS, isAppError, type ErrorCode } from '@/lib/errors'
import { answer, publish, subscribe, type Audience as NoticeAudience, type Notice } from '@/lib/events/events'
import { database } from '@/lib/db/client'
import type { Log } from '@/lib/log'
import type { Admission, Audience, RefusalClass } from '@/lib/sync/contract'
import { keepCompacting } from '@/lib/sync/compacting'
import { openDocThreads } from '@/lib/sync/doc-thread'
import { limitsFrom } from '@/lib/sync/limits'
import { openMergeThread } from '@/lib/sync/merge-thread'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { openRooms, type Rooms } from '@/lib/sync/rooms'
import { openSocketServer, wsSocket } from '@/lib/sync/ws-socket'
import { standsBetween } from '@/lib/text/anchor'
import { plainText } from '@/lib/text/plain'
import { clientAddress } from './address'
import { once } from './once'
import type { Metrics } from './metrics'
import { watchRepairs } from './repair-watch'

/** Where docs are synced: `/sync/{docId}`. Ids are made by `lib/ids`; anything else is no doc. */
const SYNC_PATH = /^\/sync\/([0-9A-Za-z_-]{1,64})$/

/** What the handshake says besides the doc: extensions, schema version and epoch (`lib/sync/SPEC.md`). */
interface Handshake {
  docId: string
  wantsExtensions: boolean
  schemaVersion?: number
  epoch?: number
}

function count(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

function readHandshake(target: string): Handshake {
  const url = target.startsWith('/') && !target.startsWith('//') ? new URL(target, 'http://sync') : null
  const docId = url && SYNC_PATH.exec(url.pathname)?.[1]
  if (!url || !docId) throw new AppError('not_found', 'Nothing is synced there.')
  return {
    docId,
    wantsExtensions: url.searchParams.get('x') === '1',
    schemaVersion: count(url.searchParams.get('schema')),
    epoch: count(url.searchParams.get('epoch')),
  }
}

/** A browser sends its cookies wherever a page of anyone asks it to, so a cookie counts only from our own pages. */
function fromOurPages({ origin, host }: IncomingMessage['headers'], env: Env): boolean {
  if (!origin) return false
  return origin === (env.baseUrlGiven ? new URL(env.baseUrl).origin : `http://${host ?? ''}`)
}

async function whoAsks({ headers }: IncomingMessage, env: Env): Promise<Viewer> {
  const { authorization, cookie = '' } = headers
  const cookies = authorization || !fromOurPages(headers, env) ? {} : parseCookies(cookie)
  const viewer = await viewerOf({ cookies, authorization })
  if (!viewer) throw new AppError('unauthenticated', 'Sign in, or send a personal access token.')
  return viewer
}

/** What a connection goes on being judged by: what it asked for, and the login that it showed. */
type Asked = Handshake & Pick<Admission, 'address' | 'connectionKey'>

/** The judgement of a viewer who asks; the same strings for all connections of a person, and no closure for each. */
async function admitted(viewer: Viewer, handshake: Handshake, more: Pick<Admission, 'address' | 'judgedAt'>) {
  const grant = await authorizeDoc(viewer, handshake.docId, 'read')
  const isBound = isBoundIn(await sightOf(grant), grant.chapterId)
  const { userId, name, colour, login } = viewer
  return {
    docId: once(handshake.docId),
    wantsExtensions: handshake.wantsExtensions,
    schemaVersion: handshake.schemaVersion,
    epoch: handshake.epoch,
    // A blind round hides from him who else reads.
    seesOnlyWriters: isBound,
    userId: once(userId),
    name: once(name),
    colour: once(colour),
    canEdit: MANUSCRIPT_VERBS[grant.role].includes('edit'),
    manuscriptId: once(grant.manuscriptId),
    connectionKey: once(login.id),
    expiresAt: login.expiresAt?.getTime(),
    address: more.address === undefined ? undefined : once(more.address),
    judgedAt: more.judgedAt,
    rejudge: AGAIN[login.kind],
  } satisfies Admission
}

/** Judges a connection again by the row of its login: cookie and token were looked at once, and are not kept. */
async function judgedAgain(kind: Viewer['login']['kind'], asked: Asked): ReturnType<Admission['rejudge']> {
  const judgedAt = systemClock.now()
  try {
    const viewer = await viewerOfLogin({ kind, id: asked.connectionKey })
    return viewer
      ? await admitted(viewer, asked, { address: asked.address, judgedAt })
      : { gone: 'unauthenticated' }
  } catch (error) {
    if (isAppError(error) && error.code !== 'unavailable') return { gone: error.code }
    throw error
  }
}

/** How an admission judges itself again: one function for all of a kind. */
const AGAIN: Record<Viewer['login']['kind'], Admission['rejudge']> = {
  session(this: Admission) {
    return judgedAgain('session', this)
  },
  token(this: Admission) {
    return judgedAgain('token', this)
  },
}

/** Judges who asks for a doc; the answer can judge itself again. Of the request nothing is kept. */
async function admit(request: IncomingMessage, env: Env): Promise<Admission> {
  const judgedAt = systemClock.now()
  const handshake = readHandshake(request.url ?? '')
  const viewer = await whoAsks(request, env)
  return admitted(viewer, handshake, { address: clientAddress(request, env.trustProxy), judgedAt })
}

/** Unknown and forbidden docs answer alike; everything unexpected is our fault and not the caller's business. */
function refuse(socket: Duplex, code: ErrorCode, metrics: Metrics): void {
  const status = code === 'forbidden' ? HTTP_STATUS.not_found : HTTP_STATUS[code]
  metrics.upgraded(status)
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** How a refusal answers a request: what the sender can mend is a conflict, what no editor makes is not valid. */
const REFUSED_AS: Record<RefusalClass, ErrorCode> = {
  resync: 'conflict',
  rebase: 'conflict',
  refused: 'invalid',
}

function answerQuestions(rooms: Rooms): (() => void)[] {
  return [
    answer('doc.state', ({ docId }) => rooms.durableState(docId)),
    answer('doc.apply', async ({ docId, update, userId, companion, passage }) => {
      const onlyIf = passage && ((chapter: Y.XmlFragment) => standsBetween(plainText(chapter), passage))
      const applied = await rooms.apply(docId, update, userId, { companion, onlyIf })
      if (applied.state === 'durable') return { seq: applied.seq }
      const { class: refused, reason } = applied.refusal
      throw new AppError(REFUSED_AS[refused], `This update was not taken (${refused}: ${reason}).`)
    }),
    answer('doc.present', ({ docId }) => Promise.resolve({ userIds: rooms.present(docId) })),
  ]
}

function reaching(userIds: NoticeAudience): Audience {
  return userIds ? { userIds } : {}
}

/** What happened elsewhere, told to the rooms: rights are judged again, open chapters hear of their threads. */
function listen(rooms: Rooms, notice: Notice): void {
  switch (notice.kind) {
    case 'access_changed': {
      const { userId, manuscriptId, loginId } = notice
      const named = userId ?? manuscriptId ?? loginId
      void rooms.rejudge(named ? { userId, manuscriptId, connectionKey: loginId } : { all: true })
      return
    }
    case 'thread_changed':
      rooms.notify(notice.docId, { topic: 'threads', threadId: notice.threadId }, reaching(notice.audience))
      return
    case 'package_handed_in':
    case 'package_withdrawn':
      rooms.notify(notice.docId, { topic: 'packages', roundId: notice.roundId }, reaching(notice.audience))
      return
    case 'round_changed':
      rooms.notify(notice.docId, { topic: 'rounds', roundId: notice.roundId })
      return
    case 'chapter_changed':
      rooms.notify(notice.docId, { topic: 'chapter' })
      return
    case 'doc_changed':
    case 'doc_emptied':
    case 'notices_changed':
      return
  }
}

/** The sync endpoint of a server. */
export interface Sync {
  /** Judges an upgrade request and opens the connection, or answers 401 or 404 and closes the socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  /** Flushes what is not on disk yet and closes every connection with a code that brings it back. */
  close(): Promise<void>
}

/** Opens the rooms over the database and joins them to the seam. */
export function openSync(env: Env, logger: Log, metrics: Metrics): Sync {
  const limits = limitsFrom(env.syncSettings)
  const threads = openDocThreads(systemClock)
  const merging = openMergeThread(systemClock)
  const compacting = keepCompacting({
    archive: openPrismaArchive(database()),
    merge: merging.merge,
    clock: systemClock,
    logger,
  })
  const rooms = openRooms({
    log: metrics.measured(openPrismaLog(database(), { companionWrites: decisionWrites })),
    clock: systemClock,
    limits,
    logger,
    work: threads.work,
    saved: (docId, seq) => {
      compacting.wrote(docId)
      publish({ kind: 'doc_changed', docId, seq })
    },
    emptied: (docId) => publish({ kind: 'doc_emptied', docId }),
  })
  metrics.readRooms(() => rooms.counters())
  const sockets = openSocketServer(limits)
  const counts = keepCounts({ clock: systemClock })
  const versions = keepVersions({ clock: systemClock })
  const leave = [
    ...answerQuestions(rooms),
    subscribe((notice) => listen(rooms, notice)),
    keepAnchors({ clock: systemClock, log: logger }),
    keepRounds({ clock: systemClock, log: logger }),
    () => counts.stop(),
    () => versions.stop(),
    watchRepairs(logger, (docId) => rooms.reopen(docId)),
  ]
  return {
    async upgrade(request, socket, head) {
      try {
        const admission = await admit(request, env)
        const full = rooms.mayConnect(admission)
        if (full) return refuse(socket, full, metrics)
        sockets.handleUpgrade(request, socket, head, (ws) => {
          metrics.upgraded(101)
          rooms.connect(wsSocket(ws, socket), admission)
        })
      } catch (error) {
        if (!isAppError(error)) logger.error({ err: error }, 'an upgrade failed')
        refuse(socket, isAppError(error) ? error.code : 'internal', metrics)
      }
    },
    async close() {
      for (const stop of leave) stop()
      const compacted = compacting.stop()
      await Promise.all([rooms.close(), merging.close()])
      await compacted
      sockets.close()
      await threads.close()
    },
  }
}
