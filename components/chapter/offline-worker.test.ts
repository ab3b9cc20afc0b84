import { beforeEach, describe, expect, it } from 'vitest'
import { startServiceWorker, type FakeCache } from '@/tests/support/service-worker'

const ORIGIN = 'https://desk.example'

let stores: Map<string, FakeCache>
/** What the server has, by path; nothing else answers. Null: there is no network. */
let server: Map<string, string> | null
let fetched: string[]
let worker: ReturnType<typeof startServiceWorker>

function answer(path: string): { status: number; body: string } | null {
  fetched.push(path)
  if (!server) return null
  const body = server.get(path)
  return { status: body === undefined ? 404 : 200, body: body ?? 'Not here.' }
}

const send = (type: string, event: Record<string, unknown>) => worker.send(type, event)
const visit = (path: string) => worker.visit(path)

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
  worker = startServiceWorker('public/sw.js', { origin: ORIGIN, stores, answer })
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
