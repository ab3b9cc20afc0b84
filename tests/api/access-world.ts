import * as Y from 'yjs'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { startPeopledServer } from '@/tests/support/peopled-server'
import type { TestServer } from '@/tests/support/server'
import type { Who } from './access-table'

/** People with an account: all of the table but nobody and those who only read in a beta session. */
type Member = Exclude<Who, 'nobody' | 'guest' | 'elsewhere'>

/** A server with one workshop, one manuscript in it, and somebody in every position. */
export interface AccessWorld {
  server: TestServer
  api: Record<Who | 'spare', ApiClient>
  userIds: Record<Member | 'spare', string>
  /** A token's id that belongs to `spare`. */
  foreignTokenId: string
  workshopId: string
  /** Another workshop, of `spare`, into which `invitationToken` invites. */
  invitationToken: string
  manuscriptId: string
  chapterId: string
  /** On words of the chapter, opened by the critic; with the ends of its passage. */
  threadId: string
  ends: { start: string; end: string }
  commentId: string
  authorsThreadId: string
  /** An open round, in a chapter of its own; the critic has handed in a note. */
  roundId: string
  roundChapterId: string
  /** Where rounds are begun. */
  annexChapterId: string
  /** What goes into the trash and comes back: a workshop, a manuscript and a chapter with a thread of the critic. */
  bin: { workshopId: string; manuscriptId: string; chapterId: string; threadId: string }
  /** The session in which `guest` reads; `binId` goes into the trash, into `joinId` people join through `openToken`. */
  beta: BetaWorld
  stop(): Promise<void>
}

interface BetaWorld {
  sessionId: string
  editionId: string
  questionId: string
  chapterId: string
  binId: string
  joinId: string
  openToken: string
  /** An update that adds a sentence to the chapter of `sessionId`, as a browser of its own writes it. */
  anotherSentence: () => Promise<Uint8Array>
  /** How many editions had been issued when the chapter was written on last. */
  written: number
}

const NAMES: Record<Member | 'spare', string> = {
  stranger: 'Jonas Weld',
  unshared: 'Priya Nair',
  reader: 'Odile Marchetti',
  critic: 'Ines Rautio',
  coauthor: 'Tomas Oyelaran',
  author: 'Mara Voss',
  owner: 'Aurel Banks',
  moderator: 'Kit Lindqvist',
  removed: 'Hanne Falk',
  admin: 'Sam Ferreira',
  spare: 'Leo Abara',
}

const TEXT = [
  'The ferry left at six, as it had every evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '***',
  '“You count like a smuggler,” said the mate.',
].join('\n\n')

/** Builds the world through the API, on a server of its own. */
export async function openAccessWorld(): Promise<AccessWorld> {
  const { server, api, userIds, tokens, stop } = await startPeopledServer(NAMES, ['admin'])
  const nobody = apiClient(server.url, null)
  const all = { ...api, nobody, guest: nobody, elsewhere: nobody }
  try {
    const built = await build(all, userIds)
    const beta = await buildBeta(all.author, built.manuscriptId)
    const world = { server, api: all, userIds, foreignTokenId: tokens.spare.id, ...built, beta, stop }
    all.guest = (await joinedGuest(world, beta.sessionId, 'Wren')).api
    all.elsewhere = (await joinedGuest(world, beta.joinId, 'Sparrow')).api
    return world
  } catch (error) {
    await stop()
    throw error
  }
}

/** Somebody with nothing but a name, who joined through a link of his own. */
export async function joinedGuest(
  { server, api }: Pick<AccessWorld, 'server' | 'api'>,
  sessionId: string,
  name: string,
): Promise<{ api: ApiClient; readerId: string }> {
  const path = `/api/v1/beta-sessions/${sessionId}`
  const { token } = await api.author.done('POST', `${path}/invitations`)
  const joined = await api.nobody.done('POST', `${path}/join`, { token, name })
  return {
    api: apiClient(server.url, String(joined.token)),
    readerId: (joined.reader as { id: string }).id,
  }
}

async function buildBeta(author: ApiClient, manuscriptId: string): Promise<BetaWorld> {
  const chapterId = await author.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'The Far Bank', markdown: TEXT },
  })
  const session = (title: string) =>
    author.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
      ...{ title, chapters: [chapterId], questions: [{ kind: 'text', prompt: 'Who is missing?' }] },
    })
  const read = await session('First readers')
  const [bin, joins] = [await session('Nobody’s readers'), await session('Open house')]
  const { token } = await author.done('POST', `/api/v1/beta-sessions/${String(joins.id)}/invitations`, {
    maxUses: 500,
  })
  const anotherSentence = async () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, (await author.call('GET', `/api/v1/chapters/${chapterId}/state`)).bytes)
    const before = Y.encodeStateVector(doc)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('Nobody answered.')])
    const text = doc.getXmlFragment('default')
    text.insert(text.length, [paragraph])
    return Y.encodeStateAsUpdate(doc, before)
  }
  return {
    sessionId: String(read.id),
    editionId: (read.editions as { id: string }[])[0]?.id ?? '',
    questionId: (read.questions as { id: string }[])[0]?.id ?? '',
    ...{ chapterId, binId: String(bin.id), joinId: String(joins.id) },
    ...{ openToken: String(token), anotherSentence, written: 0 },
  }
}

async function buildRound({ author, critic }: AccessWorld['api'], manuscriptId: string) {
  const chapters = `/api/v1/manuscripts/${manuscriptId}/chapters`
  const roundChapterId = await author.made(chapters, {
    ...{ title: 'The Empty Quay', markdown: 'Nobody on the quay looked up.' },
  })
  const annexChapterId = await author.made(chapters, { title: 'The Other Quay' })
  const roundId = await author.made(`/api/v1/chapters/${roundChapterId}/rounds`, {
    question: 'Do you know who is speaking?',
  })
  await critic.done('PUT', `/api/v1/rounds/${roundId}/package`, { remark: 'Yes, from the first line.' })
  await critic.done('POST', `/api/v1/rounds/${roundId}/package/hand-in`)
  return { roundId, roundChapterId, annexChapterId }
}

const MEMBERS = [
  'unshared',
  'reader',
  'critic',
  'coauthor',
  'author',
  'moderator',
  'removed',
  'spare',
] as const

async function buildBin(
  { owner, author, critic }: AccessWorld['api'],
  userIds: AccessWorld['userIds'],
  main: { workshopId: string; manuscriptId: string },
): Promise<AccessWorld['bin']> {
  const workshopId = await owner.made('/api/v1/workshops', { name: 'The Empty Chair' })
  for (const who of MEMBERS.filter((name) => name !== 'removed'))
    await owner.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds[who]}`, {
      role: who === 'moderator' ? 'moderator' : 'member',
    })
  const manuscriptId = await author.made(`/api/v1/workshops/${main.workshopId}/manuscripts`, {
    title: 'Cut Scenes',
  })
  for (const role of ['reader', 'critic', 'coauthor'] as const)
    await author.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds[role]}`, { role })
  const chapterId = await author.made(`/api/v1/manuscripts/${main.manuscriptId}/chapters`, {
    title: 'The Wrong Harbour',
  })
  const threadId = await critic.made(`/api/v1/chapters/${chapterId}/threads`, {
    ...{ kind: 'comment', body: 'Do we need this one?' },
  })
  return { workshopId, manuscriptId, chapterId, threadId }
}

async function build(api: AccessWorld['api'], userIds: AccessWorld['userIds']) {
  const { owner, author, critic, spare } = api
  const workshopId = await owner.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  for (const who of MEMBERS)
    await owner.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds[who]}`, {
      role: who === 'moderator' ? 'moderator' : 'member',
    })
  const manuscriptId = await author.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Salt Road',
  })
  for (const role of ['reader', 'critic', 'coauthor'] as const)
    await author.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds[role]}`, { role })
  await author.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds.removed}`, {
    role: 'coauthor',
  })
  await owner.done('DELETE', `/api/v1/workshops/${workshopId}/members/${userIds.removed}`)
  const chapterId = await author.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    title: 'The Last Ferry',
    markdown: TEXT,
  })
  const threads = `/api/v1/chapters/${chapterId}/threads`
  const thread = await critic.done('POST', threads, {
    ...{ kind: 'comment', body: 'Lovely: she would.' },
    quote: { exact: 'You count like a smuggler' },
  })
  const authorsThreadId = await author.made(threads, { kind: 'comment', body: 'Is the opening too slow?' })
  const annex = await spare.made('/api/v1/workshops', { name: 'The Annex' })
  const invitation = await spare.done('POST', `/api/v1/workshops/${annex}/invitations`, {
    ...{ role: 'member', maxUses: 100 },
  })
  const bin = await buildBin(api, userIds, { workshopId, manuscriptId })
  const rounds = await buildRound(api, manuscriptId)
  const { start, end } = thread.anchor as { start: string; end: string }
  return {
    ...{ workshopId, manuscriptId, chapterId, authorsThreadId, bin, ...rounds },
    threadId: String(thread.id),
    ends: { start, end },
    commentId: String((thread.comments as { id: string }[])[0]?.id),
    invitationToken: String(invitation.token),
  }
}
