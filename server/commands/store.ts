import * as Y from 'yjs'
import { chapterHashes } from '@/lib/backup/backup'
import { systemClock } from '@/lib/clock'
import { integrityOf } from '@/lib/db/backup'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { StoredDoc } from '@/lib/sync/contract'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { examineDoc, repairDamage } from '@/lib/sync/repair'
import { word, type Command } from './command'

/**
 * What is wrong with a stored doc, or null. Every chapter is made with a first update.
 * @param known log position that something else in the database was read from
 */
function damageOf(stored: StoredDoc | null, known: number) {
  if (!stored) return { why: 'missing' }
  const { damage, badSnapshots, seq } = stored
  if (damage) return { why: damage.reason, goodSeq: damage.goodSeq, lastSeq: damage.lastSeq }
  if (seq === 0) return { why: 'missing' }
  if (seq < known) return { why: 'incomplete', goodSeq: seq, lastSeq: known }
  if (badSnapshots) return { why: 'bad_snapshot', goodSeq: seq, lastSeq: seq }
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const bytes of [stored.snapshot?.bytes, ...stored.rows.map((row) => row.bytes)])
        if (bytes) Y.applyUpdate(doc, bytes)
    })
    const problem = checkRoots(doc) ?? checkFragment(doc.getXmlFragment(CHAPTER_FRAGMENT))
    return problem && { why: problem.code }
  } finally {
    doc.destroy()
  }
}

async function check() {
  const archive = openPrismaArchive(database())
  const chapters = await database().chapter.findMany({ select: { id: true, docId: true, wordsSeq: true } })
  const damaged: { chapter: string; doc: string; why: string; goodSeq?: number; lastSeq?: number }[] = []
  for (const { id, docId, wordsSeq } of chapters) {
    const found = await examineDoc(archive, docId).then(
      (stored) => damageOf(stored, wordsSeq),
      (error: Error) => ({ why: error.message }),
    )
    if (found) damaged.push({ chapter: id, doc: docId, ...found })
  }
  const integrity = await integrityOf(database())
  return {
    ok: damaged.length === 0 && integrity === 'ok',
    database: integrity,
    docs: chapters.length,
    damaged,
    hashes: await chapterHashes(database()),
  }
}

async function repair(chapterId: string) {
  const chapter = await database().chapter.findUnique({ where: { id: chapterId }, select: { docId: true } })
  if (!chapter) throw new AppError('not_found', 'There is no such chapter.')
  const log = openPrismaLog(database())
  const archive = openPrismaArchive(database())
  const repaired = await repairDamage({ archive, log, clock: systemClock }, chapter.docId)
  return { chapter: chapterId, doc: chapter.docId, ...repaired }
}

/** What looks after the store. */
export const STORE_COMMANDS: readonly Command[] = [
  {
    name: ['check'],
    usage: 'check',
    summary: 'opens every chapter, says which are damaged, and answers the hash of each',
    options: {},
    needsDatabase: true,
    run: check,
    isBadNews: (answer) => !(answer as Awaited<ReturnType<typeof check>>).ok,
  },
  {
    name: ['repair'],
    usage: 'repair CHAPTER_ID',
    summary: 'makes the last good version of a damaged chapter its newest; nothing that is stored is deleted',
    options: {},
    needsDatabase: true,
    run: (call) => repair(word(call, 'chapter')),
    isBadNews: (answer) =>
      !['repaired', 'sound'].includes((answer as Awaited<ReturnType<typeof repair>>).state),
  },
]
