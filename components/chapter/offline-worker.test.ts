import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it } from 'vitest'

const ORIGIN = 'https://desk.example'
const source = readFileSync('public/sw.js', 'utf8')

/** A cache of the browser: kept in the order of putting, by address. */
class FakeCache {
  readonly held = new Map<string, Response>()
  readonly address = (key: string | Request) => new URL(typeof key === 'string' ? key : key.url, ORIGIN).href
  match = (key: string | Request) => Promise.resolve(this.held.get(this.address(key))?.clone())
  put = (key: string | Request, response: Response) => {
    this.held.set(this.address(key), response)
    return Promise.resolve()
  }
  delete = (key: string | Request) => Promise.resolve(this.held.delete(this.address(key)))
  keys = () => Promise.resolve([...this.held.keys()].map((url) => ({ url }) as Request))
}

type Listener = (event: unknown) => void

let stores: Map<string, FakeCache>
let listeners: Map<string, Listener>
/** What the server has, by path; nothing else answers. Null: there is no network. */
let server: Map<string, string> | null
let fetched: string[]

function startWorker(): void {
  listeners = new Map()
  const open = (name: string) => {
    const cache = stores.get(name) ?? new FakeCache()
    stores.set(name, cache)
    return Promise.resolve(cache)
  }
  const caches = {
    open,
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => Promise.resolve(stores.delete(name)),
    match: async (key: string | Request) => {
      for (const cache of stores.values()) {
        const found = await cache.match(key)
        if (found) return found
      }
      return undefined
    },
  }
  const fetch = (key: string | Request) => {
    const { pathname } = new URL(typeof key === 'string' ? key : key.url, ORIGIN)
    fetched.push(pathname)
    if (!server) return Promise.reject(new TypeError('There is no network.'))
    const body = server.get(pathname)
    return Promise.resolve(new Response(body ?? 'Not here.', { status: body === undefined ? 404 : 200 }))
  }
  const self = {
    location: new URL(ORIGIN),
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
  }
  runInNewContext(source, { self, caches, fetch, Response, Headers, URL, setTimeout })
}

/** Sends an event, and waits for the answer and for all that the worker wants to finish. */
async function send(type: string, event: Record<string, unknown>): Promise<Response | undefined> {
  const waits: Promise<unknown>[] = []
  let answer: Promise<Response> | undefined
  listeners.get(type)?.({
    ...event,
    waitUntil: (work: Promise<unknown>) => waits.push(work),
    respondWith: (response: Promise<Response>) => (answer = response),
  })
  const response = await answer
  for (let i = 0; i < waits.length; i += 1) await waits[i]
  return response
}

/** Goes to a page of the server; answers its text. */
async function visit(path: string): Promise<string> {
  const request = { url: `${ORIGIN}${path}`, method: 'GET', mode: 'navigate' }
  return (await (await send('fetch', { request }))?.text()) ?? ''
}

function deploy(build: string): void {
  const script = `/_next/static/chunks/${build}.js`
  const page = (title: string) =>
    `<script src="${script}"></script>${title}<script>self.__next_f.push("{\\"b\\":\\"${build}\\"}")</script>`
  server = new Map([
    [script, 'The editor.'],
    ['/chapters/tide', page('The tide')],
    ['/chapters/ferry', page('The ferry')],
  ])
}

function keptFiles(name: string): string[] {
  return [...(stores.get(name)?.held.keys() ?? [])].map((url) => new URL(url).pathname)
}

beforeEach(() => {
  stores = new Map()
  fetched = []
  deploy('spring')
  startWorker()
})

describe('a chapter page without a network', () => {
  it('opens as it was visited, with the scripts it names', async () => {
    await visit('/chapters/tide')
    server = null
    expect(await visit('/chapters/tide')).toContain('The tide')
    expect(keptFiles('scriptorium-static-1')).toEqual(['/_next/static/chunks/spring.js'])
  })

  it('is not kept when one of its scripts cannot be had', async () => {
    server?.delete('/_next/static/chunks/spring.js')
    await visit('/chapters/tide')
    expect(keptFiles('scriptorium-pages-2')).toEqual([])
  })

  it('is not shown blank when a script was lost since', async () => {
    await visit('/chapters/tide')
    stores.get('scriptorium-static-1')?.held.clear()
    server = null
    await expect(visit('/chapters/tide')).rejects.toThrow('There is no network.')
    expect(keptFiles('scriptorium-pages-2')).toEqual([])
  })

  it('does not lose its scripts to hundreds of others that no page needs', async () => {
    await visit('/chapters/tide')
    const files = stores.get('scriptorium-static-1')
    for (let i = 0; i < 620; i += 1)
      await files?.put(`/_next/static/chunks/old-${i}.js`, new Response('Old.'))
    const path = '/_next/static/chunks/other.js'
    server?.set(path, 'Another page.')
    await send('fetch', { request: { url: `${ORIGIN}${path}`, method: 'GET', mode: 'no-cors' } })
    expect(keptFiles('scriptorium-static-1')).toHaveLength(600)
    server = null
    expect(await visit('/chapters/tide')).toContain('The tide')
  })
})

describe('after an upgrade', () => {
  it('fetches the other kept pages anew at the first visit, once', async () => {
    await visit('/chapters/tide')
    await visit('/chapters/ferry')
    deploy('summer')
    fetched = []
    await visit('/chapters/tide')
    await visit('/chapters/tide')
    expect(fetched.filter((path) => path === '/chapters/ferry')).toHaveLength(1)
    server = null
    expect(await visit('/chapters/ferry')).toContain('summer.js')
  })

  it('lets go of a kept page that is no longer there', async () => {
    await visit('/chapters/tide')
    await visit('/chapters/ferry')
    deploy('summer')
    server?.delete('/chapters/ferry')
    await visit('/chapters/tide')
    expect(keptFiles('scriptorium-pages-2')).toEqual(['/chapters/tide'])
  })
})

describe('signing out', () => {
  it('forgets every page at the sign-in page, and one that was still on its way', async () => {
    await visit('/chapters/tide')
    const onItsWay = visit('/chapters/ferry')
    await visit('/sign-in')
    await onItsWay
    expect(keptFiles('scriptorium-pages-2')).toEqual([])
  })
})
