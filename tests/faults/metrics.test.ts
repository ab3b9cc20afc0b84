import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { rawClient, type RawClient } from '@/tests/support/raw-client'

const TOKEN = 'a-token-of-the-watching-machine'
const SECRET = 'Nobody counted the steps'

let world: PeopledServer<'mara' | 'odile'>
let chapterId: string
const open: RawClient[] = []

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', odile: 'Odile Marchetti' }, [], {
    METRICS_TOKEN: TOKEN,
    SYNC_CONNECTIONS_PER_USER: '2',
  })
  const { mara } = world.api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: 'The Ferry' })
  const chapter = { title: 'Forty Steps', markdown: `${SECRET}.` }
  chapterId = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, chapter)
  const userId = world.userIds.odile
  await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
  await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, { role: 'reader' })
}, 180_000)

afterAll(async () => {
  for (const client of open) client.close()
  await world?.stop()
})

const connect = async (who: 'mara' | 'odile') => {
  const { token } = world.tokens[who]
  const client = await rawClient(world.server.url, chapterId, {
    token,
    wantsExtensions: true,
    sendsEdits: true,
  })
  open.push(client)
  return client
}

async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(`${world.server.url}/metrics`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  expect(response.status).toBe(200)
  const body = await response.text()
  const { mara, odile } = world.tokens
  for (const secret of [SECRET, 'Mara', 'steps', chapterId, ...Object.values(world.userIds), TOKEN])
    expect(body).not.toContain(secret)
  for (const { id, token } of [mara, odile]) for (const one of [id, token]) expect(body).not.toContain(one)
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]))
}

describe('the figures of a server that is in use', () => {
  it('are what was done: who is here, what was committed, refused and answered', async () => {
    const mara = await connect('mara')
    const odile = await connect('odile')
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('She did, twice.')])
    mara.doc.getXmlFragment('default').insert(1, [paragraph])
    await mara.taken()
    odile.say({ type: 'update', update: Y.encodeStateAsUpdate(mara.doc) })
    await odile.taken()
    await connect('mara')
    await expect(connect('mara')).rejects.toMatchObject({ status: 429 })
    const figures = await scrape()
    expect(figures.get('scriptorium_rooms')).toBe(1)
    expect(figures.get('scriptorium_loaded_bytes')).toBeGreaterThan(0)
    expect(figures.get('scriptorium_commit_seconds_count{outcome="durable"}')).toBe(1)
    expect(figures.get('scriptorium_sync_events_total{event="commits"}')).toBe(1)
    expect(figures.get('scriptorium_refusals_total{reason="read_only"}')).toBe(1)
    expect(figures.get('scriptorium_refusals_total{reason="connections"}')).toBe(1)
    expect(figures.get('scriptorium_sync_handshakes_total{status="101"}')).toBe(3)
    expect(figures.get('scriptorium_sync_handshakes_total{status="429"}')).toBe(1)
    expect(figures.get('scriptorium_http_seconds_count{route="api",method="PUT",status="200"}')).toBe(2)
    expect(figures.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  })

  it('are for nobody else', async () => {
    for (const authorization of ['', `Bearer ${world.tokens.mara.token}`])
      expect((await fetch(`${world.server.url}/metrics`, { headers: { authorization } })).status).toBe(401)
  })
})
