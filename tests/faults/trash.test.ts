import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { rawClient, type Closing, type RawClient, type Refused } from '@/tests/support/raw-client'

const PEOPLE = { mara: 'Mara Voss', tomas: 'Tomas Oyelaran', odile: 'Odile Marchetti' } as const
type Who = keyof typeof PEOPLE

/** RELIABILITY P6: what nobody may read any more is closed within this time. */
const GONE_MS = 5_000

let world: PeopledServer<Who>
let workshopId: string
let manuscriptId: string
let chapterId: string
let open: RawClient[] = []

const TITLE = 'The Wrong Harbour'

beforeAll(async () => {
  world = await startPeopledServer(PEOPLE)
}, 180_000)

afterAll(() => world?.stop())

beforeEach(async () => {
  const { mara } = world.api
  workshopId = await mara.made('/api/v1/workshops', { name: TITLE })
  manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: TITLE })
  for (const who of ['tomas', 'odile'] as const) {
    const userId = world.userIds[who]
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
    const role = who === 'tomas' ? 'coauthor' : 'reader'
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, { role })
  }
  const chapter = { title: TITLE, markdown: 'The ferry left at six.' }
  chapterId = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, chapter)
})

afterEach(() => {
  for (const one of open) one.close()
  open = []
})

const connect = async (who: Who) => {
  const client = await rawClient(world.server.url, chapterId, { token: world.tokens[who].token })
  open.push(client)
  return client
}

async function closedInTime({ closed }: RawClient): Promise<Closing> {
  let late: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`Still open ${GONE_MS} ms after`)), GONE_MS)
  })
  try {
    return await Promise.race([closed, deadline])
  } finally {
    clearTimeout(late)
  }
}

/** Every list that could still show it to somebody. */
async function shownTo(who: Who): Promise<string> {
  const lists = ['/desk', '/workshops', '/manuscripts', '/me/grants']
  const answers = await Promise.all(lists.map((path) => world.api[who].call('GET', `/api/v1${path}`)))
  return JSON.stringify(answers.map(({ json }) => json))
}

describe.each(['chapters', 'manuscripts', 'workshops'] as const)('%s in the trash', (kind) => {
  const thing = () => ({ chapters: chapterId, manuscripts: manuscriptId, workshops: workshopId })[kind]

  it('close what is open within 5 s, take no handshake, and come back as they were', async () => {
    const [mara, odile] = [await connect('mara'), await connect('odile')]
    const path = `/api/v1/${kind}/${thing()}`
    await world.api.mara.done('DELETE', path)
    for (const client of [mara, odile]) expect((await closedInTime(client)).code).toBe(4404)
    for (const who of ['mara', 'tomas', 'odile'] as const) {
      expect(await connect(who).catch((error: Refused) => error.status)).toBe(404)
      const read = await world.api[who].call('GET', `/api/v1/chapters/${chapterId}/state`)
      expect(read.status).toBe(404)
      expect(await shownTo(who)).not.toContain(thing())
    }
    expect((await world.api.odile.call('GET', '/api/v1/trash')).json).toEqual({ items: [], next: null })
    const { items } = await world.api.mara.done('GET', '/api/v1/trash')
    expect((items as { id: string }[]).map(({ id }) => id)).toContain(thing())
    await world.api.mara.done('POST', `${path}/restore`)
    const again = await connect('odile')
    expect(again.doc.getXmlFragment('default').toString()).toContain('The ferry left at six.')
  })
})
