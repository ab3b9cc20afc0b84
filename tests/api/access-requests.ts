import * as Y from 'yjs'
import type { Sent } from '@/tests/support/api'
import { BETA_REQUESTS } from './access-requests-beta'
import type { AccessWorld } from './access-world'

/** What is sent for one cell of the table: values for the braces of its path, and the body. */
export interface AccessRequest {
  params?: Record<string, string>
  query?: Record<string, string>
  sent?: Sent
}

type Prepare = (world: AccessWorld) => AccessRequest | Promise<AccessRequest>

const json = (value: unknown): Sent => ({ json: value })

/** What `{id}` stands for, by the folder it is in. */
function idsOf(world: AccessWorld, call: string): Record<string, string> {
  const folder = /\/api\/v1\/([\w-]+)\//.exec(call)?.[1] ?? ''
  const id = {
    workshops: world.workshopId,
    manuscripts: world.manuscriptId,
    chapters: world.chapterId,
    threads: world.threadId,
    comments: world.commentId,
    rounds: world.roundId,
    'beta-sessions': world.beta.sessionId,
  }[folder]
  return {
    ...{ userId: world.userIds.spare, token: world.invitationToken, ...(id && { id }) },
    editionId: world.beta.editionId,
  }
}

const spareIs = (role: string) => async (world: AccessWorld) => {
  const { workshopId, userIds, api } = world
  await api.owner.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds.spare}`, { role })
}

const criticsThread = (world: AccessWorld) =>
  world.api.critic.made(`/api/v1/chapters/${world.chapterId}/threads`, {
    ...{ kind: 'comment', body: 'Who is the one she cannot find?' },
  })

const criticsSuggestion = async ({ api, chapterId }: AccessWorld): Promise<AccessRequest> => {
  const id = await api.critic.made(`/api/v1/chapters/${chapterId}/threads`, {
    ...{ kind: 'suggestion', quote: { exact: 'like a smuggler' }, replacement: 'like a smuggler at dawn' },
  })
  return { params: { id } }
}

/** A note of the critic of which the author has said what became of it, and told nobody. */
async function markedThread(world: AccessWorld): Promise<string> {
  const id = await criticsThread(world)
  await world.api.author.done('PUT', `/api/v1/threads/${id}/receipt`, { outcome: 'used' })
  return id
}

async function criticsComment(world: AccessWorld): Promise<string> {
  const { api, threadId } = world
  const thread = await api.critic.done('POST', `/api/v1/threads/${threadId}/comments`, {
    body: 'And again on page two.',
  })
  return (thread.comments as { id: string }[]).at(-1)?.id ?? ''
}

const authorsVersion = ({ api, chapterId }: AccessWorld) =>
  api.author.made(`/api/v1/chapters/${chapterId}/versions`, { name: 'Before the flood' })

/** What a browser of its own writes into the chapter. */
async function updateThat(
  { api, chapterId }: AccessWorld,
  write: (text: Y.XmlFragment) => void,
): Promise<Uint8Array> {
  const { bytes } = await api.author.call('GET', `/api/v1/chapters/${chapterId}/state`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const before = Y.encodeStateVector(doc)
  write(doc.getXmlFragment('default'))
  return Y.encodeStateAsUpdate(doc, before)
}

/** A sentence typed at the end of the chapter by a browser of its own. */
const typedUpdate = (world: AccessWorld) =>
  updateThat(world, (text) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('Nobody answered.')])
    text.insert(text.length, [paragraph])
  })

/** A sentence that the author typed and cut. */
async function authorsCut(world: AccessWorld): Promise<string> {
  const { api, chapterId } = world
  const path = `/api/v1/chapters/${chapterId}/updates`
  const typed = await updateThat(world, (text) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('He let the lamp go out.')])
    text.insert(text.length, [paragraph])
  })
  await api.author.call('POST', path, { bytes: typed })
  const cut = await updateThat(world, (text) => text.delete(text.length - 1, 1))
  await api.author.call('POST', path, { bytes: cut })
  const { cuts } = await api.author.done('GET', `/api/v1/chapters/${chapterId}/cuts?words=lamp`)
  return (cuts as { id: string }[])[0]?.id ?? ''
}

type Binned = 'workshops' | 'manuscripts' | 'chapters'

/** Puts the disposable thing where the row needs it, wherever the cell before has left it. */
async function binned(
  { api, bin }: AccessWorld,
  kind: Binned,
  place: 'trashed' | 'present',
): Promise<string> {
  const id = { workshops: bin.workshopId, manuscripts: bin.manuscriptId, chapters: bin.chapterId }[kind]
  const keeper = kind === 'workshops' ? api.owner : api.author
  const path = `/api/v1/${kind}/${id}`
  const { status } = await keeper.call('GET', path)
  if ((status === 404) === (place === 'trashed')) return id
  const [method, to] = place === 'trashed' ? ['DELETE', path] : ['POST', `${path}/restore`]
  await keeper.done(method ?? '', to ?? '')
  return id
}

const inBin =
  (kind: Binned, place: 'trashed' | 'present', sent?: Sent): Prepare =>
  async (world) => ({ params: { id: await binned(world, kind, place) }, sent })

const threadInBin =
  (sent?: Sent): Prepare =>
  async (world) => {
    await binned(world, 'chapters', 'trashed')
    return { params: { id: world.bin.threadId }, sent }
  }

const note = json({ kind: 'comment', body: 'Is anybody there?' })

/** Putting into the trash, bringing back, and all that finds nothing there meanwhile. */
const TRASH_REQUESTS: Record<string, Prepare> = {
  ...Object.fromEntries(
    (['workshops', 'manuscripts', 'chapters'] as const).flatMap((kind) => [
      [`DELETE /api/v1/${kind}/{id}`, inBin(kind, 'present')],
      [`POST /api/v1/${kind}/{id}/restore`, inBin(kind, 'trashed')],
      [`GET /api/v1/${kind}/{id} (trashed)`, inBin(kind, 'trashed')],
      [`DELETE /api/v1/${kind}/{id} (trashed)`, inBin(kind, 'trashed')],
    ]),
  ),
  'PATCH /api/v1/workshops/{id} (trashed)': inBin('workshops', 'trashed', json({ name: 'The Full Chair' })),
  'GET /api/v1/workshops/{id}/manuscripts (trashed)': inBin('workshops', 'trashed'),
  'POST /api/v1/workshops/{id}/manuscripts (trashed)': inBin(
    ...(['workshops', 'trashed', json({ title: 'Small Hours' })] as const),
  ),
  'PATCH /api/v1/manuscripts/{id} (trashed)': inBin('manuscripts', 'trashed', json({ title: 'Kept Scenes' })),
  'GET /api/v1/manuscripts/{id}/export (trashed)': inBin('manuscripts', 'trashed'),
  'GET /api/v1/manuscripts/{id}/chapters (trashed)': inBin('manuscripts', 'trashed'),
  'POST /api/v1/manuscripts/{id}/chapters (trashed)': inBin(
    ...(['manuscripts', 'trashed', json({ title: 'Low Water' })] as const),
  ),
  'PATCH /api/v1/chapters/{id} (trashed)': inBin('chapters', 'trashed', json({ status: 'finished' })),
  'GET /api/v1/chapters/{id}/access (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/export (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/state (trashed)': inBin('chapters', 'trashed'),
  'POST /api/v1/chapters/{id}/updates (trashed)': inBin('chapters', 'trashed', { bytes: new Uint8Array(2) }),
  'GET /api/v1/chapters/{id}/authors (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/cuts (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/history (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/agreement (trashed)': inBin('chapters', 'trashed'),
  'GET /api/v1/chapters/{id}/threads (trashed)': inBin('chapters', 'trashed'),
  'POST /api/v1/chapters/{id}/threads (trashed)': inBin('chapters', 'trashed', note),
  'GET /api/v1/threads/{id} (in a trashed one)': threadInBin(),
  'POST /api/v1/threads/{id}/comments (in a trashed one)': threadInBin(json({ body: 'No.' })),
}

/** A note that is the critic's alone, opened in a chapter with a round of its own. */
async function privateThread({ api, roundChapterId }: AccessWorld): Promise<Record<string, unknown>> {
  return api.critic.done('POST', `/api/v1/chapters/${roundChapterId}/threads`, {
    ...{ kind: 'comment', body: 'I lost her name here.', quote: { exact: 'Nobody on the quay' } },
  })
}

const inPrivate =
  (sent?: Sent, before?: (world: AccessWorld, id: string) => Promise<unknown>): Prepare =>
  async (world) => {
    const { id } = await privateThread(world)
    await before?.(world, String(id))
    return { params: { id: String(id) }, sent }
  }

const onPrivateComment =
  (sent?: Sent, isDeleted = false): Prepare =>
  async (world) => {
    const thread = await privateThread(world)
    const id = (thread.comments as { id: string }[])[0]?.id ?? ''
    if (isDeleted) await world.api.critic.done('DELETE', `/api/v1/comments/${id}`)
    return { params: { id }, sent }
  }

/** Ends in the way of the row with a round of its own, wherever the cell before has left it. */
async function newRound({ api, annexChapterId }: AccessWorld): Promise<void> {
  const { rounds } = await api.author.done('GET', `/api/v1/chapters/${annexChapterId}/rounds`)
  const [newest] = rounds as { id: string; endedAt: string | null }[]
  if (newest && newest.endedAt === null)
    await api.author.done('PATCH', `/api/v1/rounds/${newest.id}`, { end: true })
}

/** Rounds, and notes that nobody but their critic may find. */
const ROUND_REQUESTS: Record<string, Prepare> = {
  'POST /api/v1/chapters/{id}/rounds': async (world) => {
    await newRound(world)
    return {
      params: { id: world.annexChapterId },
      sent: json({ question: 'Where did you stop?', isBlind: true }),
    }
  },
  'PATCH /api/v1/rounds/{id}': () => ({ sent: json({ question: 'Is the quay too empty?' }) }),
  'PUT /api/v1/rounds/{id}/package': async ({ api, roundId }) => {
    await api.critic.done('POST', `/api/v1/rounds/${roundId}/package/withdraw`)
    return { sent: json({ remark: 'The best opening so far.' }) }
  },
  'DELETE /api/v1/rounds/{id}/package': async ({ api, roundId }) => {
    await api.critic.done('POST', `/api/v1/rounds/${roundId}/package/withdraw`)
    await api.critic.done('PUT', `/api/v1/rounds/${roundId}/package`, { remark: 'Never mind.' })
    return {}
  },
  'GET /api/v1/threads/{id} (private)': inPrivate(),
  'PATCH /api/v1/threads/{id} (private)': inPrivate(json({ category: 'clarity' })),
  'DELETE /api/v1/threads/{id} (private)': inPrivate(),
  'POST /api/v1/threads/{id}/restore (private)': inPrivate(undefined, ({ api }, id) =>
    api.critic.done('DELETE', `/api/v1/threads/${id}`),
  ),
  'POST /api/v1/threads/{id}/comments (private)': inPrivate(json({ body: 'Or was it never said?' })),
  'PUT /api/v1/threads/{id}/anchor (private)': async (world) => {
    const { id, anchor } = await privateThread(world)
    const { start, end } = anchor as { start: string; end: string }
    return { params: { id: String(id) }, sent: json({ start, end }) }
  },
  'POST /api/v1/threads/{id}/pin (private)': async (world) => {
    const { id, anchor } = await privateThread(world)
    const { start, end } = anchor as { start: string; end: string }
    return { params: { id: String(id) }, sent: json({ start, end }) }
  },
  'GET /api/v1/threads/{id}/receipt (private)': inPrivate(),
  'PUT /api/v1/threads/{id}/receipt (private)': inPrivate(json({ outcome: 'used' })),
  'DELETE /api/v1/threads/{id}/receipt (private)': inPrivate(),
  'PATCH /api/v1/comments/{id} (private)': onPrivateComment(json({ body: 'I lost his name here.' })),
  'DELETE /api/v1/comments/{id} (private)': onPrivateComment(),
  'POST /api/v1/comments/{id}/restore (private)': onPrivateComment(undefined, true),
  'PUT /api/v1/workshops/{id}/critique-form': () => ({
    sent: json({ questions: [{ text: 'Where did your attention wander?' }] }),
  }),
}

const account = { email: 'new.writer@example.org', name: 'Runa Holt', password: 'eleven quiet lanterns' }

/** The request of each row that needs more than its path; the key is the row without its statuses. */
const REQUESTS: Record<string, Prepare> = {
  ...TRASH_REQUESTS,
  ...ROUND_REQUESTS,
  ...BETA_REQUESTS,
  'POST /api/v1/setup': () => ({ sent: json({ ...account, token: 'not-the-link' }) }),
  'POST /api/v1/sign-up': () => ({ sent: json(account) }),
  'PATCH /api/v1/me': () => ({ sent: json({ preferences: { theme: 'night' } }) }),
  'PUT /api/v1/me/password': () => ({
    sent: json({ currentPassword: 'not my password', newPassword: 'eleven quiet lanterns' }),
  }),
  'DELETE /api/v1/me/logins/{id}': () => ({ params: { id: 'nowhere' } }),
  'POST /api/v1/me/tokens': () => ({ sent: json({ label: 'backup script' }) }),
  'DELETE /api/v1/me/tokens/{id}': ({ foreignTokenId }) => ({ params: { id: foreignTokenId } }),
  'POST /api/v1/me/notices/read': () => ({ sent: json({ until: '2026-01-01T00:00:00.000Z' }) }),
  'PUT /api/v1/me/notices/switches': () => ({ sent: json({ shared: true }) }),
  'POST /api/v1/workshops': () => ({ sent: json({ name: 'A Room by the Sea' }) }),
  'PATCH /api/v1/workshops/{id}': () => ({ sent: json({ name: 'Tuesday Night Fiction' }) }),
  'PUT /api/v1/workshops/{id}/members/{userId}': () => ({ sent: json({ role: 'member' }) }),
  'PUT /api/v1/workshops/{id}/members/{userId} (owner)': () => ({ sent: json({ role: 'owner' }) }),
  'DELETE /api/v1/workshops/{id}/members/{userId}': async (world) => {
    await spareIs('member')(world)
    return {}
  },
  'DELETE /api/v1/workshops/{id}/members/{userId} (owner)': async (world) => {
    await spareIs('owner')(world)
    return {}
  },
  'POST /api/v1/workshops/{id}/invitations': () => ({ sent: json({ role: 'member' }) }),
  'POST /api/v1/workshops/{id}/invitations (owner)': () => ({ sent: json({ role: 'owner' }) }),
  'DELETE /api/v1/workshops/{id}/invitations/{invitationId}': async ({ api, workshopId }) => {
    const invitationId = await api.owner.made(`/api/v1/workshops/${workshopId}/invitations`, {
      role: 'member',
    })
    return { params: { invitationId } }
  },
  'PUT /api/v1/workshops/{id}/categories': () => ({ sent: json({ categories: null }) }),
  'POST /api/v1/workshops/{id}/manuscripts': () => ({ sent: json({ title: 'Small Hours' }) }),
  'PATCH /api/v1/manuscripts/{id}': () => ({ sent: json({ title: 'The Salt Road', workshopRole: null }) }),
  'PUT /api/v1/manuscripts/{id}/collaborators/{userId}': async (world) => {
    await spareIs('member')(world)
    return { sent: json({ role: 'reader' }) }
  },
  'DELETE /api/v1/manuscripts/{id}/collaborators/{userId}': async (world) => {
    await spareIs('member')(world)
    const { api, manuscriptId, userIds } = world
    const path = `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds.spare}`
    await api.author.done('PUT', path, { role: 'reader' })
    return {}
  },
  'POST /api/v1/manuscripts/{id}/import': () => ({
    sent: {
      file: { name: 'tide.txt', bytes: new TextEncoder().encode('The tide went out and stayed out.') },
    },
  }),
  // What the chapter says already: the requests after it name its words.
  'POST /api/v1/chapters/{id}/import': async ({ api, chapterId }) => {
    const { bytes } = await api.author.call('GET', `/api/v1/chapters/${chapterId}/export?format=md`)
    return { sent: { file: { name: 'same.md', bytes } } }
  },
  'POST /api/v1/manuscripts/{id}/chapters': () => ({ sent: json({ title: 'Low Water' }) }),
  'PATCH /api/v1/chapters/{id}': () => ({ sent: json({ status: 'in_critique' }) }),
  'POST /api/v1/chapters/{id}/updates': async (world) => ({ sent: { bytes: await typedUpdate(world) } }),
  'POST /api/v1/chapters/{id}/versions': () => ({ sent: json({ name: 'Second draft' }) }),
  'GET /api/v1/chapters/{id}/versions/compare': async (world) => ({
    query: { from: await authorsVersion(world) },
  }),
  'GET /api/v1/chapters/{id}/versions/{v}': async (world) => ({
    params: { v: await authorsVersion(world) },
  }),
  'PATCH /api/v1/chapters/{id}/versions/{v}': async (world) => ({
    params: { v: await authorsVersion(world) },
    sent: json({ name: 'What the tide left' }),
  }),
  'DELETE /api/v1/chapters/{id}/versions/{v}': async (world) => ({
    params: { v: await authorsVersion(world) },
  }),
  'POST /api/v1/chapters/{id}/versions/{v}/restore': async (world) => ({
    params: { v: await authorsVersion(world) },
  }),
  'GET /api/v1/chapters/{id}/cuts/{c}': async (world) => ({ params: { c: await authorsCut(world) } }),
  'POST /api/v1/chapters/{id}/cuts/{c}/restore': async (world) => ({
    params: { c: await authorsCut(world) },
  }),
  'POST /api/v1/chapters/{id}/cuts/{c}/take-out': async (world) => {
    const c = await authorsCut(world)
    const { seq } = await world.api.author.done(
      'POST',
      `/api/v1/chapters/${world.chapterId}/cuts/${c}/restore`,
    )
    return { params: { c }, sent: json({ seq }) }
  },
  'GET /api/v1/chapters/{id}/history/{seq}': () => ({ params: { seq: '1' } }),
  'POST /api/v1/chapters/{id}/threads': () => ({
    sent: json({
      kind: 'comment',
      quote: { exact: 'as it had every evening' },
      body: 'A good, tired rhythm.',
    }),
  }),
  'PATCH /api/v1/threads/{id}': () => ({ sent: json({ status: 'resolved' }) }),
  "PATCH /api/v1/threads/{id} (the author's)": ({ authorsThreadId }) => ({
    params: { id: authorsThreadId },
    sent: json({ status: 'resolved' }),
  }),
  'DELETE /api/v1/threads/{id}': async (world) => ({ params: { id: await criticsThread(world) } }),
  'POST /api/v1/threads/{id}/restore': async (world) => {
    const id = await criticsThread(world)
    await world.api.critic.done('DELETE', `/api/v1/threads/${id}`)
    return { params: { id } }
  },
  'POST /read/{sessionId}/{editionId}/finished': () => ({
    params: { sessionId: 'no-such-session', editionId: 'no-such-edition' },
    sent: { bytes: new TextEncoder().encode('paragraph=0') },
  }),
  'POST /read/{sessionId}/leave': () => ({ params: { sessionId: 'no-such-session' } }),
  'POST /api/v1/threads/{id}/comments': () => ({ sent: json({ body: 'Yes, and the mate knows it.' }) }),
  'PUT /api/v1/threads/{id}/anchor': ({ ends }) => ({ sent: json(ends) }),
  'POST /api/v1/threads/{id}/accept': criticsSuggestion,
  'POST /api/v1/threads/{id}/reject': criticsSuggestion,
  'POST /api/v1/chapters/{id}/suggestions/accept': ({ userIds }) => ({
    sent: json({ authorId: userIds.critic }),
  }),
  'POST /api/v1/chapters/{id}/suggestions/reject': ({ userIds }) => ({
    sent: json({ authorId: userIds.critic }),
  }),
  'PUT /api/v1/threads/{id}/receipt': () => ({
    sent: json({ outcome: 'later', note: 'In the next draft.' }),
  }),
  "PUT /api/v1/threads/{id}/receipt (the author's)": ({ authorsThreadId }) => ({
    params: { id: authorsThreadId },
    sent: json({ outcome: 'kept' }),
  }),
  'DELETE /api/v1/threads/{id}/receipt': async (world) => ({ params: { id: await markedThread(world) } }),
  'POST /api/v1/chapters/{id}/receipts': async (world) => {
    await markedThread(world)
    return {}
  },
  'POST /api/v1/threads/{id}/pin': ({ ends }) => ({ sent: json(ends) }),
  'PATCH /api/v1/comments/{id}': () => ({ sent: json({ body: 'Lovely: she would say that.' }) }),
  'DELETE /api/v1/comments/{id}': async (world) => ({ params: { id: await criticsComment(world) } }),
  'PUT /api/v1/comments/{id}/reactions/{kind}': () => ({ params: { kind: 'thanks' } }),
  'DELETE /api/v1/comments/{id}/reactions/{kind}': () => ({ params: { kind: 'thanks' } }),
  'POST /api/v1/comments/{id}/restore': async (world) => {
    const id = await criticsComment(world)
    await world.api.critic.done('DELETE', `/api/v1/comments/${id}`)
    return { params: { id } }
  },
}

/** The request of a row, with everything it needs standing there afresh. @throws {Error} for a brace without a value */
export async function requestOf(
  world: AccessWorld,
  call: string,
  variant: string,
): Promise<{ method: string; path: string; sent: Sent }> {
  const prepare = REQUESTS[variant ? `${call} (${variant})` : call]
  const { params, query, sent = null } = (await prepare?.(world)) ?? {}
  const values = { ...idsOf(world, call), ...params }
  const [method = '', pattern = ''] = call.split(' ')
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = (values as Record<string, string>)[name]
    if (!value) throw new Error(`${call}: nothing stands for {${name}}`)
    return value
  })
  return { method, path: query ? `${path}?${new URLSearchParams(query).toString()}` : path, sent }
}
