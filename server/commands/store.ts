import * as Y from 'yjs'
import { chapterHashes } from '@/lib/backup/backup'
import { integrityOf } from '@/lib/db/backup'
import { database } from '@/lib/db/client'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { StoredDoc } from '@/lib/sync/contract'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import type { Command } from './command'

/**
 * Why a stored doc cannot be opened or is not all that was stored, or null. Every chapter is made with a first update.
 * @param known log position that something else in the database was read from
 */
function damageOf(stored: StoredDoc | null, known: number): string | null {
  if (!stored || stored.seq === 0) return 'missing'
  if (stored.seq < known) return 'incomplete'
  const doc = new Y.Doc()
  try {
    for (const bytes of [stored.snapshot?.bytes, ...stored.rows.map((row) => row.bytes)])
      if (bytes) Y.applyUpdate(doc, bytes)
    if (doc.store.pendingStructs || doc.store.pendingDs) return 'incomplete'
    return (checkRoots(doc) ?? checkFragment(doc.getXmlFragment(CHAPTER_FRAGMENT)))?.code ?? null
  } catch (error) {
    return `unreadable: ${(error as Error).message}`
  } finally {
    doc.destroy()
  }
}

async function check() {
  const log = openPrismaLog(database())
  const chapters = await database().chapter.findMany({ select: { id: true, docId: true, wordsSeq: true } })
  const damaged: { chapter: string; doc: string; why: string }[] = []
  for (const { id, docId, wordsSeq } of chapters) {
    const why = await log.load(docId).then(
      (stored) => damageOf(stored, wordsSeq),
      (error: Error) => error.message,
    )
    if (why) damaged.push({ chapter: id, doc: docId, why })
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
]
