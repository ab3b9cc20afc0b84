import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { systemClock } from '@/lib/clock'
import { holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { setCollaborator } from '@/lib/manuscript/collaborators'
import { createChapter } from '@/lib/manuscript/making'
import { createManuscript } from '@/lib/manuscript/manuscripts'
import { setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import { personWithToken } from '@/tests/support/people'
import { startServer } from '@/tests/support/server'
import type { BenchServer, StartOptions } from './contract'
import { ON_SIGNAL } from './preload'

/** One person may have 500 connections, so the most clients of any scenario need at least two. */
const WRITERS = 20
const CHAPTERS_PER_MANUSCRIPT = 200

/**
 * This server as `npm start` runs it: production, login by token, rights, gate, durable log. Its people and chapters
 * are there before it starts.
 */
export async function startScriptorium(options: StartOptions): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scriptorium-bench-'))
  const { docIds, tokens } = await peopled(dataDir, options.docs)
  const env = {
    LOG_LEVEL: 'warn',
    // All clients of the bench come from one address, and twenty people hold a thousand connections.
    SYNC_CONNECTIONS_PER_ADDRESS: '4000',
    SYNC_CONNECTIONS_PER_USER: '4000',
    NODE_OPTIONS: `--import ${ON_SIGNAL}`,
    BENCH_PROFILE_DIR: options.profileDir,
  }
  const server = await startServer({ dataDir, env })
  return {
    docIds,
    get target() {
      return { name: 'scriptorium' as const, port: server.port, pid: server.pid, tokens }
    },
    output: () => server.output().slice(-4_000),
    kill: () => server.kill(),
    restart: () => server.restart(),
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A workshop with writers, and manuscripts with empty chapters that all of them may write. */
async function peopled(dataDir: string, chapters: number): Promise<{ docIds: string[]; tokens: string[] }> {
  const db = await openDatabase(join(dataDir, 'scriptorium.sqlite'))
  holdDatabase(db)
  const people = []
  for (let i = 0; i < WRITERS; i++) people.push(await personWithToken(`Writer ${i + 1}`))
  const [host, ...others] = people
  const { id: workshopId } = await createWorkshop(host!, { name: 'Tuesday Circle' })
  const own = await authorizeWorkshop(host!, workshopId, 'own')
  for (const { userId } of others) await setMemberRole(own, userId, 'member')
  const docIds: string[] = []
  while (docIds.length < chapters) {
    const title = `The Last Ferry ${docIds.length}`
    const { id: manuscriptId } = await createManuscript(own, { title, language: 'en-GB' })
    const administer = await authorize(host!, manuscriptId, 'administer')
    for (const { userId } of others) await setCollaborator(administer, userId, 'coauthor')
    for (let i = 0; i < CHAPTERS_PER_MANUSCRIPT && docIds.length < chapters; i++)
      docIds.push((await createChapter(administer, { title: `Chapter ${i + 1}` }, systemClock)).id)
  }
  holdDatabase(null)
  await db.$disconnect()
  return { docIds, tokens: people.map(({ token }) => token) }
}
