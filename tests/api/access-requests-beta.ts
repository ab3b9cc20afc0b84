import type { Sent } from '@/tests/support/api'
import type { AccessRequest } from './access-requests'
import { joinedGuest, type AccessWorld } from './access-world'

type Prepare = (world: AccessWorld) => AccessRequest | Promise<AccessRequest>

const json = (value: unknown): Sent => ({ json: value })
const path = ({ beta }: AccessWorld, rest: string) => `/api/v1/beta-sessions/${beta.sessionId}${rest}`

/** A note of the guest, anew for each cell. */
const guestsNote = (world: AccessWorld) =>
  world.api.guest.made(path(world, '/notes'), {
    ...{ editionId: world.beta.editionId, quote: 'like a smuggler', body: 'I like him at once.' },
  })

/** A session in the trash, or out of it, wherever the cell before has left it. */
async function binned({ api, beta }: AccessWorld, place: 'trashed' | 'present'): Promise<string> {
  const id = beta.binId
  const { status } = await api.author.call('GET', `/api/v1/beta-sessions/${id}`)
  if ((status === 404) === (place === 'trashed')) return id
  if (place === 'trashed') await api.author.done('DELETE', `/api/v1/beta-sessions/${id}`)
  else await api.author.done('POST', `/api/v1/beta-sessions/${id}/restore`)
  return id
}

async function editionsOf(world: AccessWorld): Promise<{ id: string }[]> {
  const { editions } = await world.api.author.done('GET', path(world, ''))
  return editions as { id: string }[]
}

/** Only a text that differs from the newest edition is issued. */
async function writeSomethingNew({ api, beta }: AccessWorld, issued: number): Promise<void> {
  if (issued <= beta.written) return
  const bytes = await beta.anotherSentence()
  await api.author.call('POST', `/api/v1/chapters/${beta.chapterId}/updates`, { bytes })
  beta.written = issued
}

/** A later edition than the first one, which the guest has read. */
async function laterEdition(world: AccessWorld): Promise<string> {
  const { api, beta } = world
  await api.guest.done('PUT', path(world, '/progress'), { editionId: beta.editionId, paragraph: 1 })
  const editions = await editionsOf(world)
  const later = editions.at(-1)
  if (later && editions.length > 1) return later.id
  await writeSomethingNew(world, editions.length)
  const issued = await api.author.done('POST', path(world, '/editions'), { chapterId: beta.chapterId })
  return (issued.editions as { id: string }[]).at(-1)?.id ?? ''
}

/** The calls about beta sessions, each with everything it needs standing there afresh. */
export const BETA_REQUESTS: Record<string, Prepare> = {
  'POST /api/v1/manuscripts/{id}/beta-sessions': ({ chapterId }) => ({
    sent: json({ title: 'Second readers', chapters: [chapterId] }),
  }),
  'PATCH /api/v1/beta-sessions/{id}': () => ({ sent: json({ letter: 'Tell me where you stopped.' }) }),
  'DELETE /api/v1/beta-sessions/{id}': async (world) => ({ params: { id: await binned(world, 'present') } }),
  'GET /api/v1/beta-sessions/{id} (trashed)': async (world) => ({
    params: { id: await binned(world, 'trashed') },
  }),
  'POST /api/v1/beta-sessions/{id}/restore': async (world) => ({
    params: { id: await binned(world, 'trashed') },
  }),
  'POST /api/v1/beta-sessions/{id}/editions': async (world) => {
    await writeSomethingNew(world, (await editionsOf(world)).length)
    return { sent: json({ chapterId: world.beta.chapterId }) }
  },
  'GET /api/v1/beta-sessions/{id}/editions/{editionId}/changes': async (world) => ({
    params: { editionId: await laterEdition(world) },
  }),
  'POST /api/v1/beta-sessions/{id}/invitations': () => ({ sent: json({ name: 'Wren' }) }),
  'DELETE /api/v1/beta-sessions/{id}/invitations/{invitationId}': async (world) => ({
    params: { invitationId: await world.api.author.made(path(world, '/invitations'), {}) },
  }),
  'DELETE /api/v1/beta-sessions/{id}/readers/{readerId}': async (world) => ({
    params: { readerId: (await joinedGuest(world, world.beta.sessionId, 'Wren')).readerId },
  }),
  'POST /api/v1/beta-sessions/{id}/reminders': () => ({
    sent: json({ readerIds: ['nobody-of-this-name-0'], word: 'It gets better.' }),
  }),
  'PATCH /api/v1/beta-sessions/{id}/predictions/{predictionId}': async (world) => {
    const { api, beta } = world
    const body = 'The mate is the one she cannot find.'
    await api.guest.done('PUT', path(world, '/predictions'), { editionId: beta.editionId, body })
    const { predictions } = await api.author.done('GET', path(world, '/report'))
    const [first] = predictions as { id: string }[]
    return { params: { predictionId: first?.id ?? '' }, sent: json({ cameTrue: true }) }
  },
  'GET /api/v1/beta-links/{token}': ({ beta }) => ({ params: { token: beta.openToken } }),
  'POST /api/v1/beta-sessions/{id}/join': ({ beta }) => ({
    params: { id: beta.joinId },
    sent: json({ token: beta.openToken, name: 'Wren' }),
  }),
  'PUT /api/v1/beta-sessions/{id}/progress': ({ beta }) => ({
    sent: json({ editionId: beta.editionId, paragraph: 1 }),
  }),
  'POST /api/v1/beta-sessions/{id}/notes': ({ beta }) => ({
    sent: json({ editionId: beta.editionId, paragraph: 1, reaction: 'tense' }),
  }),
  'PATCH /api/v1/beta-sessions/{id}/notes/{noteId}': async (world) => ({
    params: { noteId: await guestsNote(world) },
    sent: json({ body: 'I like him less now.' }),
  }),
  'DELETE /api/v1/beta-sessions/{id}/notes/{noteId}': async (world) => ({
    params: { noteId: await guestsNote(world) },
  }),
  'POST /api/v1/beta-sessions/{id}/notes/{noteId}/restore': async (world) => {
    const noteId = await guestsNote(world)
    await world.api.guest.done('DELETE', path(world, `/notes/${noteId}`))
    return { params: { noteId } }
  },
  'POST /api/v1/beta-sessions/{id}/answers': ({ beta }) => ({
    sent: json({ answers: [{ questionId: beta.questionId, value: 'The mate.' }] }),
  }),
  'PUT /api/v1/beta-sessions/{id}/predictions': ({ beta }) => ({
    sent: json({ editionId: beta.editionId, body: 'She finds him on the far bank.' }),
  }),
  'PATCH /api/v1/beta-sessions/{id}/me': () => ({ sent: json({ name: 'Wren' }) }),
  'DELETE /api/v1/beta-sessions/{id}/me': async (world) => {
    world.api.guest = (await joinedGuest(world, world.beta.sessionId, 'Wren')).api
    return {}
  },
}
