/**
 * The sample workshop: four writers, a story in three chapters, and critique in every state. Goes through the same
 * functions as the API, with the same rooms as the server, into the database of `DATA_DIR`, which must be empty.
 * Prints who can sign in: `{"signIn": [{"name", "email", "password"}]}`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { authorize, authorizeChapter, authorizeThread, authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { addPerson } from '@/lib/accounts/people'
import { addComment } from '@/lib/critique/comments'
import { reanchorThreads } from '@/lib/critique/reanchoring'
import type { Category } from '@/lib/critique/contract'
import { changeThread, openThread } from '@/lib/critique/threads'
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
import { rewrite } from './rewriting'
import { NOTES, REVISIONS, WRITERS, type SampleNote } from './sample/notes'

const HOUR_MS = 3_600_000

async function writer(name: string, email: string, password: string): Promise<Viewer> {
  const person = await addPerson({ name, email, password })
  const { colour } = await database().user.findUniqueOrThrow({
    where: { id: person.id },
    select: { colour: true },
  })
  return {
    userId: person.id,
    name,
    email,
    colour,
    isAdmin: false,
    login: { kind: 'session', id: 'seed', expiresAt: null },
  }
}

/** Chapters stand in files as they would be imported: the title is the heading. */
function chapterFile(name: string): { title: string; markdown: string } {
  const [heading = '', ...rest] = readFileSync(join(import.meta.dirname, 'sample', name), 'utf8').split('\n')
  return { title: heading.replace(/^# /, ''), markdown: rest.join('\n').trim() }
}

/** Notes come days and hours after each other, as in a group that meets on Tuesdays. */
async function backdate(threadId: string, hoursAgo: number): Promise<void> {
  const at = (hours: number) => new Date(Date.now() - hours * HOUR_MS)
  await database().thread.update({
    where: { id: threadId },
    data: { createdAt: at(hoursAgo), updatedAt: at(hoursAgo / 3) },
  })
  const comments = await database().comment.findMany({ where: { threadId }, orderBy: { createdAt: 'asc' } })
  for (const [index, { id }] of comments.entries())
    await database().comment.update({ where: { id }, data: { createdAt: at(hoursAgo / (1 + index * 2)) } })
}

async function makeNote(people: Map<string, Viewer>, chapterId: string, note: SampleNote): Promise<void> {
  const person = (name: string) => {
    const found = people.get(name)
    if (!found) throw new Error(`No writer of the sample is called ${name}`)
    return found
  }
  const grant = await authorizeChapter(person(note.by), chapterId, 'comment')
  const thread = await openThread(grant, {
    kind: 'comment',
    body: note.says,
    ...(note.kind && { category: note.kind satisfies Category }),
    ...(note.on && { quote: { exact: note.on } }),
  })
  for (const { by, says } of note.answers ?? [])
    await addComment(await authorizeThread(person(by), thread.id, 'comment'), { body: says })
  if (note.resolvedBy)
    await changeThread(await authorizeThread(person(note.resolvedBy), thread.id, 'comment'), {
      status: 'resolved',
    })
  await backdate(thread.id, note.hoursAgo)
}

async function seed(): Promise<void> {
  const people = new Map<string, Viewer>()
  for (const { name, email, password } of WRITERS) people.set(name, await writer(name, email, password))
  const [mara, ...others] = [...people.values()]
  if (!mara) throw new Error('The sample has no writers')
  const workshop = await createWorkshop(mara, { name: 'Tuesday Circle' })
  const own = await authorizeWorkshop(mara, workshop.id, 'own')
  for (const { userId } of others) await setMemberRole(own, userId, 'member')
  const manuscript = await createManuscript(own, { title: 'The Last Ferry', language: 'en-GB' })
  const administer = await authorize(mara, manuscript.id, 'administer')
  await changeManuscript(administer, { workshopRole: 'critic' })
  const coauthor = others.find(({ name }) => name === 'Tomas Oyelaran')
  if (coauthor) await setCollaborator(administer, coauthor.userId, 'coauthor')
  for (const file of ['1-the-timetable.md', '2-forty-steps.md', '3-what-the-tide-kept.md']) {
    const { id } = await createChapter(administer, chapterFile(file))
    for (const note of NOTES[file] ?? []) await makeNote(people, id, note)
    for (const revision of REVISIONS[file] ?? []) await rewrite(id, mara.userId, revision)
    await reanchorThreads(id)
    const status = file.startsWith('3') ? 'in_critique' : file.startsWith('1') ? 'finished' : 'drafting'
    await changeChapter(await authorizeChapter(mara, id, 'edit'), { status })
  }
}

const env = parseEnv(process.env)
const log = openLog('warn')
holdEnv(env)
holdDatabase(await openDatabase(env.databaseFile))
if ((await database().user.count()) > 0) throw new Error('The sample workshop needs an empty data folder')
const sync = openSync(env, log, openMetrics())
await seed()
await sync.close()
await database().$disconnect()
console.log(
  JSON.stringify({ signIn: WRITERS.map(({ name, email, password }) => ({ name, email, password })) }),
)
process.exit(0)
