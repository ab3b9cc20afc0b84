// Opens chapters without a network: keeps the pages of chapters that were visited, and the scripts and fonts they
// need. It never answers for the API, for other pages or for anything that is not read with GET.
// The text itself is in IndexedDB (lib/sync/client/local-store.ts).

const STATIC_CACHE = 'scriptorium-static-1'
// Wiped at sign-out by forgetEverything (lib/sync/client/local-store.ts), which knows this prefix.
const PAGE_CACHE = 'scriptorium-pages-1'
const CHAPTER = /^\/chapters\/[0-9A-Za-z_-]{1,64}$/
// File names in this folder carry a hash of their content: what is kept never goes stale.
const STATIC = '/_next/static/'
const MOST_STATIC = 600
const MOST_PAGES = 100
const SIGN_IN = '/sign-in'
// A network that does not answer within this time is none, when the page is kept.
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))

self.addEventListener('activate', (event) => {
  const current = [STATIC_CACHE, PAGE_CACHE]
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith('scriptorium-') && !current.includes(name)))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  // Whoever signs in next may be somebody else: the pages of the person before are not shown to him.
  if (url.pathname === SIGN_IN) event.waitUntil(caches.delete(PAGE_CACHE))
  else if (url.pathname.startsWith(STATIC)) event.respondWith(fromCacheFirst(request))
  else if (request.mode === 'navigate' && CHAPTER.test(url.pathname)) event.respondWith(chapterPage(event))
})

self.addEventListener('message', (event) => {
  const { type, page, assets } = event.data ?? {}
  if (type === 'forget') event.waitUntil(caches.delete(PAGE_CACHE))
  if (type !== 'keep' || typeof page !== 'string' || !CHAPTER.test(page)) return
  event.waitUntil(keepVisited(page, Array.isArray(assets) ? assets : []))
})

async function fromCacheFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await put(STATIC_CACHE, request, response.clone(), MOST_STATIC)
  return response
}

/**
 * The page from the network, else as it was kept, also when a proxy says that the server is away. A page that was
 * taken away is forgotten at the next contact.
 */
async function chapterPage(event) {
  const key = new URL(event.request.url).pathname
  const kept = await (await caches.open(PAGE_CACHE)).match(key)
  const fromNetwork = fetch(event.request).then(async (response) => {
    if (response.ok && !response.redirected) await put(PAGE_CACHE, key, response.clone(), MOST_PAGES)
    else if (response.status === 404 || response.status === 403 || response.type === 'opaqueredirect')
      await (await caches.open(PAGE_CACHE)).delete(key)
    return response
  })
  if (!kept) return fromNetwork
  event.waitUntil(fromNetwork.catch(() => undefined))
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS))
  const fresh = fromNetwork.then((response) => (response.status >= 500 ? kept : response))
  return Promise.race([fresh.catch(() => kept), patience])
}

/** The first visit loads its page and scripts before this worker is there: the page names them afterwards. */
async function keepVisited(page, assets) {
  const response = await fetch(page, { headers: { accept: 'text/html' } })
  if (response.ok && !response.redirected) await put(PAGE_CACHE, page, response, MOST_PAGES)
  const cache = await caches.open(STATIC_CACHE)
  for (const asset of assets.slice(0, MOST_STATIC)) {
    if (typeof asset !== 'string') continue
    const url = new URL(asset, self.location.origin)
    if (url.origin !== self.location.origin || !url.pathname.startsWith(STATIC)) continue
    if (await cache.match(url)) continue
    const found = await fetch(url)
    if (found.ok) await put(STATIC_CACHE, url, found, MOST_STATIC)
  }
}

/** Keeps a response, and lets go of the ones kept first when there are too many. */
async function put(name, key, response, most) {
  const cache = await caches.open(name)
  await cache.put(key, response)
  const keys = await cache.keys()
  for (const old of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(old)
}
