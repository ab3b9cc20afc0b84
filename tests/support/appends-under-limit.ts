/**
 * Appends to a database in a process whose files may not grow beyond a limit (`ulimit -f`), so that the system refuses
 * one of the writes of an append: the first, then the second, then the third … Prints what came of each as JSON.
 * Arguments: the SQLite file, which has the doc `ferry`; the limit in bytes; how many writes to try.
 */
import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { withWritingPragmas } from '@/lib/db/pragmas'
import { openAppends } from '@/lib/db/store-appends'

/** Three rows of eight pages each. */
const [ROWS, ROW_BYTES] = [3, 32_000]
/** A page in the write-ahead log with its header (sqlite.org/fileformat2.html, section 4.1). */
const FRAME_BYTES = 4_096 + 24

const [file = '', limit = '', most = ''] = process.argv.slice(2)

/** What became of an append that was refused its n-th write. */
export interface RefusedWrite {
  n: number
  /** SQLite's code for the refusal; null when it was not refused. */
  code: string | null
  /** The last position before it, after it, and after the same append when there was room again. */
  before: number
  after: number
  again: number
}

const other = new Sqlite(file)
other.pragma('synchronous = OFF')
other.pragma('wal_autocheckpoint = 0')
const lastSeq = () => other.prepare('SELECT COUNT(*) FROM "DocUpdate"').pluck().get() as number
const touch = other.prepare('UPDATE "Doc" SET "schemaVersion" = 1 - "schemaVersion"')
const appends = openAppends(
  () => withWritingPragmas(new Sqlite(file)),
  () => undefined,
)
const row = { bytes: new Uint8Array(ROW_BYTES).fill(5), authorId: 'mara', crc: 1 }
const append = {
  ...{ docId: 'ferry', epoch: 1, createdAt: '2026-11-03T19:30:00.000+00:00' },
  ...{ rows: Array.from({ length: ROWS }, () => row), writers: [] },
}
const answers: RefusedWrite[] = []
for (let n = 1; n <= Number(most); n++) {
  // One page is written over and over until exactly n - 1 more have room: the file itself does not grow.
  while (Number(limit) - statSync(`${file}-wal`).size >= n * FRAME_BYTES) touch.run()
  const before = lastSeq()
  let code: string | null = null
  try {
    appends.append(append)
  } catch (error) {
    code = (error as { code: string }).code
  }
  const after = lastSeq()
  other.pragma('wal_checkpoint(TRUNCATE)')
  appends.append(append)
  answers.push({ n, code, before, after, again: lastSeq() })
}
console.log(JSON.stringify(answers))
