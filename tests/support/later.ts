import { join } from 'node:path'
import Database from 'better-sqlite3'

const DAY_MS = 24 * 3_600_000

/** A moment as the server writes it; it compares moments as texts. */
const stored = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')

function change(dataDir: string, act: (file: Database.Database) => void): void {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { timeout: 10_000 })
  try {
    act(file)
  } finally {
    file.close()
  }
}

interface Row {
  id: string
  lastSeenAt: string
  remindedAt: string | null
}

/**
 * Lets days pass for the readers of a beta session: what was of today is of so many days ago.
 * @param dataDir of a server that may run
 */
export function letDaysPass(dataDir: string, sessionId: string, days: number): void {
  const earlier = (at: string | null) => at && stored(Date.parse(at) - days * DAY_MS)
  change(dataDir, (file) => {
    const rows = file
      .prepare<[string], Row>(
        `SELECT "id", "lastSeenAt", "remindedAt" FROM "BetaReader" WHERE "sessionId" = ?`,
      )
      .all(sessionId)
    const update = file.prepare(`UPDATE "BetaReader" SET "lastSeenAt" = ?, "remindedAt" = ? WHERE "id" = ?`)
    for (const { id, lastSeenAt, remindedAt } of rows)
      update.run(earlier(lastSeenAt), earlier(remindedAt), id)
  })
}
