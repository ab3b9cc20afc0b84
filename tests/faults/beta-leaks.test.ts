import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { letDaysPass } from '@/tests/support/later'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { writeDraft } from '@/tests/support/draft'
import { differences, readEverything, type Recorded, type Values } from '@/tests/support/recorder'
import { startServer, type TestServer } from '@/tests/support/server'
import { invite, setUp, type Writer } from '@/tests/e2e/screen-data'

/** What a beta reader keeps to himself, or has not handed in, reaches nobody by any route (`lib/beta/SPEC.md`). */

const TEXT = [
  'The lighthouse keeper kept two ledgers, one for ships and one for birds.',
  'The ship ledger was nearly empty. The bird ledger had run to a fourth volume.',
].join('\n\n')

/** Words that stand in no text: of what is held until the handing in, and of what is private for ever. */
const HELD = ['quillfeather', 'umbelline', 'grackleby'] as const
const [NOTE, ANSWER, PREDICTION] = HELD
const PRIVATE = 'saltmarrow'
/** Of the author's word to one reader, which no other reads. */
const REMINDER = 'tidewrack'

interface Guest extends Recorded {
  api: ApiClient
}

let server: TestServer
let people: Record<'mara' | 'tomas' | 'ines', Writer>
let guests: Record<'wren' | 'odile' | 'ben', Guest>
let values: Values
let editionId: string
/** A later one, which nobody has read. */
let laterId: string
let questionId: string
let sessionId: string
let ids: { held: string; own: string }

const readers = () => ({ ...people, ...guests })
type Who = keyof ReturnType<typeof readers>
const read = (who: Who) => readEverything(server.url, readers()[who], values)
const path = (rest: string) => `/api/v1/beta-sessions/${sessionId}${rest}`

function foundIn(texts: Iterable<string>): string[] {
  const all = [...texts].join('\n')
  const traces = { ...Object.fromEntries([...HELD, PRIVATE].map((word) => [word, word])), ...ids }
  return Object.entries(traces).flatMap(([name, trace]) => (all.includes(trace) ? [name] : []))
}

async function session(manuscriptId: string, chapterId: string) {
  return people.mara.api.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
    ...{ title: 'First readers', chapters: [chapterId], release: 'hand_in', visibility: 'after_hand_in' },
    questions: [{ kind: 'text', prompt: 'Is he lonely?' }],
  })
}

async function guest(of: string, name: string): Promise<Guest> {
  const base = `/api/v1/beta-sessions/${of}`
  const { token } = await people.mara.api.done('POST', `${base}/invitations`)
  const joined = await apiClient(server.url, null).call('POST', `${base}/join`, { json: { token, name } })
  const cookie = (joined.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { cookie, api: apiClient(server.url, String(joined.json?.token)) }
}

beforeAll(async () => {
  server = await startServer()
  const mara = await setUp(server.url, await server.setupLink())
  const member = (name: string) => invite(server.url, mara, mara.workshopId, name)
  people = { mara, tomas: await member('Tomas Oyelaran'), ines: await member('Ines Rautio') }
  const manuscriptId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/manuscripts`, {
    title: 'The Bird Ledger',
  })
  for (const [who, role] of [
    ['tomas', 'coauthor'],
    ['ines', 'critic'],
  ] as const)
    await mara.api.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${people[who].userId}`, {
      role,
    })
  const chapterId = await mara.api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'Fourth Volume', markdown: TEXT },
  })
  const made = await session(manuscriptId, chapterId)
  const other = await session(manuscriptId, chapterId)
  sessionId = String(made.id)
  editionId = (made.editions as { id: string }[])[0]?.id ?? ''
  questionId = (made.questions as { id: string }[])[0]?.id ?? ''
  await writeDraft(mara.api, chapterId, (draft) => draft.replace(1, 'nearly empty', 'quite empty by now'))
  // Words are counted a moment after they were written: that is no news of any reader.
  const counted = async () => (await mara.api.done('GET', `/api/v1/chapters/${chapterId}`)).words
  await vi.waitUntil(async () => (await counted()) === 30, { timeout: 30_000 })
  const issued = await mara.api.done('POST', path('/editions'), { chapterId })
  laterId = (issued.editions as { id: string }[]).at(-1)?.id ?? ''
  guests = {
    wren: await guest(sessionId, 'Wren'),
    odile: await guest(sessionId, 'Odile'),
    ben: await guest(String(other.id), 'Ben'),
  }
  values = {
    ...{ workshops: [mara.workshopId], manuscripts: [manuscriptId], chapters: [chapterId] },
    ...{ threads: ['no-such-note'], comments: ['no-such-word'], rounds: ['no-such-round'] },
    ...{
      'beta-sessions': [sessionId, String(other.id)],
      editionId: [editionId, laterId],
      'beta-notes': ['no-such-note'],
    },
    ...{ sessionId: [sessionId, String(other.id)], q: [NOTE, PRIVATE] },
    ...{ v: ['no-such-version'], c: ['no-such-cut'], seq: ['1'], token: ['no-such-link'] },
  }
}, 240_000)

afterAll(() => server?.stop())

/** All that a reader says without handing in. */
async function say(): Promise<void> {
  const { api } = guests.wren
  const held = await api.made(path('/notes'), {
    ...{ editionId, quote: 'nearly empty', body: `He is ${NOTE}.`, reaction: 'moved' },
  })
  const own = await api.made(path('/notes'), {
    ...{ editionId, quote: 'one for birds', body: `Ask Ana: ${PRIVATE}?`, private: true, reaction: 'lost' },
  })
  await api.done('POST', path('/answers'), { answers: [{ questionId, value: `Only ${ANSWER}.` }] })
  await api.done('PUT', path('/predictions'), { editionId, body: `He will ${PREDICTION}.` })
  ids = { held, own }
}

describe('what a beta reader says', { timeout: 240_000 }, () => {
  const OTHERS = ['mara', 'tomas', 'ines', 'odile', 'ben'] as const

  it('[BS12] [BS13] [BS33] changes no byte of what anybody else can read before it is handed in', async () => {
    const before = new Map<Who, Map<string, string>>()
    for (const who of OTHERS) {
      before.set(who, await read(who))
      expect(differences(before.get(who) ?? new Map(), await read(who)), 'it reads the same twice').toEqual(
        [],
      )
    }
    await say()
    // Now he is one who has read the first edition; nobody else is.
    const since = path(`/editions/${laterId}/changes`)
    expect((await guests.wren.api.call('GET', since)).status).toBe(200)
    for (const who of OTHERS) {
      const after = await read(who)
      expect(after.size).toBeGreaterThan(40)
      expect(differences(before.get(who) ?? new Map(), after), who).toEqual([])
      expect(foundIn(after.values()), who).toEqual([])
    }
  })

  it('[BS24] changes no byte either as reading that is not recorded goes on, after a week and with a reminder', async () => {
    const { wren } = guests
    await wren.api.done('PATCH', path('/me'), { recordsProgress: false })
    letDaysPass(server.dataDir, sessionId, 8)
    const { id } =
      ((await people.mara.api.done('GET', path('/readers'))).readers as { id: string }[])[0] ?? {}
    await people.mara.api.done('POST', path('/reminders'), { readerIds: [id], word: `Only for ${REMINDER}.` })
    expect([...(await read('wren')).values()].join('\n')).toContain(REMINDER)
    for (const who of OTHERS) {
      const before = await read(who)
      await wren.api.done('PUT', path('/progress'), { editionId, paragraph: 0, seconds: 20 })
      const after = await read(who)
      expect(differences(before, after), who).toEqual([])
      expect([...after.values()].join('\n'), who).not.toContain(REMINDER)
    }
    expect([...(await read('wren')).values()].join('\n')).not.toContain(REMINDER)
    await wren.api.done('PATCH', path('/me'), { recordsProgress: true })
  })

  it('is found by the same recorder at who said it, private or not', async () => {
    expect(foundIn((await read('wren')).values())).toEqual([...HELD, PRIVATE, 'held', 'own'])
  })

  it('[BS13] [BS35] is carried to a later edition for who said it', async () => {
    const { notes } = await guests.wren.api.done('GET', path(`/notes?in=${laterId}`))
    expect(notes).toMatchObject([
      { id: ids.held, carried: { editionId: laterId, number: 1 } },
      { id: ids.own, carried: { placement: { state: 'exact', text: 'one for birds' } } },
    ])
  })

  it('[BS5] [BS13] [BS14] [BS16] reaches the authors once handed in, other readers once they have handed in too, and private words nobody', async () => {
    await guests.wren.api.done('POST', path('/hand-in'))
    for (const who of ['mara', 'tomas'] as const)
      expect(foundIn((await read(who)).values()), who).toEqual([...HELD, 'held'])
    for (const who of ['ines', 'odile', 'ben'] as const)
      expect(foundIn((await read(who)).values()), who).toEqual([])
    await guests.odile.api.done('POST', path('/hand-in'))
    const odile = await read('odile')
    expect(foundIn(odile.values()), 'notes, not answers').toEqual([NOTE, 'held'])
    const { notes } = await guests.odile.api.done('GET', path(`/notes?in=${laterId}`))
    expect(notes).toMatchObject([{ id: ids.held, mine: false }])
    expect((notes as { carried?: object }[]).filter(({ carried }) => carried)).toEqual([])
    expect((await guests.odile.api.call('GET', path(`/editions/${laterId}/changes`))).status).toBe(404)
    for (const who of ['ines', 'ben'] as const) expect(foundIn((await read(who)).values()), who).toEqual([])
  })
})
