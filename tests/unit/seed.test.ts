import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import * as Y from 'yjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorizeChapter } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { lookAtLink } from '@/lib/beta/invitations'
import type { ThreadView } from '@/lib/critique/contract'
import { listThreads } from '@/lib/critique/threads'
import { database, holdDatabase, type Database } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv } from '@/lib/env'
import { answer } from '@/lib/events/events'
import { openLog } from '@/lib/log'
import { checkFragment, checkRoots } from '@/lib/prose/check'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { openPrismaLog } from '@/lib/sync/prisma-log'

const ROOT = resolve(import.meta.dirname, '../..')
let dataDir: string
let db: Database
let stopAnswering: () => void
let printed: { signIn: { name: string; email: string; password: string }[]; reading: string }
let threads: ThreadView[]

async function runSeed(folder: string) {
  const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', BASE_URL: '' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], { cwd: ROOT, env })
  const exit = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)))
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { stdout, stderr, status }
}

/** A doc as a cold start reads it. */
async function coldDoc(docId: string) {
  const stored = await openPrismaLog(db).load(docId)
  if (!stored) throw new Error(`There is no doc ${docId}`)
  const doc = new Y.Doc()
  for (const bytes of [stored.snapshot?.bytes, ...stored.rows.map((row) => row.bytes)])
    if (bytes) Y.applyUpdate(doc, bytes)
  return { doc, seq: stored.seq, epoch: stored.epoch }
}

async function viewerNamed(name: string): Promise<Viewer> {
  const { id, email, colour, isAdmin } = await database().user.findFirstOrThrow({ where: { name } })
  return { userId: id, name, email, colour, isAdmin, login: { kind: 'token', id: 'test', expiresAt: null } }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'scriptorium-seed-'))
  const { stdout, stderr, status } = await runSeed(dataDir)
  if (status !== 0) throw new Error(`The sample could not be made: ${stderr}`)
  printed = JSON.parse(stdout) as typeof printed
  const env = parseEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  holdEnv(env)
  openLog(env.logLevel)
  db = await openDatabase(env.databaseFile)
  holdDatabase(db)
  stopAnswering = answer('doc.state', async ({ docId }) => {
    const { doc, seq, epoch } = await coldDoc(docId)
    return { seq, epoch, state: Y.encodeStateAsUpdate(doc) }
  })
  const mara = await viewerNamed('Mara Voss')
  const chapters = await db.chapter.findMany({ orderBy: { position: 'asc' }, select: { id: true } })
  threads = []
  for (const { id } of chapters)
    threads.push(...(await listThreads(await authorizeChapter(mara, id, 'read'), { limit: 500 })).threads)
}, 180_000)

afterAll(async () => {
  stopAnswering?.()
  holdDatabase(null)
  await db?.$disconnect()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the sample workshop', () => {
  it('has four writers, who can sign in with what was printed', async () => {
    expect(printed.signIn).toHaveLength(4)
    const { verify } = await import('@node-rs/argon2')
    for (const { name, email, password } of printed.signIn) {
      const person = await db.user.findUniqueOrThrow({ where: { email } })
      expect(person.name).toBe(name)
      expect(await verify(person.passwordHash ?? '', password)).toBe(true)
    }
  })

  it('has a story in three chapters of about 2,000 words with dialogue and scene breaks, each sound', async () => {
    const chapters = await db.chapter.findMany({ orderBy: { position: 'asc' } })
    expect(chapters).toHaveLength(3)
    for (const { docId, words } of chapters) {
      expect(words).toBeGreaterThan(1_500)
      expect(words).toBeLessThan(2_600)
      const { doc } = await coldDoc(docId)
      const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
      expect(checkRoots(doc) ?? checkFragment(fragment)).toBeNull()
      expect(fragment.toString()).toContain('<scenebreak>')
      expect(fragment.toString()).toContain('“')
    }
  })

  it('has critique in every state, by more than one writer', () => {
    const states = threads.map(({ status, placement }) => {
      if (status === 'resolved') return 'resolved'
      if (!placement) return 'whole chapter'
      return placement.state === 'unplaced' ? placement.reason : placement.state
    })
    expect(new Set(states)).toEqual(
      new Set(['exact', 'resolved', 'whole chapter', 'moved', 'rewritten', 'gone', 'unsure']),
    )
    expect(new Set(threads.map(({ author }) => author.name)).size).toBeGreaterThanOrEqual(3)
    expect(threads.some(({ comments }) => comments.length >= 3)).toBe(true)
    expect(new Set(threads.map(({ category }) => category)).size).toBeGreaterThanOrEqual(8)
  })

  it('has suggestions, and notes of critics and of beta readers', () => {
    expect(new Set(threads.map(({ kind }) => kind))).toEqual(
      new Set(['comment', 'suggestion', 'reader_note']),
    )
  })

  it('asks for critique of a chapter: one critic has handed in, another is at it', async () => {
    const rounds = await db.critiqueRound.findMany({ include: { packages: true } })
    expect(rounds).toHaveLength(1)
    const [round] = rounds
    expect(round?.endsAt?.getTime()).toBeGreaterThan(Date.now())
    expect(round?.packages.map(({ handedInAt }) => handedInAt !== null).toSorted()).toEqual([false, true])
    // What Ines has not handed in does not reach Mara.
    expect(threads.some(({ comments }) => comments[0]?.body.includes('in a bump'))).toBe(false)
    expect(await db.comment.count({ where: { body: { contains: 'in a bump' } } })).toBe(1)
  })

  it('lends the beginning to guests, of whom one handed in and one stopped, by a link that others can use', async () => {
    const readers = await db.betaReader.findMany({ include: { progress: true, notes: true } })
    expect(readers).toHaveLength(3)
    expect(readers.every(({ userId, notes }) => userId === null && notes.length > 0)).toBe(true)
    expect(readers.filter(({ handedInAt }) => handedInAt !== null)).toHaveLength(1)
    expect(readers.flatMap(({ progress }) => progress).filter(({ stoppedAt }) => stoppedAt)).toHaveLength(1)
    const look = await lookAtLink(printed.reading.split('/').at(-1) ?? '')
    expect(look).toMatchObject({ title: 'First readers', reader: null, reason: null })
  })

  it('was said over days, and nothing of it in the future', () => {
    const times = threads.map(({ createdAt }) => Date.parse(createdAt))
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now())
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(3 * 24 * 3_600_000)
    for (const { comments } of threads)
      expect(comments.map(({ createdAt }) => createdAt)).toEqual(
        comments.map(({ createdAt }) => createdAt).toSorted(),
      )
  })

  it('is not put beside what is there already', async () => {
    const { status, stdout } = await runSeed(dataDir)
    expect(status).not.toBe(0)
    expect(stdout).toBe('')
    expect(await db.workshop.count()).toBe(1)
  })
})
