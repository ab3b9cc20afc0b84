import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '@/lib/db/open'
import type { RefusedWrite } from '@/tests/support/appends-under-limit'

/** An append of 24 pages and those of its indices writes a few more than this. */
const WRITES = 24
/** Room for what stands at the end, and for a write-ahead log. */
const ROOM_BYTES = 4 * 1024 * 1024
const BLOCK_BYTES = 512

const folder = mkdtempSync(join(tmpdir(), 'scriptorium-refused-'))
const file = join(folder, 'workshop.sqlite')

beforeAll(async () => {
  const db = await openDatabase(file)
  await db.doc.create({ data: { id: 'ferry', schemaVersion: 1, createdAt: new Date(0) } })
  await db.$disconnect()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('[SY71] the system refuses the n-th write of an append, n = 1, 2, 3 …: nothing of it stands, and the next one does', async () => {
  const blocks = Math.ceil((statSync(file).size + ROOM_BYTES) / BLOCK_BYTES)
  const limited = ['-c', `ulimit -f ${blocks} && exec "$0" "$@"`, process.execPath, '--import', 'tsx']
  const script = ['tests/support/appends-under-limit.ts', file, String(blocks * BLOCK_BYTES), String(WRITES)]
  const cwd = resolve(import.meta.dirname, '../..')
  const { stdout } = await promisify(execFile)('sh', [...limited, ...script], { cwd })
  const answers = JSON.parse(stdout) as RefusedWrite[]
  expect(answers.map(({ n }) => n)).toEqual(Array.from({ length: WRITES }, (_, i) => i + 1))
  for (const { n, code, before, after, again } of answers) {
    expect(code, `write ${n}`).toMatch(/^SQLITE_(IOERR_WRITE|FULL)$/)
    expect([after, again]).toEqual([before, before + 3])
  }
})
