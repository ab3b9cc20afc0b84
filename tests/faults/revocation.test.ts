import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { encodeFrame } from '@/lib/sync/wire'
import { apiClient } from '@/tests/support/api'
import { scriptoriumDone } from '@/tests/support/command-line'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { rawClient, Refused, type Closing, type RawClient } from '@/tests/support/raw-client'
import { stockProvider, whenDoc, type StockProvider } from '@/tests/support/stock-provider'

/** RELIABILITY P6: a right that was taken away is gone on open connections within this time. */
const GONE_MS = 5_000

const PEOPLE = {
  mara: 'Mara Voss',
  tomas: 'Tomas Oyelaran',
  ines: 'Ines Rautio',
  odile: 'Odile Marchetti',
  jonas: 'Jonas Weld',
  hanne: 'Hanne Falk',
  kit: 'Kit Halvorsen',
} as const
type Who = keyof typeof PEOPLE

let world: PeopledServer<Who>
let workshopId: string
let manuscriptId: string
let chapterId: string
let open: { close(): void }[] = []

const share = async (who: Who, role: string) => {
  const { mara } = world.api
  const userId = world.userIds[who]
  await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
  await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, { role })
}

const connect = async (token: string | null, more: { wantsExtensions?: boolean } = {}) => {
  const client = await rawClient(world.server.url, chapterId, { token, ...more })
  open.push(client)
  return client
}

const provider = (token: string | null) => {
  const made = stockProvider(world.server.url, chapterId, token)
  open.push(made)
  return made
}

/** Everything that is stored of the chapter, as a fingerprint, and how often it was written to. */
async function stored() {
  const { bytes, headers } = await world.api.mara.call('GET', `/api/v1/chapters/${chapterId}/state`)
  return { position: headers.get('etag'), hash: createHash('sha256').update(bytes).digest('hex') }
}

async function text(): Promise<string> {
  const { bytes } = await world.api.mara.call('GET', `/api/v1/chapters/${chapterId}/export?format=txt`)
  return new TextDecoder().decode(bytes)
}

/** A paragraph at the end, as an update on what the client has. */
function paragraphUpdate({ doc }: RawClient, words: string): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(copy)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  const fragment = copy.getXmlFragment('default')
  fragment.insert(fragment.length, [paragraph])
  return Y.encodeStateAsUpdate(copy, before)
}

/** Deletes the first block, as an update on what the client has. */
function deletingUpdate({ doc }: RawClient): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(copy)
  copy.getXmlFragment('default').delete(0, 1)
  return Y.encodeStateAsUpdate(copy, before)
}

/** The payload of an update frame behind types that are written longer than they need be. */
function padded(update: Uint8Array, message: number[], sync: number[]): Uint8Array {
  const plain = encodeFrame({ type: 'update', update })
  return Uint8Array.from([...message, ...sync, ...plain.subarray(2)])
}

/** Ways to send an update: as it is, and disguised. */
const DISGUISES: Record<string, (update: Uint8Array) => Uint8Array> = {
  'an update': (update) => encodeFrame({ type: 'update', update }),
  'a SyncStep2': (update) => encodeFrame({ type: 'step2', update }),
  'an update behind padded types': (update) => padded(update, [0x80, 0x00], [0x82, 0x80, 0x00]),
  'a SyncStep2 behind padded types': (update) => padded(update, [0x80, 0x80, 0x00], [0x81, 0x00]),
  'an update wrapped as presence': (update) => encodeFrame({ type: 'awareness', states: update }),
  'an update frame wrapped as presence': (update) =>
    encodeFrame({ type: 'awareness', states: encodeFrame({ type: 'update', update }) }),
  'an update behind an honest question': (update) =>
    Uint8Array.from([
      ...encodeFrame({ type: 'step1', stateVector: Uint8Array.of(0) }),
      ...encodeFrame({ type: 'update', update }),
    ]),
  'an update of more than a frame may have': (update) => {
    const large = new Uint8Array(1024 * 1024 + 1)
    large.set(encodeFrame({ type: 'update', update }))
    return large
  },
  'a frame of the server': (update) =>
    Uint8Array.from([101, ...encodeFrame({ type: 'update', update }).subarray(1)]),
}

beforeAll(async () => {
  world = await startPeopledServer(PEOPLE)
  workshopId = await world.api.mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  manuscriptId = await world.api.mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Last Ferry',
  })
}, 180_000)

afterAll(() => world?.stop())

beforeEach(async () => {
  chapterId = await world.api.mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'Forty Steps', markdown: 'The ferry left at six.\n\nNobody counted the steps.' },
  })
  await share('ines', 'critic')
  await share('odile', 'reader')
})

afterEach(() => {
  for (const one of open) one.close()
  open = []
})

describe.each(['ines', 'odile'] as const)('a connection without the right to edit (%s)', (who) => {
  it.each(Object.keys(DISGUISES))('changes nothing with %s', async (disguise) => {
    const before = await stored()
    for (const wantsExtensions of [false, true])
      for (const updateOf of [
        (client: RawClient) => paragraphUpdate(client, 'I was here.'),
        (client: RawClient) => deletingUpdate(client),
      ]) {
        const client = await connect(world.tokens[who].token, { wantsExtensions })
        const update = updateOf(client)
        const frame = DISGUISES[disguise]?.(update)
        expect(frame?.byteLength).toBeGreaterThan(update.byteLength)
        client.sayBytes(frame ?? Uint8Array.of())
        await client.taken()
        expect(await stored()).toEqual(before)
        client.close()
      }
    const tomorrow = await connect(world.tokens.mara.token)
    expect(await text()).toBe('Forty Steps\n\nThe ferry left at six.\n\nNobody counted the steps.\n')
    expect(tomorrow.doc.getXmlFragment('default').length).toBe(2)
  })

  it('changes nothing with a stock provider that types', async () => {
    const before = await stored()
    const typist = provider(world.tokens[who].token)
    const mara = provider(world.tokens.mara.token)
    await Promise.all([typist.synced(), mara.synced()])
    typist.type('I was here.')
    const probe = await connect(world.tokens[who].token)
    await probe.taken()
    await answered(typist)
    expect(await stored()).toEqual(before)
    mara.type('Odile did.')
    await whenDoc(typist.doc, () => typist.blocks().includes('Odile did.'))
    expect(mara.blocks()).toEqual(['The ferry left at six.', 'Nobody counted the steps.', 'Odile did.'])
  })

  it('cannot send by HTTP what it may not send by the socket', async () => {
    const before = await stored()
    const client = await connect(world.tokens[who].token)
    const sent = { bytes: paragraphUpdate(client, 'I was here.') }
    const answer = await world.api[who].call('POST', `/api/v1/chapters/${chapterId}/updates`, sent)
    expect(answer.status).toBe(403)
    expect(await stored()).toEqual(before)
  })
})

/** Resolves when the server has taken everything that a stock provider sent before. */
async function answered({ provider: { ws }, doc }: StockProvider): Promise<void> {
  if (!ws) throw new Error('The provider has no connection')
  const socket = ws as unknown as {
    addEventListener(kind: 'message', hear: (event: { data: ArrayBuffer }) => void): void
  }
  await new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const [message, sync] = new Uint8Array(data)
      if (message === 0 && sync === 1) resolve()
    })
    ws.send(encodeFrame({ type: 'step1', stateVector: Y.encodeStateVector(doc) }) as Uint8Array<ArrayBuffer>)
  })
}

describe('nobody in particular', () => {
  it.each([
    ['nobody', () => null, 401],
    ['a forged token', () => `scr_${'A'.repeat(43)}`, 401],
    ['a token with a letter changed', () => flipped(world.tokens.mara.token), 401],
    ['somebody with whom it is not shared', () => world.tokens.jonas.token, 404],
  ])(
    '%s is not admitted, and a stock provider of his that types changes nothing',
    async (_, token, status) => {
      const before = await stored()
      const refused = await connect(token()).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(Refused)
      expect((refused as Refused).status).toBe(status)
      const typist = provider(token())
      typist.type('I was here.')
      await expect(typist.synced()).rejects.toThrow('refused')
      expect(await stored()).toEqual(before)
    },
  )

  it('is not told apart: a doc that is not shared and one that is not there answer alike', async () => {
    const { url } = world.server
    const { token } = world.tokens.jonas
    const statuses = []
    for (const docId of [chapterId, 'no-such-chapter', '../chapters', 'a'.repeat(65)])
      statuses.push(
        await rawClient(url, docId, { token }).then(
          () => 101,
          (error: Refused) => error.status,
        ),
      )
    expect(statuses).toEqual([404, 404, 404, 404])
  })
})

function flipped(token: string): string {
  const last = token.at(-1) === 'A' ? 'B' : 'A'
  return token.slice(0, -1) + last
}

/** The connection's end. @throws {Error} when it stays open longer than P6 promises */
async function closedInTime({ closed }: RawClient): Promise<Closing & { ms: number }> {
  const since = performance.now()
  let late: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`Still open ${GONE_MS} ms after`)), GONE_MS)
  })
  const closing = await Promise.race([closed, deadline])
  clearTimeout(late)
  return { ...closing, ms: performance.now() - since }
}

describe('a member who is removed while he writes', () => {
  const ways: Record<string, { remove: (who: Who) => Promise<unknown>; code: number; afterwards: number }> = {
    'by the API': {
      remove: (who) =>
        world.api.mara.done('DELETE', `/api/v1/workshops/${workshopId}/members/${world.userIds[who]}`),
      ...{ code: 4404, afterwards: 404 },
    },
    'by the command line': {
      remove: async (who) =>
        scriptoriumDone(world.server.dataDir, [
          ...['member', 'remove', '--workshop', workshopId, '--email', await emailOf(who)],
        ]),
      ...{ code: 4404, afterwards: 404 },
    },
    'by revoking his token': {
      remove: async (who) =>
        scriptoriumDone(world.server.dataDir, [
          ...['token', 'revoke', '--email', await emailOf(who), world.tokens[who].id],
        ]),
      ...{ code: 4401, afterwards: 401 },
    },
    'by disabling his account': {
      remove: async (who) =>
        scriptoriumDone(world.server.dataDir, ['user', 'disable', '--email', await emailOf(who)]),
      ...{ code: 4401, afterwards: 401 },
    },
  }
  const emailOf = async (who: Who) => {
    const users = (await scriptoriumDone(world.server.dataDir, ['user', 'list'])) as unknown as {
      id: string
      email: string
    }[]
    return users.find(({ id }) => id === world.userIds[who])?.email ?? ''
  }

  it.each([
    ['by the API', 'tomas'],
    ['by the command line', 'tomas'],
    ['by revoking his token', 'hanne'],
    ['by disabling his account', 'kit'],
  ] as const)('%s is gone within 5 s, and nothing of his is taken after', async (way, who) => {
    await share(who, 'coauthor')
    const writer = await connect(world.tokens[who].token, { wantsExtensions: true })
    const sees = await connect(world.tokens.mara.token)
    writer.say({ type: 'update', update: paragraphUpdate(writer, 'Written while he was one of us.') })
    await writer.taken()
    expect(await text()).toContain('Written while he was one of us.')
    const { remove, code, afterwards } = ways[way] ?? { remove: () => Promise.reject(new Error(way)) }
    await remove(who)
    const last = paragraphUpdate(writer, 'Written after he was removed.')
    if (way === 'by the API') writer.say({ type: 'update', update: last })
    expect((await closedInTime(writer)).code).toBe(code)
    const before = await stored()
    writer.say({ type: 'update', update: last })
    expect(await connect(world.tokens[who].token).catch((error: Refused) => error.status)).toBe(afterwards)
    const byHttp = await world.api[who].call('POST', `/api/v1/chapters/${chapterId}/updates`, { bytes: last })
    expect(byHttp.status).toBe(afterwards)
    await sees.taken()
    expect(await stored()).toEqual(before)
    expect(await text()).not.toContain('Written after')
    expect(await text()).toContain('Written while he was one of us.')
  })

  it('does not lose the others’ connections', async () => {
    await share('tomas', 'coauthor')
    const tomas = await connect(world.tokens.tomas.token)
    const ines = await connect(world.tokens.ines.token)
    await ways['by the API']?.remove('tomas')
    await closedInTime(tomas)
    await ines.taken()
    const mara = await connect(world.tokens.mara.token)
    const arrives = whenDoc(ines.doc, () => ines.doc.getXmlFragment('default').length === 3)
    mara.say({ type: 'update', update: paragraphUpdate(mara, 'Still here.') })
    await arrives
  })
})

describe('a coauthor who becomes a critic while he writes', () => {
  it('is sent away with a code that brings him back, and comes back to read only', async () => {
    await share('tomas', 'coauthor')
    const raw = await connect(world.tokens.tomas.token)
    const tomas = provider(world.tokens.tomas.token)
    const mara = provider(world.tokens.mara.token)
    await Promise.all([tomas.synced(), mara.synced()])
    tomas.type('Written as a coauthor.')
    await whenDoc(mara.doc, () => mara.blocks().includes('Written as a coauthor.'))
    const comesBack = new Promise<void>((resolve) => {
      tomas.provider.on('status', function look({ status }: { status: string }) {
        if (status === 'disconnected') tomas.provider.once('sync', () => resolve())
      })
    })
    await share('tomas', 'critic')
    const { code } = await closedInTime(raw)
    expect(code).toBeLessThan(4400)
    await comesBack
    tomas.type('Written as a critic.')
    await answered(tomas)
    mara.type('Read by all.')
    await whenDoc(tomas.doc, () => tomas.blocks().includes('Read by all.'))
    expect(await text()).toContain('Written as a coauthor.')
    expect(await text()).not.toContain('Written as a critic.')
    const access = await apiClient(world.server.url, world.tokens.tomas.token).done(
      ...(['GET', `/api/v1/chapters/${chapterId}/access`] as const),
    )
    expect(access).toMatchObject({ role: 'critic', can: { edit: false, comment: true } })
  })
})
