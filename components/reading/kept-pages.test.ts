import { beforeEach, describe, expect, it } from 'vitest'
import { startServiceWorker, type FakeCache } from '@/tests/support/service-worker'

const ORIGIN = 'https://island.example'
const NOON = Date.parse('2026-11-27T12:00:00.000Z')

let stores: Map<string, FakeCache>
let databases: Set<string>
/** What the server has, by path; nothing else answers. Null: there is no network. */
let server: Map<string, { status: number; body: string }> | null
let now: number
let worker: ReturnType<typeof startServiceWorker>

class FakeDate extends Date {
  static override now = () => now
}

function startWorker(): void {
  worker = startServiceWorker('public/read/sw.js', {
    ...{ origin: ORIGIN, stores },
    answer: (path) => server && (server.get(path) ?? { status: 404, body: 'Not here.' }),
    self: { indexedDB: { deleteDatabase: (name: string) => databases.delete(name) } },
    globals: { Date: FakeDate },
  })
}

const visit = (path: string) => worker.visit(path)

const SCRIPT = '/_next/static/chunks/room.js'
const STYLE = '/_next/static/css/room.css'
const FONT = '/_next/static/media/literata-latin.woff2'

const ofReader = (words: string) => ({
  status: 200,
  body: `<main data-room="tide"><script src="${SCRIPT}"></script><link href="${STYLE}">${words}</main>`,
})

const keep = (closesAt: string | null = null) =>
  worker.send('message', {
    data: {
      ...{ type: 'keep', sessionId: 'tide', closesAt, assets: [`${ORIGIN}${SCRIPT}`] },
      pages: ['/read/tide/one', '/read/tide', '/read/tide/two', '/read/other', '/chapters/one'],
    },
  })

const kept = (name: string) => [...(stores.get(name)?.held.keys() ?? [])].map((url) => new URL(url).pathname)

beforeEach(() => {
  stores = new Map()
  databases = new Set(['reading-tide', 'reading-other'])
  now = NOON
  server = new Map([
    ['/read/tide', ofReader('Contents')],
    ['/read/tide/one', ofReader('The ferry')],
    ['/read/tide/two', ofReader('The quay')],
    [SCRIPT, { status: 200, body: 'The room.' }],
    [STYLE, { status: 200, body: `@font-face{src:url("${FONT}")}` }],
    [FONT, { status: 200, body: 'Letters.' }],
  ])
  startWorker()
})

describe('a reading without a network', () => {
  it('opens at every page that was open to the reader, with scripts, styles and letters', async () => {
    await keep()
    server = null
    expect(await visit('/read/tide/one')).toContain('The ferry')
    expect(await visit('/read/tide/two')).toContain('The quay')
    expect(await visit('/read/tide')).toContain('Contents')
    expect(kept('reading-static').sort()).toEqual([SCRIPT, STYLE, FONT].sort())
  })

  it('shows the newer page when there is a network', async () => {
    await keep()
    server?.set('/read/tide/one', ofReader('The second ferry'))
    expect(await visit('/read/tide/one')).toContain('The second ferry')
    server = null
    expect(await visit('/read/tide/one')).toContain('The second ferry')
  })

  it('keeps the pages of no other session and of nothing else', async () => {
    await keep()
    expect([...stores.keys()].sort()).toEqual(['reading-static', 'reading-tide'])
    expect(kept('reading-tide')).not.toContain('/chapters/one')
  })
})

describe('a later edition with what changed', () => {
  const CHANGED = '/read/tide/two?with=changes'

  beforeEach(() => {
    server?.set(CHANGED, ofReader('The quay, and what was cut'))
  })

  it('is kept beside the clean page when it was opened, and neither takes the place of the other', async () => {
    await keep()
    expect(await visit(CHANGED)).toContain('what was cut')
    server = null
    expect(await visit(CHANGED)).toContain('what was cut')
    expect(await visit('/read/tide/two')).toContain('The quay')
    expect(await visit('/read/tide/two')).not.toContain('what was cut')
  })

  it('is kept by the page that shows it, with the clean one', async () => {
    await worker.send('message', {
      data: {
        type: 'keep',
        sessionId: 'tide',
        closesAt: null,
        assets: [],
        pages: [CHANGED, '/read/tide/two'],
      },
    })
    server = null
    expect(await visit(CHANGED)).toContain('what was cut')
    expect(await visit('/read/tide/two')).not.toContain('what was cut')
  })

  it('reads as the clean page where it was never opened and there is no network', async () => {
    await keep()
    server = null
    expect(await visit(CHANGED)).toContain('The quay')
    await expect(visit('/read/tide/three?with=changes')).rejects.toThrow('There is no network.')
  })

  it('leaves the device with all else of its session', async () => {
    await keep()
    await visit(CHANGED)
    server?.set(CHANGED, { status: 404, body: 'Not here.' })
    await visit(CHANGED)
    expect(stores.has('reading-tide')).toBe(false)
  })

  it('is the only query that makes another page', async () => {
    await keep()
    server?.set('/read/tide/two?from=mail', ofReader('The quay, newer'))
    await visit('/read/tide/two?from=mail')
    server = null
    expect(await visit('/read/tide/two')).toContain('The quay, newer')
  })
})

describe('the text leaves the device', () => {
  it.each([
    ['at the page for unknown readers', 200],
    ['when the server says that he is nobody', 401],
    ['when there is no such session', 404],
  ])('%s, with all that was written there', async (_when, status) => {
    await keep()
    server?.set('/read/tide/one', { status, body: 'Open the link that you were sent' })
    await visit('/read/tide/one')
    expect(stores.has('reading-tide')).toBe(false)
    expect([...databases]).toEqual(['reading-other'])
  })

  it('when it is closed, but not what was written and did not arrive', async () => {
    await keep()
    server?.set('/read/tide', { status: 200, body: '<div data-room-closed="tide">Closed</div>' })
    await visit('/read/tide')
    expect(stores.has('reading-tide')).toBe(false)
    expect(databases.has('reading-tide')).toBe(true)
  })

  it('at the closing date, without a network too', async () => {
    await keep(new Date(NOON + 60_000).toISOString())
    server = null
    expect(await visit('/read/tide/one')).toContain('The ferry')
    now = NOON + 60_000
    await expect(visit('/read/tide/one')).rejects.toThrow('There is no network.')
    expect(stores.has('reading-tide')).toBe(false)
  })

  it('at the closing date, however many pages were kept since', async () => {
    await keep(new Date(NOON + 60_000).toISOString())
    const last = '/read/tide/page-299?with=changes'
    for (let at = 0; at < 300; at += 1) {
      const path = `/read/tide/page-${at}?with=changes`
      server?.set(path, ofReader(`Page ${at}`))
      await visit(path)
    }
    expect(kept('reading-tide').length).toBeLessThanOrEqual(251)
    server = null
    expect(await visit(last)).toContain('Page 299')
    now = NOON + 60_000
    await expect(visit(last)).rejects.toThrow('There is no network.')
    expect(stores.has('reading-tide')).toBe(false)
  })

  it('not when a server fails for a while', async () => {
    await keep()
    server?.set('/read/tide/one', { status: 503, body: 'Later.' })
    expect(await visit('/read/tide/one')).toContain('The ferry')
    expect(stores.has('reading-tide')).toBe(true)
  })
})
