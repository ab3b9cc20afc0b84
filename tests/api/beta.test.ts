import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { letDaysPass } from '@/tests/support/later'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'

let world: PeopledServer<'mara' | 'kit' | 'jonas'>
let mara: ApiClient
let manuscriptId: string
let chapterIds: string[]

const FERRY = [
  'The ferry left at six, as it had *every* evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '***',
  '“You count like a smuggler,” said the mate.',
  'She folded the list into her sleeve and said nothing until the far bank.',
].join('\n\n')
const QUAY = ['Nobody on the quay looked up.', 'The lamp went round once more.'].join('\n\n')

interface Session {
  id: string
  editions: { id: string; editionId: string; chapterId: string; paragraphs: number }[]
  questions: { id: string; chapterId: string | null; paragraph: number | null; options: string[] }[]
}

const path = (session: { id: string }, rest = '') => `/api/v1/beta-sessions/${session.id}${rest}`

async function setUp(more: object = {}): Promise<Session> {
  const body = { title: 'First readers', chapters: chapterIds, ...more }
  return (await mara.done(
    'POST',
    `/api/v1/manuscripts/${manuscriptId}/beta-sessions`,
    body,
  )) as unknown as Session
}

interface Link {
  id: string
  url: string
  token: string
}

async function invite(session: Session, more: object = {}): Promise<Link> {
  return (await mara.done('POST', path(session, '/invitations'), more)) as unknown as Link
}

const nobody = () => apiClient(world.server.url, null)

async function join(session: Session, token: string, name?: string) {
  const joined = await nobody().done('POST', path(session, '/join'), { token, ...(name && { name }) })
  const { reader, url } = joined as unknown as { reader: { id: string; name: string }; url: string | null }
  return { api: apiClient(world.server.url, String(joined.token)), token: String(joined.token), reader, url }
}

async function guest(session: Session, name: string) {
  return join(session, (await invite(session)).token, name)
}

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', kit: 'Kit Lindqvist', jonas: 'Jonas Weld' })
  mara = world.api.mara
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: 'The Salt Road' })
  const chapters = `/api/v1/manuscripts/${manuscriptId}/chapters`
  chapterIds = [
    await mara.made(chapters, { title: 'The Last Ferry', markdown: FERRY }),
    await mara.made(chapters, { title: 'The Empty Quay', markdown: QUAY }),
  ]
}, 180_000)

afterAll(() => world?.stop())

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('a beta session', { timeout: 120_000 }, () => {
  it('[BS1] [BS2] freezes an edition of each chapter, which does not change when the draft does', async () => {
    const session = await setUp()
    const [first] = session.editions
    const before = await mara.done('GET', path(session, `/editions/${first?.id}`))
    expect(before).toMatchObject({
      title: 'The Last Ferry',
      paragraphs: [
        { text: 'The ferry left at six, as it had every evening since the bridge went.' },
        { text: 'Mara counted the passengers twice and was one short both times.' },
        { text: '' },
        { text: '“You count like a smuggler,” said the mate.' },
        { text: 'She folded the list into her sleeve and said nothing until the far bank.' },
      ],
    })
    expect(before.html).toContain('<p data-p="0">The ferry left at six, as it had <em>every</em> evening')
    expect(before.html).toContain('<hr data-p="2">')
    const suggestion = await mara.made(`/api/v1/chapters/${chapterIds[0]}/threads`, {
      ...{ kind: 'suggestion', quote: { exact: 'at six' }, replacement: 'at seven' },
    })
    await mara.done('POST', `/api/v1/threads/${suggestion}/accept`)
    const reader = await guest(session, 'Odile')
    expect(await reader.api.done('GET', path(session, `/editions/${first?.id}`))).toEqual(before)
    await mara.done('PATCH', `/api/v1/threads/${suggestion}`, { status: 'open' })
    const { versions } = await mara.done('GET', `/api/v1/chapters/${chapterIds[0]}/versions`)
    expect(versions).toContainEqual(expect.objectContaining({ kind: 'edition', name: 'The Last Ferry' }))
  })

  it('[BS7] is read by a guest with nothing but a name, who comes back as himself through his own link', async () => {
    const session = await setUp()
    const link = await invite(session, { name: 'Odile' })
    expect(link.url.endsWith(`/beta/${link.token}`)).toBe(true)
    const look = await nobody().done('GET', `/api/v1/beta-links/${link.token}`)
    expect(look).toMatchObject({ sessionId: session.id, name: 'Odile', reader: null, reason: null })
    const here = await join(session, link.token)
    await here.api.done('PUT', path(session, '/progress'), {
      editionId: session.editions[0]?.id,
      paragraph: 3,
    })
    const there = await join(session, link.token)
    expect(there.reader).toEqual(here.reader)
    const { chapters } = (await there.api.done('GET', path(session, '/reading'))) as {
      chapters: { progress: { paragraph: number } | null }[]
    }
    expect(chapters.map(({ progress }) => progress?.paragraph)).toEqual([3, undefined])
    const { invitations } = await mara.done('GET', path(session, '/invitations'))
    expect(invitations).toMatchObject([{ uses: 1, maxUses: 1, readerId: here.reader.id }])
  })

  it('[BS7] lets an open link in exactly as often as it says, and gives each guest a link of his own', async () => {
    const session = await setUp()
    const { token } = await invite(session, { maxUses: 3 })
    const tried = await Promise.all(
      ['Ana', 'Ben', 'Cai', 'Dov', 'Eli'].map((name) =>
        nobody().call('POST', path(session, '/join'), { json: { token, name } }),
      ),
    )
    expect(tried.map(({ status }) => status).sort()).toEqual([201, 201, 201, 410, 410])
    const own = tried.find(({ status }) => status === 201)?.json as { url: string; reader: { id: string } }
    const again = await join(session, own.url.split('/').at(-1) ?? '')
    expect(again.reader.id).toBe(own.reader.id)
  })

  it('[BS8] ends a reader’s access at once, and a revoked link opens nothing', async () => {
    const session = await setUp()
    const link = await invite(session)
    const reader = await join(session, link.token, 'Ben')
    expect((await reader.api.call('GET', path(session, '/reading'))).status).toBe(200)
    await mara.done('DELETE', path(session, `/readers/${reader.reader.id}`))
    expect((await reader.api.call('GET', path(session, '/reading'))).status).toBe(401)
    const unused = await invite(session)
    await mara.done('DELETE', path(session, `/invitations/${unused.id}`))
    for (const { token } of [link, unused]) {
      const tried = await nobody().call('POST', path(session, '/join'), { json: { token, name: 'Ben' } })
      expect(tried.status).toBe(410)
    }
  })

  it('[BS15] [BS17] puts what readers say on the right words of the draft as it is by then', async () => {
    const session = await setUp()
    const [edition] = session.editions
    const reader = await guest(session, 'Cai')
    const note = await reader.api.done('POST', path(session, '/notes'), {
      ...{ editionId: edition?.id, quote: 'like a smuggler', body: 'I like him at once.', reaction: 'loved' },
    })
    expect(note).toMatchObject({ paragraph: 3, quote: 'like a smuggler', reaction: 'loved', private: false })
    await reader.api.done('POST', path(session, '/notes'), {
      ...{ editionId: edition?.id, paragraph: 0, reaction: 'tense' },
    })
    const { threads } = (await mara.done('GET', `/api/v1/chapters/${chapterIds[0]}/threads`)) as {
      threads: { id: string; kind: string; placement: object; author: object; comments: object[] }[]
    }
    expect(threads.find(({ id }) => id === note.id)).toMatchObject({
      kind: 'reader_note',
      author: { name: 'Cai' },
      placement: { state: 'exact', text: 'like a smuggler' },
      comments: [{ body: 'I like him at once.' }],
    })
    const report = await mara.done('GET', path(session, '/report'))
    expect(report.reactions).toMatchObject([
      { paragraph: 0, people: 1, byReaction: [{ reaction: 'tense', people: 1 }] },
      { paragraph: 3, people: 1, byReaction: [{ reaction: 'loved', people: 1 }] },
    ])
    await reader.api.done('DELETE', path(session, `/notes/${String(note.id)}`))
    expect((await mara.call('GET', `/api/v1/threads/${String(note.id)}`)).status).toBe(410)
    await reader.api.done('POST', path(session, `/notes/${String(note.id)}/restore`))
    expect((await mara.call('GET', `/api/v1/threads/${String(note.id)}`)).status).toBe(200)
  })

  it('[BS11] keeps a note that is sent twice once, and tells what is wrong with others', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const { api } = await guest(session, 'Dov')
    const send = (json: object) => api.call('POST', path(session, '/notes'), { json: { editionId, ...json } })
    const id = '0123456789abcdefghjk'
    const twice = [
      await send({ id, quote: 'both times', body: 'Who is it?' }),
      await send({ id, quote: 'both times', body: 'Who is it?' }),
    ]
    expect(twice.map(({ status }) => status)).toEqual([201, 201])
    expect(((await api.done('GET', path(session, '/notes'))).notes as object[]).length).toBe(1)
    const wrong = [
      await send({ quote: 'no such words', body: 'x' }),
      await send({ quote: 'the', body: 'x' }),
      await send({ quote: 'both times' }),
      await send({ paragraph: 99, reaction: 'moved' }),
      await send({ quote: 'both times', reaction: 'angry' }),
    ]
    expect(wrong.map(({ status, json }) => [status, json?.code])).toEqual([
      [422, 'quote_not_found'],
      [422, 'quote_ambiguous'],
      [400, 'invalid'],
      [400, 'invalid'],
      [400, 'invalid'],
    ])
  })

  it('[BS12] [BS13] holds notes until the reader hands in, where the author asked for that, and private ones for ever', async () => {
    const session = await setUp({ release: 'hand_in' })
    const editionId = session.editions[0]?.id
    const { api } = await guest(session, 'Eli')
    const held = await api.done('POST', path(session, '/notes'), {
      editionId,
      quote: 'both times',
      body: 'Hm.',
    })
    const own = await api.done('POST', path(session, '/notes'), {
      ...{ editionId, quote: 'every evening', body: 'Ask Ana about this.', private: true },
    })
    const seenByAuthor = async () => {
      const { notes } = await mara.done('GET', path(session, '/notes'))
      return (notes as { id: string }[]).map(({ id }) => id)
    }
    expect(await seenByAuthor()).toEqual([])
    expect((await mara.call('GET', `/api/v1/threads/${String(held.id)}`)).status).toBe(404)
    await api.done('POST', path(session, '/hand-in'))
    expect(await seenByAuthor()).toEqual([held.id])
    expect((await mara.call('GET', `/api/v1/threads/${String(held.id)}`)).status).toBe(200)
    expect((await mara.call('GET', `/api/v1/threads/${String(own.id)}`)).status).toBe(404)
    const late = await api.done('POST', path(session, '/notes'), {
      editionId,
      quote: 'at six',
      body: 'Late.',
    })
    expect(await seenByAuthor()).toEqual([held.id, late.id])
    const mine = (await api.done('GET', path(session, '/me'))) as { notes: { id: string }[] }
    expect(mine.notes.map(({ id }) => id)).toEqual([held.id, own.id, late.id])
  })

  it.each([
    ['never', [0, 0]],
    ['after_hand_in', [0, 1]],
    ['always', [1, 1]],
  ] as const)('[BS14] shows readers each other’s notes %s', async (visibility, [before, after]) => {
    const session = await setUp({ visibility })
    const editionId = session.editions[0]?.id
    const [ana, ben] = [await guest(session, 'Ana'), await guest(session, 'Ben')]
    await ben.api.done('POST', path(session, '/notes'), { editionId, quote: 'both times', body: 'Twice!' })
    await ben.api.done('POST', path(session, '/notes'), {
      ...{ editionId, quote: 'at six', body: 'For me alone.', private: true },
    })
    const seen = async () => ((await ana.api.done('GET', path(session, '/notes'))).notes as object[]).length
    expect(await seen()).toBe(before)
    await ana.api.done('POST', path(session, '/hand-in'))
    expect(await seen()).toBe(after)
  })

  it('[BS10] opens chapters one after the other, and asks what will happen before the next', async () => {
    const session = await setUp({ sequential: true, predictions: true })
    const [first, second] = session.editions
    const { api } = await guest(session, 'Ana')
    const next = () => api.call('GET', path(session, `/editions/${second?.id}`))
    expect((await next()).status).toBe(403)
    await api.done('PUT', path(session, '/progress'), { editionId: first?.id, paragraph: 4 })
    expect((await next()).json?.detail).toContain('Say first what you think')
    await api.done('PUT', path(session, '/predictions'), {
      editionId: first?.id,
      body: 'The mate is the one.',
    })
    expect((await next()).status).toBe(200)
    const report = (await mara.done('GET', path(session, '/report'))) as {
      predictions: { id: string; body: string }[]
      readers: { progress: { finished: boolean }[] }[]
    }
    expect(report.readers[0]?.progress).toMatchObject([{ finished: true }])
    const judged = await mara.done('PATCH', path(session, `/predictions/${report.predictions[0]?.id}`), {
      cameTrue: true,
    })
    expect(judged.cameTrue).toBe(true)
  })

  it('asks questions at the end, after a chapter and inside of it, and counts what was chosen', async () => {
    const session = await setUp({
      questions: [
        { kind: 'text', prompt: 'Who do you think is missing?', chapterId: chapterIds[0], paragraph: 1 },
        { kind: 'scale', prompt: 'How tense was it?', chapterId: chapterIds[0] },
        { kind: 'choice', prompt: 'Would you read on?', options: ['Yes', 'No'] },
      ],
    })
    expect(session.questions.map(({ paragraph }) => paragraph)).toEqual([1, null, null])
    const [who, tense, on] = session.questions.map(({ id }) => id)
    const readers = [await guest(session, 'Ana'), await guest(session, 'Ben')]
    for (const [index, { api }] of readers.entries())
      await api.done('POST', path(session, '/answers'), {
        answers: [
          { questionId: who, value: 'The mate.' },
          { questionId: tense, value: 4 + index },
          { questionId: on, value: 0 },
        ],
      })
    const wrong = await readers[0]?.api.call('POST', path(session, '/answers'), {
      json: { answers: [{ questionId: on, value: 2 }] },
    })
    expect(wrong?.status).toBe(400)
    const { answers } = (await mara.done('GET', path(session, '/report'))) as {
      answers: { counts: { people: number }[]; answers: object[] }[]
    }
    expect(answers.map(({ counts }) => counts.map(({ people }) => people))).toEqual([
      [],
      [0, 0, 0, 1, 1],
      [2, 0],
    ])
  })

  it('[BS18] counts where readers stopped, and of nobody who does not let it be recorded', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const [ana, ben] = [await guest(session, 'Ana'), await guest(session, 'Ben')]
    await ana.api.done('PUT', path(session, '/progress'), {
      ...{ editionId, paragraph: 1, stopped: { reason: 'I do not care for boats.' } },
    })
    await ben.api.done('PUT', path(session, '/progress'), { editionId, paragraph: 3 })
    await ben.api.done('PATCH', path(session, '/me'), { recordsProgress: false })
    await ben.api.done('PUT', path(session, '/progress'), { editionId, paragraph: 3 })
    const report = (await mara.done('GET', path(session, '/report'))) as {
      readers: { name: string; progress: object[] }[]
      survival: { began: number; stops: object[] }[]
    }
    expect(report.readers.map(({ name, progress }) => [name, progress.length])).toEqual([
      ['Ana', 1],
      ['Ben', 0],
    ])
    expect(report.survival[0]).toMatchObject({
      began: 1,
      stops: [{ paragraph: 1, reader: ana.reader.id, reason: 'I do not care for boats.' }],
    })
  })

  it('[BS3] [BS4] issues later editions, which readers move on to when they like', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const { api } = await guest(session, 'Ana')
    await api.done('PUT', path(session, '/progress'), { editionId, paragraph: 2 })
    const same = await mara.call('POST', path(session, '/editions'), { json: { chapterId: chapterIds[0] } })
    expect(same.status).toBe(409)
    const version = await mara.made(`/api/v1/chapters/${chapterIds[0]}/versions`, { name: 'Before' })
    const suggestion = await mara.made(`/api/v1/chapters/${chapterIds[0]}/threads`, {
      ...{ kind: 'suggestion', quote: { exact: 'at six' }, replacement: 'at seven' },
    })
    await mara.done('POST', `/api/v1/threads/${suggestion}/accept`)
    const issued = (await mara.done('POST', path(session, '/editions'), {
      chapterId: chapterIds[0],
    })) as unknown as Session
    const newest = issued.editions.filter(({ chapterId }) => chapterId === chapterIds[0]).at(-1)
    const chapterFor = async () => {
      const { chapters } = await api.done('GET', path(session, '/reading'))
      return (chapters as { id: string; newer: { id: string } | null }[])[0]
    }
    expect(await chapterFor()).toMatchObject({ id: editionId, newer: { id: newest?.id } })
    await api.done('PUT', path(session, '/progress'), { editionId: newest?.id, paragraph: 0 })
    expect(await chapterFor()).toMatchObject({ id: newest?.id, newer: null })
    await mara.done('POST', `/api/v1/chapters/${chapterIds[0]}/versions/${version}/restore`)
  })

  it('[BS9] waits for its day, closes on its day, and tells which', async () => {
    const waiting = await setUp({ opensAt: '2199-01-01T00:00:00Z' })
    const early = await guest(waiting, 'Ana')
    const editionId = waiting.editions[0]?.id
    expect((await early.api.call('GET', path(waiting, `/editions/${editionId}`))).status).toBe(403)
    expect(await early.api.done('GET', path(waiting, '/reading'))).toMatchObject({
      state: 'waiting',
      chapters: [],
    })
    await mara.done('PATCH', path(waiting), { opensAt: null })
    expect((await early.api.call('GET', path(waiting, `/editions/${editionId}`))).status).toBe(200)
    await mara.done('PATCH', path(waiting), { close: true })
    expect((await early.api.call('GET', path(waiting, `/editions/${editionId}`))).status).toBe(410)
    expect((await early.api.call('GET', path(waiting, '/me'))).status).toBe(200)
  })

  it('[BS20] lets a reader see and delete all that is kept of him, in the draft too', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const { api } = await guest(session, 'Ana')
    const note = await api.made(path(session, '/notes'), { editionId, quote: 'at six', body: 'Too early?' })
    await api.done('DELETE', path(session, '/me'))
    expect((await api.call('GET', path(session, '/me'))).status).toBe(401)
    expect((await mara.call('GET', `/api/v1/threads/${note}`)).status).toBe(404)
    expect((await mara.done('GET', path(session, '/report'))).readers).toEqual([])
  })

  it('reads on under an account, on any device that is signed in', async () => {
    const session = await setUp()
    const link = await invite(session, { maxUses: 2 })
    const kit = world.api.kit
    await kit.done('POST', path(session, '/join'), { token: link.token })
    expect(await kit.done('GET', path(session, '/reading'))).toMatchObject({
      reader: { name: 'Kit Lindqvist', guest: false },
    })
    expect((await kit.call('GET', path(session))).status).toBe(404)
  })

  it('[BS6] opens nothing else to a reader’s token', async () => {
    const [session, another] = [await setUp(), await setUp()]
    const { api, token } = await guest(session, 'Ana')
    const tried = await Promise.all(
      [
        `/api/v1/chapters/${chapterIds[0]}`,
        `/api/v1/chapters/${chapterIds[0]}/state`,
        `/api/v1/manuscripts/${manuscriptId}`,
        '/api/v1/me',
        path(session),
        path(session, '/report'),
        path(session, '/readers'),
        path(session, '/invitations'),
      ].map((address) => api.call('GET', address)),
    )
    expect(tried.map(({ status }) => status)).toEqual(Array(8).fill(401))
    for (const rest of ['/reading', '/notes', '/me', `/editions/${another.editions[0]?.id}`])
      expect((await api.call('GET', path(another, rest))).status, rest).toBe(404)
    const socket = await fetch(`${world.server.url}/sync/${chapterIds[0]}`, {
      headers: {
        ...{ authorization: `Bearer ${token}`, connection: 'Upgrade', upgrade: 'websocket' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
      },
    }).catch(() => null)
    expect(socket?.status ?? 401).not.toBe(101)
  })

  it('is collected as a table and as Markdown', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const { api } = await guest(session, 'Ana, of the *quay*')
    await api.done('POST', path(session, '/notes'), { editionId, quote: 'at six', body: '=SUM(A1)' })
    const csv = text((await mara.call('GET', path(session, '/report?format=csv'))).bytes)
    expect(csv).toContain(`note,"Ana, of the *quay*",The Last Ferry,1,0,at six,,,'=SUM(A1)`)
    const md = text((await mara.call('GET', path(session, '/report?format=md'))).bytes)
    expect(md).toContain('**Ana, of the \\*quay\\*** on “at six”\n\n> =SUM(A1)')
  })

  it('[BS22] [BS25] reminds who lags once, however many press at once, and the reader puts it away', async () => {
    const session = await setUp()
    const { token } = await invite(session, { maxUses: 9 })
    const readers = [await join(session, token, 'Ana'), await join(session, token, 'Ben')]
    const standings = async () =>
      ((await mara.done('GET', path(session, '/readers'))).readers as { standing: string }[]).map(
        ({ standing }) => standing,
      )
    expect(await standings()).toEqual(['reading', 'reading'])
    letDaysPass(world.server.dataDir, session.id, 8)
    expect(await standings()).toEqual(['lags', 'lags'])
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => mara.done('POST', path(session, '/reminders'), { word: 'It turns.' })),
    )
    const all = answers as { reminded: string[]; spared: { readerId: string; reason: string }[] }[]
    expect(all.flatMap(({ reminded }) => reminded).sort()).toEqual(
      readers.map(({ reader }) => reader.id).sort(),
    )
    expect(new Set(all.flatMap(({ spared }) => spared.map(({ reason }) => reason)))).toEqual(
      new Set(['reminded']),
    )
    const [ana, ben] = readers
    const reminder = async () =>
      (await ana?.api.done('GET', path(session, '/reading')))?.reader as {
        reminder: { at: string; word: string } | null
        remindedAt: string
      }
    const { reminder: stands, remindedAt } = await reminder()
    expect(stands).toEqual({ at: remindedAt, word: 'It turns.' })
    const put = await ana?.api.done('PATCH', path(session, '/me'), { reminder: null })
    expect(put?.reader).toMatchObject({ reminder: null, remindedAt })
    const own = await ana?.api.done('GET', path(session, '/me'))
    expect(own).toMatchObject({ reading: { reader: { reminder: null, remindedAt } } })
    const editionId = session.editions[0]?.id
    await ben?.api.done('PUT', path(session, '/progress'), { editionId, paragraph: 1 })
    expect((await ben?.api.done('GET', path(session, '/reading')))?.reader).toMatchObject({ reminder: null })
    letDaysPass(world.server.dataDir, session.id, 6)
    expect(await standings()).toEqual(['reminded', 'reminded'])
  })

  it('[BS23] reminds nobody who said “I stop here” or handed in, until he reads on', async () => {
    const session = await setUp()
    const editionId = session.editions[0]?.id
    const [ana, ben] = [await guest(session, 'Ana'), await guest(session, 'Ben')]
    const stop = (stopped: object | null) =>
      ana.api.done('PUT', path(session, '/progress'), { editionId, paragraph: 1, stopped })
    await stop({ reason: 'I do not care for boats.' })
    await ben.api.done('POST', path(session, '/hand-in'))
    letDaysPass(world.server.dataDir, session.id, 30)
    const readerIds = [ana.reader.id, ben.reader.id]
    for (const body of [{}, { readerIds }])
      expect(await mara.done('POST', path(session, '/reminders'), body)).toEqual({
        reminded: [],
        spared: [
          { readerId: ana.reader.id, reason: 'stopped' },
          { readerId: ben.reader.id, reason: 'handed_in' },
        ],
      })
    await stop(null)
    letDaysPass(world.server.dataDir, session.id, 30)
    expect((await mara.done('POST', path(session, '/reminders'))).reminded).toEqual([ana.reader.id])
    await stop({})
    expect((await ana.api.done('GET', path(session, '/reading'))).reader).toMatchObject({ reminder: null })
  })

  it('takes no reminder that breaks its contract, nor one for readers of another session', async () => {
    const [session, another] = [await setUp(), await setUp({ remindsWeekly: true })]
    const [ana, elsewhere] = [await guest(session, 'Ana'), await guest(another, 'Ben')]
    for (const one of [session, another]) letDaysPass(world.server.dataDir, one.id, 8)
    const send = (json: object) => mara.call('POST', path(session, '/reminders'), { json })
    const wrong = [
      { word: 'x'.repeat(501) },
      { word: 'a\u0000b' },
      { word: '\ud800' },
      { word: null },
      { readerIds: [] },
      { readerIds: Array(1_001).fill('x') },
      { readerIds: ana.reader.id },
      { reader: ana.reader.id },
    ]
    for (const body of wrong) expect((await send(body)).status, JSON.stringify(body).slice(0, 60)).toBe(400)
    expect((await send({ readerIds: [elsewhere.reader.id] })).json).toEqual({
      ...{ reminded: [], spared: [{ readerId: elsewhere.reader.id, reason: 'gone' }] },
    })
    expect((await send({ readerIds: [ana.reader.id], word: 'x'.repeat(500) })).json?.reminded).toEqual([
      ana.reader.id,
    ])
    expect(await mara.done('GET', path(session))).toMatchObject({ remindsWeekly: false })
    expect(await mara.done('GET', path(another))).toMatchObject({ remindsWeekly: true })
    expect(await mara.done('PATCH', path(another), { remindsWeekly: false })).toMatchObject({
      remindsWeekly: false,
    })
    const odd = await mara.call('PATCH', path(another), { json: { remindsWeekly: 'weekly' } })
    expect(odd.status).toBe(400)
    await mara.done('PATCH', path(session), { close: true })
    expect((await send({ readerIds: [ana.reader.id] })).status).toBe(409)
  })

  it('[BS25] tells an account in its notices, with the way into its room', async () => {
    const session = await setUp()
    const kit = world.api.kit
    await kit.done('POST', path(session, '/join'), { token: (await invite(session)).token })
    letDaysPass(world.server.dataDir, session.id, 8)
    await mara.done('POST', path(session, '/reminders'))
    const told = async () => {
      const { notices } = (await kit.done('GET', '/api/v1/me/notices')) as {
        notices: { kind: string; isRead: boolean; reading: object | null }[]
      }
      return notices.filter(({ kind }) => kind === 'reminder')
    }
    expect(await told()).toMatchObject([
      {
        ...{ isRead: false, people: [{ name: 'Mara Voss' }], manuscript: null, betaSession: null },
        reading: { id: session.id, title: 'First readers', manuscript: 'The Salt Road' },
      },
    ])
    await kit.done('PUT', path(session, '/progress'), { editionId: session.editions[0]?.id, paragraph: 0 })
    expect(await told()).toMatchObject([{ isRead: true }])
  })

  it('goes into the trash and comes back', async () => {
    const session = await setUp()
    const { api } = await guest(session, 'Ana')
    await mara.done('DELETE', path(session))
    expect((await api.call('GET', path(session, '/reading'))).status).toBe(404)
    const { items } = (await mara.done('GET', '/api/v1/trash')) as { items: { id: string; kind: string }[] }
    expect(items).toContainEqual(expect.objectContaining({ id: session.id, kind: 'beta_session' }))
    await mara.done('POST', path(session, '/restore'))
    expect((await api.call('GET', path(session, '/reading'))).status).toBe(200)
  })
})
