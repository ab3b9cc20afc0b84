import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

const FOLDER = join(import.meta.dirname, '../../prisma/migrations/sqlite')

const migrations = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, script: readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8') }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

const later = migrations.slice(1).map(({ name }, index) => ({ name, index: index + 1 }))

/** A note with an answer, with columns that the first migration has. */
const NOTE = `
  INSERT INTO "Workshop" ("id", "name", "createdById", "createdAt") VALUES ('w', 'Tuesday Circle', 'mara', 0);
  INSERT INTO "Manuscript" ("id", "workshopId", "title", "language", "createdById", "createdAt")
    VALUES ('m', 'w', 'The Last Ferry', 'en-GB', 'mara', 0);
  INSERT INTO "Chapter" ("id", "manuscriptId", "docId", "title", "position", "createdAt", "editedAt")
    VALUES ('c', 'm', 'c', 'The Timetable', 0, 0, 0);
  INSERT INTO "Thread" ("id", "chapterId", "kind", "authorId", "createdAt", "updatedAt", "quote")
    VALUES ('t', 'c', 'comment', 'ines', 0, 0, 'six');
  INSERT INTO "ThreadAnchor" ("threadId", "version", "anchor", "seq", "origin", "createdAt")
    VALUES ('t', 1, '{}', 1, 'made', 0);
  INSERT INTO "Comment" ("id", "threadId", "authorId", "body", "createdAt")
    VALUES ('o', 't', 'ines', 'Which six?', 0), ('p', 't', 'mara', 'In the morning.', 0);
`

describe('a migration of a database that people already write in', () => {
  it.each(later)('$name keeps every note with its comments and anchors', ({ index }) => {
    const file = new Sqlite(':memory:')
    try {
      file.pragma('foreign_keys = ON')
      for (const { script } of migrations.slice(0, index)) file.exec(script)
      file.exec(NOTE)
      file.exec(`BEGIN; ${migrations[index]?.script ?? ''}; COMMIT;`)
      const count = (table: string) => file.prepare(`SELECT count(*) AS rows FROM "${table}"`).get()
      expect([count('Thread'), count('Comment'), count('ThreadAnchor')]).toEqual([
        { rows: 1 },
        { rows: 2 },
        { rows: 1 },
      ])
    } finally {
      file.close()
    }
  })

  it.each(later)('$name leaves every table where it is', ({ index }) => {
    expect(migrations[index]?.script).not.toMatch(/DROP TABLE|RENAME TO/i)
  })

  it('leaves what was open to everyone open to everyone', () => {
    const file = new Sqlite(':memory:')
    for (const { script } of migrations.slice(0, 2)) file.exec(script)
    file.exec(NOTE)
    for (const { script } of migrations.slice(2)) file.exec(script)
    const notes = file.prepare(`SELECT "createdAt", "releasedAt" FROM "Thread"`).all()
    file.close()
    expect(notes).toEqual([{ createdAt: 0, releasedAt: 0 }])
  })
})
