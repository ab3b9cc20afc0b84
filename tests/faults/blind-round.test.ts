import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { updateAfter } from '@/tests/support/critique-edits'
import { differences, readEverything, tapOf, type Tap, type Values } from '@/tests/support/recorder'
import { startServer, type TestServer } from '@/tests/support/server'
import { statesOf } from '@/tests/support/writers'
import { invite, setUp, type Writer } from '@/tests/e2e/screen-data'

/** Nothing of a hidden note may reach a browser by any route (`lib/critique/SPEC.md`). */

const TEXT = [
  'The lighthouse keeper kept two ledgers, one for ships and one for birds.',
  'The ship ledger was nearly empty. The bird ledger had run to a fourth volume.',
  'On Sundays he read the birds aloud, as other men read the lesson.',
].join('\n\n')

/** Words that stand in no text and no other note. */
const HIDDEN = [
  'quillfeather',
  'saltmarrow',
  'umbelline',
  'thornapple',
  'grackleby',
  'overwintered',
  'wrackline',
] as const
const [FIRST, EDITED, REMARK, ANSWER, COAUTHORS, REPLY, RECEIPT] = HIDDEN

type Who = 'mara' | 'tomas' | 'ines' | 'kit' | 'odile'
/** What presence says of somebody who is taken away. */
const GONE = '\u0004null'
/** Those from whom the round hides: a critic who has not handed in, and a reader. */
const BOUND = ['ines', 'odile'] as const

interface Hidden {
  threadId: string
  commentId: string
  packageId: string
  coauthorsId: string
  replyId: string
}

let server: TestServer
let people: Record<Who, Writer>
let tokens: Record<Who, string>
let values: Values
let chapterId: string
let roundId: string
let questionId: string
let oldThreadId: string
let hidden: Hidden
const taps = new Map<string, Tap>()

const api = (who: Who): ApiClient => people[who].api
const chapterPath = () => `/api/v1/chapters/${chapterId}`
const read = (who: Who) => readEverything(server.url, people[who], values)
const tap = (name: string): Tap => {
  const found = taps.get(name)
  if (!found) throw new Error(`Nobody listens as ${name}`)
  return found
}

/** Words and ids of what is hidden, each with what it is called. */
function traces(): Map<string, string> {
  const words = HIDDEN.map((word) => [`the word ${word}`, word] as const)
  return new Map([...words, ...Object.entries(hidden)])
}

const foundIn = (texts: Iterable<string>) => {
  const all = [...texts].join('\n')
  return [...traces()].filter(([, trace]) => all.includes(trace)).map(([name]) => name)
}

async function secondToken(writer: Writer): Promise<string> {
  const made = await apiClient(server.url, null).call(
    'POST',
    '/api/v1/me/tokens',
    { json: { label: 'Sync' } },
    { cookie: writer.cookie, origin: server.url },
  )
  return String(made.json?.token)
}

async function openWorld(): Promise<void> {
  server = await startServer()
  const mara = await setUp(server.url, await server.setupLink())
  const guest = (name: string) => invite(server.url, mara, mara.workshopId, name)
  people = {
    mara,
    tomas: await guest('Tomas Oyelaran'),
    ines: await guest('Ines Rautio'),
    kit: await guest('Kit Halvorsen'),
    odile: await guest('Odile Marchetti'),
  }
  const manuscriptId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/manuscripts`, {
    title: 'The Bird Ledger',
  })
  const roles = { tomas: 'coauthor', ines: 'critic', kit: 'critic', odile: 'reader' } as const
  for (const [who, role] of Object.entries(roles))
    await mara.api.done(
      'PUT',
      `/api/v1/manuscripts/${manuscriptId}/collaborators/${people[who as Who].userId}`,
      {
        role,
      },
    )
  chapterId = await mara.api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'Fourth Volume', markdown: TEXT },
  })
  oldThreadId = await api('ines').made(`${chapterPath()}/threads`, {
    ...{ kind: 'comment', body: 'Which birds?', quote: { exact: 'one for birds' } },
  })
  const old = await api('kit').done('POST', `/api/v1/threads/${oldThreadId}/comments`, {
    body: 'Geese, I think.',
  })
  const versionId = await mara.api.made(`${chapterPath()}/versions`, { name: 'Before the round' })
  const round = await mara.api.done('POST', `${chapterPath()}/rounds`, {
    ...{ question: 'Is he lonely?', isBlind: true, allowsOpen: true },
    questions: [{ text: 'Who does he talk to?' }],
  })
  roundId = String(round.id)
  questionId = (round.form as { questions: { id: string }[] }).questions[0]?.id ?? ''
  const tokenOf = async (who: Who) => [who, await secondToken(people[who])] as const
  const made = await Promise.all((Object.keys(people) as Who[]).map(tokenOf))
  tokens = Object.fromEntries(made) as Record<Who, string>
  values = {
    workshops: [mara.workshopId],
    manuscripts: [manuscriptId],
    chapters: [chapterId],
    threads: [oldThreadId],
    comments: (old.comments as { id: string }[]).map(({ id }) => id),
    q: [FIRST, REPLY, 'Geese'],
    rounds: [roundId],
    ...{ v: [versionId], c: ['no-such-cut'], seq: ['1'], token: ['no-such-link'] },
    ...{
      'beta-sessions': ['no-such-session'],
      'beta-notes': ['no-such-note'],
      editionId: ['no-such-edition'],
    },
    sessionId: ['no-such-session'],
  }
}

/** All that a critic does with notes that are still his alone. */
async function writePrivate(): Promise<{ threadId: string; commentId: string }> {
  const kit = api('kit')
  const thread = await kit.done('POST', `${chapterPath()}/threads`, {
    ...{ kind: 'comment', body: `He is ${FIRST}.`, quote: { exact: 'nearly empty' }, category: 'clarity' },
  })
  const threadId = String(thread.id)
  const commentId = (thread.comments as { id: string }[])[0]?.id ?? ''
  await kit.done('PATCH', `/api/v1/comments/${commentId}`, { body: `He is ${FIRST}, or ${EDITED}.` })
  const spare = await kit.made(`${chapterPath()}/threads`, { kind: 'comment', body: `Not ${FIRST}.` })
  await kit.done('DELETE', `/api/v1/threads/${spare}`)
  await kit.done('POST', `/api/v1/threads/${spare}/restore`)
  await kit.done('PUT', `/api/v1/rounds/${roundId}/package`, {
    ...{ remark: `All ${REMARK}.`, answers: { [questionId]: `To the ${ANSWER}.` } },
  })
  return { threadId, commentId }
}

/** He hands in, twice; those who may see it act on it; others say what the bound may not know. */
async function writeHidden({ threadId, commentId }: { threadId: string; commentId: string }): Promise<void> {
  const { kit, tomas, mara } = { kit: api('kit'), tomas: api('tomas'), mara: api('mara') }
  const handedIn = await kit.done('POST', `/api/v1/rounds/${roundId}/package/hand-in`)
  await kit.done('POST', `/api/v1/rounds/${roundId}/package/withdraw`)
  await kit.done('POST', `/api/v1/rounds/${roundId}/package/hand-in`)
  await mara.done('PATCH', `/api/v1/threads/${threadId}`, { status: 'resolved' })
  await mara.done('PATCH', `/api/v1/threads/${threadId}`, { status: 'open' })
  const coauthorsId = await tomas.made(`${chapterPath()}/threads`, {
    ...{ kind: 'comment', body: `I meant ${COAUTHORS}.`, quote: { exact: 'as other men read' } },
    mentions: BOUND.map((who) => people[who].userId),
  })
  await mara.done('PUT', `/api/v1/threads/${oldThreadId}/receipt`, { outcome: 'kept', note: 'Only two.' })
  await mara.done('PUT', `/api/v1/threads/${threadId}/receipt`, { outcome: 'used', note: `At ${RECEIPT}.` })
  await mara.done('POST', `${chapterPath()}/receipts`)
  const [oldCommentId] = values['comments'] ?? []
  await tomas.done('PUT', `/api/v1/comments/${oldCommentId}/reactions/agree`)
  const answered = await kit.done('POST', `/api/v1/threads/${oldThreadId}/comments`, { body: `${REPLY}!` })
  const replyId = (answered.comments as { id: string }[]).at(-1)?.id ?? ''
  const packageId = (handedIn.mine as { id: string }).id
  hidden = { threadId, commentId, packageId, coauthorsId, replyId }
}

/** Something everyone may know, after which all that was told before has arrived. */
async function afterwards(): Promise<void> {
  await api('mara').done('PATCH', chapterPath(), { title: 'Fourth Volume' })
  await Promise.all(
    [...taps].filter(([name]) => !name.includes('stock')).map(([, one]) => one.hears('"chapter"')),
  )
}

beforeAll(async () => {
  await openWorld()
  for (const who of Object.keys(people) as Who[])
    taps.set(who, await tapOf(server.url, chapterId, tokens[who], true))
  for (const who of BOUND) taps.set(`${who} stock`, await tapOf(server.url, chapterId, tokens[who], false))
  await afterwards()
}, 240_000)

afterAll(async () => {
  for (const one of taps.values()) one.close()
  await server?.stop()
})

describe('a blind round', { timeout: 60_000 }, () => {
  const before = new Map<Who, Map<string, string>>()

  it('[CR1] [CR2] [CR3] [CR5] [CR6] [CR20] [CR22] changes no byte of what the bound can read, and of what the authors can before the handing in', async () => {
    for (const who of [...BOUND, 'mara', 'tomas'] as const) {
      before.set(who, await read(who))
      expect(differences(before.get(who) ?? new Map(), await read(who)), 'it reads the same twice').toEqual(
        [],
      )
    }
    for (const one of taps.values()) one.clear()
    const mine = await writePrivate()
    await afterwards()
    for (const who of ['mara', 'tomas'] as const) {
      expect(
        differences(before.get(who) ?? new Map(), await read(who)),
        `${who} before the handing in`,
      ).toEqual([])
      expect(tap(who).frames, `${who}: only that the chapter changed`).toHaveLength(1)
    }
    for (const one of taps.values()) one.clear()
    await writeHidden(mine)
    await afterwards()
    for (const who of BOUND) {
      const after = await read(who)
      expect(after.size).toBeGreaterThan(40)
      expect([...after.keys()]).toContain(`GET ${chapterPath()}/agreement?round=${roundId}`)
      expect(differences(before.get(who) ?? new Map(), after), who).toEqual([])
      expect(foundIn(after.values()), who).toEqual([])
    }
  })

  it('[CR8] sends the bound no frame about it, neither to our pages nor to a stock provider', () => {
    for (const who of BOUND) {
      expect(tap(who).frames, `${who}: only that the chapter changed`).toHaveLength(1)
      expect(tap(`${who} stock`).frames).toEqual([])
      expect(foundIn([tap(who).heard(), tap(`${who} stock`).heard()])).toEqual([])
    }
  })

  it('is found by the same recorder at who wrote it and at those who may know', async () => {
    for (const who of ['kit', 'mara', 'tomas'] as const) {
      const found = await read(who)
      expect(foundIn(found.values()), who).toEqual([...traces().keys()])
      expect(found.get(`GET ${chapterPath()}/agreement?round=${roundId}`), who).toContain(hidden.threadId)
    }
    expect(tap('kit').heard()).toContain(hidden.threadId)
    expect(tap('mara').heard()).toContain(roundId)
    expect(tap('mara').heard()).toContain(oldThreadId)
  })

  it('[CR4] answers the bound about it as about what does not exist', async () => {
    const { threadId, commentId, coauthorsId, replyId } = hidden
    const attempts: [string, string, unknown?][] = [
      ...[threadId, coauthorsId].flatMap((id): [string, string, unknown?][] => [
        ['GET', `/api/v1/threads/${id}`],
        ['PATCH', `/api/v1/threads/${id}`, { status: 'resolved' }],
        ['DELETE', `/api/v1/threads/${id}`],
        ['POST', `/api/v1/threads/${id}/restore`],
        ['POST', `/api/v1/threads/${id}/comments`, { body: 'Hello?' }],
        ['PUT', `/api/v1/threads/${id}/anchor`, { start: 'AA==', end: 'AA==' }],
        ['POST', `/api/v1/threads/${id}/pin`, { start: 'AA==', end: 'AA==' }],
        ['GET', `/api/v1/threads/${id}/receipt`],
        ['PUT', `/api/v1/threads/${id}/receipt`, { outcome: 'used' }],
        ['DELETE', `/api/v1/threads/${id}/receipt`],
        ['GET', `${chapterPath()}/threads?cursor=${id}`],
      ]),
      ...[commentId, replyId].flatMap((id): [string, string, unknown?][] => [
        ['PATCH', `/api/v1/comments/${id}`, { body: 'Hello?' }],
        ['DELETE', `/api/v1/comments/${id}`],
        ['POST', `/api/v1/comments/${id}/restore`],
      ]),
    ]
    for (const who of BOUND)
      for (const [method, path, json] of attempts) {
        const call = (to: string) => api(who).call(method, to, json === undefined ? null : { json })
        const absent = await call(path.replace(/[0-9a-z]{20}(?=$|\/[a-z]+$)/, 'abcdefghjkmnpqrstv00'))
        const answered = await call(path)
        expect([answered.status, answered.json], `${who} ${method} ${path}`).toEqual([
          absent.status,
          absent.json,
        ])
        expect([400, 404]).toContain(answered.status)
      }
  })

  it('[CR9] shows the bound no other reader in presence, and takes away whom they saw before', async () => {
    const shown = (clientId: number) =>
      statesOf([{ clientId, clock: 1, state: { cursor: null, user: { name: 'Nobody' } } }])
    tap('ines').show(shown(7001))
    tap('kit').show(shown(7002))
    tap('odile').show(shown(7003))
    await tap('mara').hears(people.ines.userId)
    await tap('mara').hears(people.kit.userId)
    await tap('mara').hears(people.odile.userId)
    await tap('kit').hears(people.ines.userId)
    tap('mara').show(shown(7004))
    await Promise.all(
      [...taps].filter(([name]) => name !== 'mara').map(([, one]) => one.hears(people.mara.userId)),
    )
    for (const who of BOUND)
      for (const other of ['ines', 'kit', 'odile'] as const)
        for (const name of [who, `${who} stock`])
          expect(tap(name).heard().includes(people[other].userId), `${name} sees ${other}`).toBe(
            who === other,
          )
  })

  it('[CR8] keeps new places of hidden notes from the bound, and leaves no trace after the text was written on', async () => {
    const state = (await api('mara').call('GET', `${chapterPath()}/state`)).bytes
    tap('kit').clear()
    await api('mara').call('POST', `${chapterPath()}/updates`, { bytes: updateAfter(state, 'nearly empty') })
    await tap('kit').hears(hidden.threadId)
    await api('mara').made(`${chapterPath()}/versions`, { name: 'During the round' })
    tap('ines').clear()
    tap('odile').clear()
    await api('mara').done('PATCH', chapterPath(), { title: 'Fourth Volume' })
    for (const who of BOUND) {
      await tap(who).hears('"chapter"')
      expect(foundIn([tap(who).heard(), tap(`${who} stock`).heard()]), who).toEqual([])
      expect(foundIn((await read(who)).values()), who).toEqual([])
    }
  })

  it('[CR2] [CR9] opens for who hands in, and for everyone when it ends', async () => {
    await api('ines').done('PUT', `/api/v1/rounds/${roundId}/package`, { remark: 'He is not lonely.' })
    await api('ines').done('POST', `/api/v1/rounds/${roundId}/package/hand-in`)
    await tap('ines').hears(people.kit.userId)
    expect(foundIn((await read('ines')).values())).toEqual([...traces().keys()])
    expect(foundIn((await read('odile')).values())).toEqual([])
    expect(tap('odile').heard()).not.toContain(people.ines.userId)
    await api('mara').done('PATCH', `/api/v1/rounds/${roundId}`, { end: true })
    await tap('odile').hears('"rounds"')
    await tap('odile').hears(people.kit.userId)
    await tap('odile stock').hears(people.kit.userId)
    expect(foundIn((await read('odile')).values())).toEqual([...traces().keys()])
  })

  it('[CR9] takes away in presence whom one saw before a round began', async () => {
    for (const one of taps.values()) one.clear()
    await api('mara').done('POST', `${chapterPath()}/rounds`, { question: 'And now?', isBlind: true })
    await tap('odile').hears(GONE)
    await tap('odile stock').hears(GONE)
    expect(
      tap('mara')
        .frames.map((frame) => Buffer.from(frame).toString('latin1'))
        .join(),
    ).not.toContain(GONE)
  })
})
