import { apiClient, type ApiClient } from '@/tests/support/api'
import { startPeopledServer } from '@/tests/support/peopled-server'
import type { TestServer } from '@/tests/support/server'
import type { Who } from './access-table'

/** A server with one workshop, one manuscript in it, and somebody in every position. */
export interface AccessWorld {
  server: TestServer
  api: Record<Who | 'spare', ApiClient>
  userIds: Record<Exclude<Who, 'nobody'> | 'spare', string>
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
  stop(): Promise<void>
}

const NAMES: Record<Exclude<Who, 'nobody'> | 'spare', string> = {
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
  const all = { ...api, nobody: apiClient(server.url, null) }
  try {
    const built = await build(all, userIds)
    return { server, api: all, userIds, foreignTokenId: tokens.spare.id, ...built, stop }
  } catch (error) {
    await stop()
    throw error
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
