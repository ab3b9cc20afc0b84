import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as Y from 'yjs'
import { countWords } from './ledger-writer'

/**
 * The words of a chapter as they lie in the file of a server, whatever the server says: its newest snapshot and the
 * rows after it.
 * @returns how often each word of a `LedgerWriter` stands
 */
export function wordsOnDisk(dataDir: string, docId: string): Map<string, number> {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { readonly: true, timeout: 10_000 })
  try {
    const blobs = file
      .prepare<{ docId: string }, { bytes: Uint8Array }>(
        `WITH base AS (SELECT MAX("uptoSeq") AS "end" FROM "DocSnapshot" WHERE "docId" = :docId)
         SELECT "uptoSeq" AS "at", "bytes" FROM "DocSnapshot", base WHERE "docId" = :docId AND "uptoSeq" = "end"
         UNION ALL
         SELECT "seq", "bytes" FROM "DocUpdate", base WHERE "docId" = :docId AND "seq" > COALESCE("end", 0)
         ORDER BY "at"`,
      )
      .all({ docId })
    const doc = new Y.Doc()
    for (const { bytes } of blobs) Y.applyUpdate(doc, bytes)
    return countWords(doc)
  } finally {
    file.close()
  }
}
