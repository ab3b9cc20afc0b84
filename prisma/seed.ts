/**
 * The sample workshop: four writers, a story in three chapters, critique in every state, a round of it, and three guests
 * who read the beginning. Goes through the same functions as the API, with the same rooms as the server, into the database
 * of `DATA_DIR`, which must be empty. Prints who can sign in, and a link to read by:
 * `{"signIn": [{"name", "email", "password"}], "reading": "http://…/beta/…"}`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { authorize, authorizeChapter, authorizeWorkshop } from '@/lib/access/authorize'
import { reanchorThreads } from '@/lib/critique/reanchoring'
import { database, holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv } from '@/lib/env'
import { openLog } from '@/lib/log'
import { changeChapter } from '@/lib/manuscript/chapters'
import { setCollaborator } from '@/lib/manuscript/collaborators'
import { createChapter } from '@/lib/manuscript/making'
import { changeManuscript, createManuscript } from '@/lib/manuscript/manuscripts'
import { setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import { openMetrics } from '@/server/metrics'
import { openSync } from '@/server/sync'
import { NOTES, REVISIONS, WRITERS } from './sample/notes'
import { REVISION } from './sample/readers'
import { ROUND } from './sample/round'
import { makeNote } from './seeding/notes'
import { People } from './seeding/people'
import { openReading } from './seeding/readers'
import { rewrite } from './seeding/rewriting'
import { holdRound } from './seeding/round'

const FILES = ['1-the-timetable.md', '2-forty-steps.md', '3-what-the-tide-kept.md']

/** Chapters stand in files as they would be imported: the title is the heading. */
function chapterFile(name: string): { title: string; markdown: string } {
  const [heading = '', ...rest] = readFileSync(join(import.meta.dirname, 'sample', name), 'utf8').split('\n')
  return { title: heading.replace(/^# /, ''), markdown: rest.join('\n').trim() }
}

/** @returns a link by which a guest reads */
async function seed(): Promise<string> {
  const people = new People()
  for (const { name, email, password } of WRITERS) await people.add(name, email, password)
  const mara = people.named('Mara Voss')
  const workshop = await createWorkshop(mara, { name: 'Tuesday Circle' })
  const own = await authorizeWorkshop(mara, workshop.id, 'own')
  for (const { name } of WRITERS)
    if (name !== mara.name) await setMemberRole(own, people.named(name).userId, 'member')
  const manuscript = await createManuscript(own, { title: 'The Last Ferry', language: 'en-GB' })
  const administer = await authorize(mara, manuscript.id, 'administer')
  await changeManuscript(administer, { workshopRole: 'critic' })
  await setCollaborator(administer, people.named('Tomas Oyelaran').userId, 'coauthor')
  const chapters = new Map<string, string>()
  for (const file of FILES) {
    const { id } = await createChapter(administer, chapterFile(file))
    chapters.set(file, id)
    for (const note of NOTES[file] ?? []) await makeNote(people, id, note)
    for (const revision of REVISIONS[file] ?? []) await rewrite(id, mara.userId, revision)
    await reanchorThreads(id)
    const status = file.startsWith('3') ? 'in_critique' : file.startsWith('1') ? 'finished' : 'drafting'
    await changeChapter(await authorizeChapter(mara, id, 'edit'), { status })
  }
  const reading = await openReading(people, manuscript.id, chapters)
  await rewrite(chapters.get(REVISION.file) ?? '', mara.userId, REVISION)
  await holdRound(people, chapters.get(ROUND.file) ?? '')
  return reading
}

const env = parseEnv(process.env)
const log = openLog('warn')
holdEnv(env)
holdDatabase(await openDatabase(env.databaseFile))
if ((await database().user.count()) > 0) throw new Error('The sample workshop needs an empty data folder')
const sync = openSync(env, log, openMetrics())
const reading = await seed()
await sync.close()
await database().$disconnect()
console.log(
  JSON.stringify({
    signIn: WRITERS.map(({ name, email, password }) => ({ name, email, password })),
    reading,
  }),
)
process.exit(0)
