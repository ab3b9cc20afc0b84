import * as Y from 'yjs'
import type { Database } from '@/lib/db/client'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { StoredDoc, UpdateLog } from '@/lib/sync/contract'
import type { RecordForm } from '@/lib/db/backup'
import { canonicalJson, sha256 } from './canonical'
import { critiqueRecord, peopleOf } from './critique-record'

/** A node of the text as the doc has it, also where an editor would not show it so. */
type TextNode = { text: unknown } | { node: string; attributes: object; content: TextNode[] }

function nodesIn(parent: Y.XmlFragment): TextNode[] {
  return parent.toArray().map((child) => {
    if (child instanceof Y.XmlText) return { text: child.toDelta() as unknown }
    if (!(child instanceof Y.XmlElement)) return { text: null }
    return { node: child.nodeName, attributes: child.getAttributes(), content: nodesIn(child) }
  })
}

/** The text of a stored doc and the position it is the text of; of one that cannot be read, what is stored of it. */
function textOf(stored: StoredDoc) {
  const updates = [stored.snapshot?.bytes, ...stored.rows.map((row) => row.bytes)].filter((bytes) => !!bytes)
  const doc = new Y.Doc()
  try {
    // One transaction: after each of several Yjs would mend formatting, and the hash would tell how the text is stored.
    doc.transact(() => {
      for (const bytes of updates) Y.applyUpdate(doc, bytes)
    })
    return { seq: stored.seq, content: nodesIn(doc.getXmlFragment(CHAPTER_FRAGMENT)) }
  } catch (error) {
    // The record of a damaged chapter is its damage: it comes back as it was, and `check` names it.
    return { seq: stored.seq, damage: (error as Error).name, stored: updates.map(sha256) }
  } finally {
    doc.destroy()
  }
}

async function docRecord(database: Database, log: UpdateLog, docId: string) {
  const stored = await log.load(docId).catch(() => undefined)
  if (stored && !stored.damage) return textOf(stored)
  if (stored === null) return { missing: true }
  // A damaged chapter opens at its last good version; its record is all that is stored, as it is.
  const rows = await database.docUpdate.findMany({
    where: { docId },
    orderBy: { seq: 'asc' },
    select: { seq: true, bytes: true },
  })
  const kept = rows.map(({ seq, bytes }) => ({ seq, bytes: sha256(bytes) }))
  return { ...(stored ? textOf(stored) : { unreadable: true }), kept }
}

const THREADS = {
  orderBy: { id: 'asc' },
  select: {
    ...{ id: true, kind: true, category: true, status: true, authorId: true, quote: true, replacement: true },
    ...{ createdAt: true, updatedAt: true, resolvedById: true, resolvedAt: true, deletedById: true },
    deletedAt: true,
    anchors: {
      orderBy: { version: 'asc' },
      select: { version: true, anchor: true, seq: true, origin: true },
    },
    comments: {
      orderBy: { id: 'asc' },
      select: { id: true, authorId: true, body: true, createdAt: true, editedAt: true, deletedAt: true },
    },
  },
} as const

const CHAPTER = {
  ...{ id: true, docId: true, title: true, position: true, status: true, trashedAt: true },
  manuscript: {
    select: {
      ...{ id: true, title: true, language: true, workshopId: true, workshopRole: true, trashedAt: true },
      collaborators: { orderBy: { userId: 'asc' }, select: { userId: true, role: true } },
    },
  },
  threads: THREADS,
  versions: {
    orderBy: { id: 'asc' },
    select: { id: true, epoch: true, seq: true, kind: true, name: true, createdById: true, bytes: true },
  },
} as const

async function peopleIn(database: Database, ids: Iterable<string | null>) {
  return database.user.findMany({
    where: { id: { in: [...new Set(ids)].filter((id) => id !== null) } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, email: true },
  })
}

/**
 * SHA-256 of the canonical JSON of a chapter: its text at its log position, its threads with their comments and
 * anchors, its versions, and the people of it (collaborators, whoever wrote in its doc or said something); since form 2
 * its rounds with their packages, and what hangs on its threads and comments (`critiqueRecord`). What a
 * restore changes on purpose, the epoch of the doc, is no part of it; nor is what is counted from the text.
 * @param log of the same database
 * @param form backups of before are proved by form 1, which is not to be changed any more
 * @returns null when there is no such chapter
 */
export async function chapterHash(
  database: Database,
  log: UpdateLog,
  chapterId: string,
  form: RecordForm,
): Promise<string | null> {
  const chapter = await database.chapter.findUnique({ where: { id: chapterId }, select: CHAPTER })
  if (!chapter) return null
  const { docId, threads, manuscript } = chapter
  const writers = await database.docWriter.findMany({
    where: { docId },
    orderBy: { clientId: 'asc' },
    select: { clientId: true, userId: true },
  })
  const critique = form === 1 ? null : await critiqueRecord(database, chapterId)
  const people = await peopleIn(database, [
    ...(critique ? peopleOf(critique) : []),
    ...manuscript.collaborators.map(({ userId }) => userId),
    ...writers.map(({ userId }) => userId),
    ...threads.flatMap((thread) => [
      ...[thread.authorId, thread.resolvedById, thread.deletedById],
      ...thread.comments.map(({ authorId }) => authorId),
    ]),
  ])
  const record = {
    ...chapter,
    doc: await docRecord(database, log, docId),
    versions: chapter.versions.map(({ bytes, ...version }) => ({ ...version, bytes: sha256(bytes) })),
    writers: writers.map(({ clientId, userId }) => ({ clientId: String(clientId), userId })),
    people,
    ...(critique && { critique }),
  }
  return sha256(canonicalJson(record))
}
