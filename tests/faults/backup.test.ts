import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { apiClient } from '@/tests/support/api'
import { scriptorium, scriptoriumDone } from '@/tests/support/command-line'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { rawClient, type RawClient } from '@/tests/support/raw-client'
import { startServer, type TestServer } from '@/tests/support/server'

const WRITERS = ['mara', 'tomas', 'ines'] as const
type Who = (typeof WRITERS)[number]

let world: PeopledServer<Who>
let folder: string
const chapterIds: string[] = []
const open: RawClient[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scriptorium-backup-'))
  world = await startPeopledServer({ mara: 'Mara Voss', tomas: 'Tomas Oyelaran', ines: 'Ines Rautio' })
  const { mara } = world.api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: 'The Ferry' })
  for (const who of ['tomas', 'ines'] as const) {
    const userId = world.userIds[who]
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, {
      role: 'coauthor',
    })
  }
  for (const title of ['The Timetable', 'Forty Steps', 'The Bell']) {
    const chapter = { title, markdown: 'The ferry left at six.' }
    const id = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, chapter)
    await mara.done('POST', `/api/v1/chapters/${id}/threads`, {
      ...{ kind: 'comment', body: 'Every evening?', quote: { exact: 'at six' } },
    })
    chapterIds.push(id)
  }
}, 180_000)

afterAll(async () => {
  for (const client of open) client.close()
  await world?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const textIn = (doc: Y.Doc) => doc.getXmlFragment('default').toString()

/** Somebody who types a sentence a time, the next as soon as the last one is acknowledged, until told to stop. */
async function typing(who: Who, chapterId: string) {
  let saved = 0
  let onAck: () => void = () => undefined
  const client = await rawClient(world.server.url, chapterId, {
    ...{ token: world.tokens[who].token, wantsExtensions: true, sendsEdits: true },
    heard(frame) {
      if (frame.type === 'refusal') throw new Error(`${who} was refused: ${frame.reason}`)
      if (frame.type === 'ack' && frame.ordinal > saved) {
        saved = frame.ordinal
        onAck()
      }
    },
  })
  open.push(client)
  let isOver = false
  const work = (async () => {
    let typed = 0
    while (!isOver) {
      typed += 1
      const acknowledged = new Promise<void>((resolve) => {
        onAck = resolve
      })
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(`${who} ${typed} wrote this.`)])
      const fragment = client.doc.getXmlFragment('default')
      fragment.insert(fragment.length, [paragraph])
      await acknowledged
    }
    return typed
  })()
  return {
    client,
    stop() {
      isOver = true
      return work
    },
  }
}

/** The sentences of one writer in a text, which must be his first ones without a gap. */
function sentencesOf(who: Who, text: string): number {
  const numbers = [...text.matchAll(new RegExp(`${who} (\\d+) wrote this\\.`, 'g'))].map(([, n]) => Number(n))
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  return numbers.length
}

describe('a backup that is made while people type', () => {
  const backup = () => join(folder, 'tuesday.sqlite')
  const restored = () => join(folder, 'new-machine')
  let typedByMara = 0
  let hashes: unknown
  let newer: RawClient
  let again: TestServer | null = null

  afterAll(() => again?.stop())

  it('is whole, and proves itself with the hash of every chapter on an empty machine', async () => {
    // Each writes in a chapter of his own, and Tomas also in Mara's.
    const [first = '', second = '', third = ''] = chapterIds
    const writers = [
      { who: 'mara' as const, ...(await typing('mara', first)) },
      { who: 'tomas' as const, ...(await typing('tomas', second)) },
      { who: 'ines' as const, ...(await typing('ines', third)) },
      { who: 'tomas' as const, ...(await typing('tomas', first)) },
    ]
    const made = await scriptoriumDone(world.server.dataDir, ['backup', backup()])
    const typed = await Promise.all(writers.map((writer) => writer.stop()))
    for (const many of typed) expect(many).toBeGreaterThan(1)
    typedByMara = typed[0] ?? 0
    newer = writers[0]?.client ?? expect.fail('nobody typed')
    hashes = made.hashes
    expect(Object.keys(made.hashes as object).sort()).toEqual([...chapterIds].sort())
    expect(await scriptoriumDone(folder, ['verify', backup()])).toMatchObject({ ok: true, hashes })
    expect(await scriptoriumDone(restored(), ['restore', backup()])).toMatchObject({ proved: true, hashes })
    const checked = await scriptoriumDone(restored(), ['check'])
    expect(checked).toMatchObject({ ok: true, damaged: [], hashes })
  }, 180_000)

  it('is a moment in the life of the text: each writer’s first sentences, without a gap', async () => {
    again = await startServer({ dataDir: restored(), env: { LOG_LEVEL: 'error' } })
    const mara = apiClient(again.url, world.tokens.mara.token)
    for (const chapterId of chapterIds) {
      const { bytes } = await mara.call('GET', `/api/v1/chapters/${chapterId}/export?format=txt`)
      const text = new TextDecoder().decode(bytes)
      expect(text).toContain('The ferry left at six.')
      for (const who of WRITERS) sentencesOf(who, text)
      const { threads } = await mara.done('GET', `/api/v1/chapters/${chapterId}/threads`)
      expect(threads).toMatchObject([{ placement: { state: 'exact', text: 'at six' } }])
    }
    const { bytes } = await mara.call('GET', `/api/v1/chapters/${chapterIds[0]}/export?format=txt`)
    const here = sentencesOf('mara', new TextDecoder().decode(bytes))
    expect(here).toBeLessThanOrEqual(typedByMara)
  }, 120_000)

  it('does not mix with the newer words of a browser that comes back: it is told that this is another history', async () => {
    const url = again?.url ?? ''
    const chapterId = chapterIds[0] ?? ''
    const before = await apiClient(url, world.tokens.mara.token).call(
      'GET',
      `/api/v1/chapters/${chapterId}/state`,
    )
    const refusals: unknown[] = []
    const client = await rawClient(url, chapterId, {
      ...{ token: world.tokens.mara.token, doc: newer.doc, wantsExtensions: true, epoch: 1 },
      heard: (frame) => {
        if (frame.type === 'refusal') refusals.push(frame)
      },
    })
    client.say({ type: 'update', update: Y.encodeStateAsUpdate(newer.doc) })
    expect((await client.closed).code).toBe(4409)
    expect(refusals).toMatchObject([{ class: 'rebase', reason: 'other_history' }])
    const after = await apiClient(url, world.tokens.mara.token).call(
      'GET',
      `/api/v1/chapters/${chapterId}/state`,
    )
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'))
    expect(textIn(newer.doc)).toContain(`mara ${typedByMara} wrote this.`)
  }, 120_000)

  it('is refused when one word in it was changed, and nothing is restored', async () => {
    const { openDatabase } = await import('@/lib/db/open')
    const db = await openDatabase(backup())
    await db.comment.updateMany({ data: { body: 'Every morning?' } })
    await db.$disconnect()
    const refused = await scriptorium(join(folder, 'third-machine'), ['restore', backup()])
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('3 of 3 chapters are not what was backed up')
  }, 120_000)
})
