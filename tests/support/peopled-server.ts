import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { personWithToken } from '@/tests/support/people'
import { startServer, type ServerOptions, type TestServer } from '@/tests/support/server'

/** A server on which people with tokens exist before it starts. */
export interface PeopledServer<K extends string> {
  server: TestServer
  api: Record<K, ApiClient>
  userIds: Record<K, string>
  tokens: Record<K, { id: string; token: string }>
  /** Ends the server and deletes its data. */
  stop(): Promise<void>
}

/**
 * Starts a server with `names` on it. `TEST_SERVER=dev` takes `next dev`, which needs no build.
 * @param names by the key under which the test calls them
 * @param isAdmin the keys of those who run the server
 * @param settings environment variables on top of those of `startServer`
 */
export async function startPeopledServer<K extends string>(
  names: Record<K, string>,
  isAdmin: readonly NoInfer<K>[] = [],
  settings: Record<string, string> = {},
  options: Pick<ServerOptions, 'fileBlocks'> = {},
): Promise<PeopledServer<K>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scriptorium-api-'))
  const clean = () => rmSync(dataDir, { recursive: true, force: true })
  const keys = Object.keys(names) as K[]
  const db = await openDatabase(join(dataDir, 'scriptorium.sqlite'))
  holdDatabase(db)
  const people = new Map<K, Awaited<ReturnType<typeof personWithToken>>>()
  for (const key of keys) people.set(key, await personWithToken(names[key], isAdmin.includes(key)))
  holdDatabase(null)
  await db.$disconnect()
  const production = process.env.TEST_SERVER !== 'dev'
  const env = { LOG_LEVEL: 'error', ...settings }
  const server = await startServer({ ...options, dataDir, production, env }).catch((error: unknown) => {
    clean()
    throw error
  })
  const each = <T>(of: (person: Awaited<ReturnType<typeof personWithToken>>) => T) =>
    Object.fromEntries([...people].map(([key, person]) => [key, of(person)])) as Record<K, T>
  return {
    server,
    api: each(({ token }) => apiClient(server.url, token)),
    userIds: each(({ userId }) => userId),
    tokens: each(({ login, token }) => ({ id: login.id, token })),
    async stop() {
      await server.stop()
      clean()
    },
  }
}
