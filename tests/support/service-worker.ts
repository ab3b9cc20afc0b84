import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'

/** A cache of the browser: kept in the order of putting, by address. */
export class FakeCache {
  readonly held = new Map<string, Response>()

  constructor(private readonly origin: string) {}

  readonly address = (key: string | Request) =>
    new URL(typeof key === 'string' ? key : key.url, this.origin).href
  match = (key: string | Request) => Promise.resolve(this.held.get(this.address(key))?.clone())
  put = (key: string | Request, response: Response) =>
    Promise.resolve(void this.held.set(this.address(key), response))
  delete = (key: string | Request) => Promise.resolve(this.held.delete(this.address(key)))
  keys = () => Promise.resolve([...this.held.keys()].map((url) => ({ url }) as Request))
}

/** What a worker finds around it. */
export interface WorkerWorld {
  origin: string
  /** The browser's caches by name: they outlive the worker. */
  stores: Map<string, FakeCache>
  /** What the server answers to a path with its query; null when there is no network. */
  answer: (path: string) => { status: number; body: string } | null
  /** What else stands on `self`. */
  self?: Record<string, unknown>
  /** Globals other than those of a browser, such as its `Date`. */
  globals?: Record<string, unknown>
}

/** Runs a service worker from its file as a browser would. @param file from the project's folder */
export function startServiceWorker(file: string, { origin, stores, answer, self, globals }: WorkerWorld) {
  const listeners = new Map<string, (event: unknown) => void>()
  const pathOf = (key: string | Request) => {
    const { pathname, search } = new URL(typeof key === 'string' ? key : key.url, origin)
    return pathname + search
  }
  const caches = {
    open: (name: string) => {
      const cache = stores.get(name) ?? new FakeCache(origin)
      stores.set(name, cache)
      return Promise.resolve(cache)
    },
    has: (name: string) => Promise.resolve(stores.has(name)),
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
    const answered = answer(pathOf(key))
    if (!answered) return Promise.reject(new TypeError('There is no network.'))
    return Promise.resolve(new Response(answered.body, { status: answered.status }))
  }
  runInNewContext(readFileSync(file, 'utf8'), {
    ...{ caches, fetch, Response, Headers, URL, setTimeout, ...globals },
    self: {
      location: new URL(origin),
      addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
      ...self,
    },
  })
  /** Sends an event, and waits for the answer and for all that the worker wants to finish. */
  const send = async (type: string, event: Record<string, unknown>): Promise<Response | undefined> => {
    const waits: Promise<unknown>[] = []
    let response: Promise<Response> | undefined
    listeners.get(type)?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => waits.push(work),
      respondWith: (given: Promise<Response>) => (response = given),
    })
    const given = await response
    for (let i = 0; i < waits.length; i += 1) await waits[i]
    return given
  }
  return {
    send,
    /** Goes to a page of the server; answers its text. */
    visit: async (path: string): Promise<string> => {
      const request = { url: `${origin}${path}`, method: 'GET', mode: 'navigate' }
      return (await (await send('fetch', { request }))?.text()) ?? ''
    },
  }
}
