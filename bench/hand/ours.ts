import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { ON_SIGNAL } from '@/bench/servers/preload'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { addPerson } from '@/lib/accounts/people'
import { CATEGORIES } from '@/lib/critique/contract'
import { holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { setCollaborator } from '@/lib/manuscript/collaborators'
import { createManuscript } from '@/lib/manuscript/manuscripts'
import { TEXT_ROOT } from '@/lib/text/plain'
import { setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import { PASSWORD, signIn } from '@/tests/e2e/screen-data'
import { apiClient } from '@/tests/support/api'
import { personWithToken } from '@/tests/support/people'
import { startServer } from '@/tests/support/server'
import type { Passage } from './passages'
import { OWN_NAME, TYPISTS } from './people'
import type { Side } from './side'

const OWN_EMAIL = 'mara.voss@island.example'

/** This server as `npm start` runs it, with a manuscript that the seven typists write together. */
export async function startOurs(): Promise<Side> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scriptorium-hand-'))
  const { manuscriptId, tokens } = await peopled(dataDir)
  const env = { LOG_LEVEL: 'warn', NODE_OPTIONS: `--import ${ON_SIGNAL}` }
  const server = await startServer({ dataDir, env })
  const apis = tokens.map((token) => apiClient(server.url, token))
  const cookies = (await signIn(server.url, OWN_EMAIL)).split('; ').map((cookie) => {
    const [name = '', ...value] = cookie.split('=')
    return { name, value: value.join('='), url: server.url }
  })
  const target = () => ({ name: 'scriptorium' as const, port: server.port, pid: server.pid, tokens })
  return {
    name: 'ours',
    get target() {
      return target()
    },
    output: () => server.output().slice(-4_000),
    async open({ words, updates, clocks, passages }, load) {
      const chapters = `/api/v1/manuscripts/${manuscriptId}/chapters`
      const docId = await apis[0]!.made(chapters, { title: `What the Tide Kept, ${words}` })
      const empty = await load.run('stateOf', target(), { docId })
      const [first = '', ...rest] = updates
      await load.run('fillDoc', target(), { docId, updates: [first, emptied(empty), ...rest], clocks })
      const threads: string[] = []
      for (const [i, passage] of passages.entries())
        threads.push(
          await apis[i % apis.length]!.made(`/api/v1/chapters/${docId}/threads`, threadOn(passage, i)),
        )
      return { docId, url: `${server.url}/chapters/${docId}`, cookies, threads }
    },
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The update that takes out what is in a doc, both in base64: a new chapter begins with an empty paragraph. */
function emptied(state: string): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(state, 'base64'))
  const before = Y.encodeStateVector(doc)
  const chapter = doc.getXmlFragment(TEXT_ROOT)
  chapter.delete(0, chapter.length)
  return Buffer.from(Y.encodeStateAsUpdate(doc, before)).toString('base64')
}

const REMARKS = [
  'The whole island in a handful of words. Please never touch this.',
  'I had to read this twice before I knew who was speaking.',
  'Lovely rhythm, but one clause too many for me.',
]

function threadOn({ quote, start, end }: Passage, i: number) {
  return {
    ...{ kind: 'comment', quote: { exact: quote }, anchor: { start, end } },
    ...{ body: REMARKS[i % REMARKS.length], category: CATEGORIES[i % CATEGORIES.length] },
  }
}

/** Mara, who signs in with a password, and her co-authors, who have a token each; the first token is nobody's typist. */
async function peopled(dataDir: string): Promise<{ manuscriptId: string; tokens: string[] }> {
  const db = await openDatabase(join(dataDir, 'scriptorium.sqlite'))
  holdDatabase(db)
  const host = await personWithToken('Petra Holm')
  const own = await addPerson({ name: OWN_NAME, email: OWN_EMAIL, password: PASSWORD })
  const typists = []
  for (const name of TYPISTS) typists.push(await personWithToken(name))
  const { id: workshopId } = await createWorkshop(host, { name: 'Tuesday Circle' })
  const workshop = await authorizeWorkshop(host, workshopId, 'own')
  const { id: manuscriptId } = await createManuscript(workshop, {
    title: 'The Last Ferry',
    language: 'en-GB',
  })
  const administer = await authorize(host, manuscriptId, 'administer')
  for (const userId of [own.id, ...typists.map((typist) => typist.userId)]) {
    await setMemberRole(workshop, userId, 'member')
    await setCollaborator(administer, userId, 'coauthor')
  }
  holdDatabase(null)
  await db.$disconnect()
  return { manuscriptId, tokens: [host, ...typists].map(({ token }) => token) }
}
