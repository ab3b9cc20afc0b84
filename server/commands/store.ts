import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import * as Y from 'yjs'
import { backUp, integrityOf, restoreFrom } from '@/lib/db/backup'
import { database } from '@/lib/db/client'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { StoredDoc } from '@/lib/sync/contract'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { word, type Command } from './command'

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
  }
}

/** Backup, restore and check. */
export const STORE_COMMANDS: readonly Command[] = [
  {
    name: ['backup'],
    usage: 'backup FILE',
    summary: 'copies everything into one file, while people go on writing',
    options: {},
    needsDatabase: false,
    async run(call) {
      const file = resolve(word(call, 'file to write'))
      await backUp(call.env.databaseFile, file)
      return { file, bytes: statSync(file).size }
    },
  },
  {
    name: ['restore'],
    usage: 'restore FILE',
    summary: 'brings a backup back on a machine that has no data yet; the server must be down',
    options: {},
    needsDatabase: false,
    run: (call) => restoreFrom(resolve(word(call, 'backup')), call.env.databaseFile),
  },
  {
    name: ['check'],
    usage: 'check',
    summary: 'opens every chapter and says which are damaged',
    options: {},
    needsDatabase: true,
    run: check,
    isBadNews: (answer) => !(answer as Awaited<ReturnType<typeof check>>).ok,
  },
]
