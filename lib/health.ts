import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { database } from '@/lib/db/client'
import { log } from '@/lib/log'

/** What `GET /api/health` shows. */
export interface Health {
  status: 'ok' | 'unavailable'
  version: string
  database: 'sqlite'
}

const HOLDER = Symbol.for('scriptorium.version')

/** Version of the running server, from its package.json. */
export function version(): string {
  const holder = globalThis as { [HOLDER]?: string }
  return (holder[HOLDER] ??= z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'))).version)
}

/** Asks the database something small; `unavailable` while it is not open or does not answer. */
export async function health(): Promise<Health> {
  const about = { version: version(), database: 'sqlite' } as const
  try {
    await database().user.findFirst({ select: { id: true } })
    return { status: 'ok', ...about }
  } catch (error) {
    log().error({ kind: (error as Error).name }, 'The database does not answer')
    return { status: 'unavailable', ...about }
  }
}
