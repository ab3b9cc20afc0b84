// Opens chapters without a network: keeps the pages of chapters that were visited, and the scripts and fonts they
// need. It never answers for the API, for other pages or for anything that is not read with GET.
// The text itself is in IndexedDB (lib/sync/client/local-store.ts).

const STATIC_CACHE = 'scriptorium-static-1'
// Wiped at sign-out by forgetEverything (lib/sync/client/local-store.ts), which knows this prefix.
const PAGE_CACHE = 'scriptorium-pages-2'
const CHAPTER = /^\/chapters\/[0-9A-Za-z_-]{1,64}$/
// File names in this folder carry a hash of their content: what is kept never goes stale.
const STATIC = '/_next/static/'
// Scripts and styles as a page names them, in its tags and in the data of its components.
const NAMED = /\/_next\/static\/[\w.~%@/-]+\.(?:js|css)\b/g
// The id of the build, as Next.js writes it into the data of a page.
const BUILD = /\\"b\\":\\"([\w-]+)\\"/
// On a kept page: the build it is of, and the files without which it would open blank.
const BUILD_HEADER = 'x-scriptorium-build'
const NEEDS_HEADER = 'x-scriptorium-needs'
// Files that no kept page needs go first, and beyond this number; the others stay as long as their page.
const MOST_STATIC = 600
const MOST_PAGES = 100
const SIGN_IN = '/sign-in'
// A network that does not answer within this time is none, when the page is kept.
const PATIENCE_MS = 4_000

/** Counts the times that all pages were forgotten: what was on its way then is not kept afterwards. */
let forgotten = 0
/** The build whose pages are being fetched, or were fetched last, in the place of older ones. */
let renewedFor = ''

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
  if (url.pathname === SIGN_IN) event.waitUntil(forget())
  else if (url.pathname.startsWith(STATIC)) event.respondWith(fromCacheFirst(request))
  else if (request.mode === 'navigate' && CHAPTER.test(url.pathname)) event.respondWith(chapterPage(event))
})

self.addEventListener('message', (event) => {
  const { type, page, assets } = event.data ?? {}
  if (type === 'forget') event.waitUntil(forget())
  if (type !== 'keep' || typeof page !== 'string' || !CHAPTER.test(page)) return
  event.waitUntil(keepVisited(page, Array.isArray(assets) ? assets : []))
})

async function forget() {
  forgotten += 1
  await caches.delete(PAGE_CACHE)
}

async function fromCacheFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await putStatic(request, response.clone())
  return response
}

/**
 * The page from the network, else as it was kept, also when a proxy says that the server is away. A page that was
 * taken away is forgotten at the next contact.
 */
async function chapterPage(event) {
  const key = new URL(event.request.url).pathname
  const asked = forgotten
  const fromNetwork = fetch(event.request).then((response) => {
    event.waitUntil(takeNote({ key, asked, loaded: [] }, response.clone()).catch(() => undefined))
    return response
  })
  const kept = await keptPage(key)
  if (!kept) return fromNetwork
  event.waitUntil(fromNetwork.catch(() => undefined))
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS))
  const fresh = fromNetwork.then((response) => (response.status >= 500 ? kept : response))
  return Promise.race([fresh.catch(() => kept), patience])
}

/** A kept page with all it needs; one that lacks a script would open blank, and is let go of instead. */
async function keptPage(key) {
  const pages = await caches.open(PAGE_CACHE)
  const kept = await pages.match(key)
  if (!kept) return undefined
  const files = await caches.open(STATIC_CACHE)
  const found = await Promise.all(needsOf(kept).map((file) => files.match(file, { ignoreVary: true })))
  if (found.every(Boolean)) return kept
  await pages.delete(key)
  return undefined
}

/** The first visit loads its page and scripts before this worker is there: the page names them afterwards. */
async function keepVisited(page, assets) {
  const files = assets
    .slice(0, MOST_STATIC)
    .filter((asset) => typeof asset === 'string')
    .map((asset) => new URL(asset, self.location.origin))
    .filter((url) => url.origin === self.location.origin && url.pathname.startsWith(STATIC))
    .map((url) => url.pathname)
  const place = { key: page, asked: forgotten, loaded: files }
  await takeNote(place, await fetch(page, { headers: { accept: 'text/html' } }))
}

async function takeNote(place, response) {
  const build = await keepOrForget(place, response)
  if (build) await renewOthers(build)
}

/**
 * Keeps what the server answered for a page, after all the page needs, or forgets it when the answer is that it is
 * gone. `key` is the path, `asked` the value of `forgotten` when the server was asked, `loaded` the files that the page
 * has loaded by itself. The result is the build of the page that is kept now; null when none was.
 */
async function keepOrForget(place, response) {
  // Signed out: the server sends to the sign-in page.
  const isElsewhere = response.type === 'opaqueredirect' || response.redirected
  if (isElsewhere || response.status === 404 || response.status === 403)
    await (await caches.open(PAGE_CACHE)).delete(place.key)
  return response.ok && !isElsewhere ? keepPage(place, response) : null
}

async function keepPage({ key, asked, loaded }, response) {
  const html = await response.text()
  const named = [...new Set(html.match(NAMED) ?? [])]
  const has = await Promise.all(named.map(keepFile))
  if (has.includes(false)) return null
  // What the page loaded later by itself is needed too, if it can be had.
  const later = loaded.filter((file) => !named.includes(file))
  const hasLater = await Promise.all(later.map(keepFile))
  const headers = new Headers(response.headers)
  // The text is unpacked by now.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  const build = BUILD.exec(html)?.[1] ?? ''
  headers.set(BUILD_HEADER, build)
  headers.set(NEEDS_HEADER, [...named, ...later.filter((_, i) => hasLater[i])].join(' '))
  const pages = await caches.open(PAGE_CACHE)
  await pages.delete(key)
  if (asked !== forgotten) return null
  await pages.put(key, new Response(html, { status: 200, headers }))
  const keys = await pages.keys()
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await pages.delete(old)
  return build
}

/** True when the file is kept, now or before. */
async function keepFile(file) {
  if (await (await caches.open(STATIC_CACHE)).match(file, { ignoreVary: true })) return true
  const response = await fetch(file).catch(() => null)
  if (!response?.ok) return false
  await putStatic(file, response)
  return true
}

/** After an upgrade the server has no files of older builds any more: their pages are fetched anew while it answers. */
async function renewOthers(build) {
  if (renewedFor === build) return
  renewedFor = build
  const asked = forgotten
  const pages = await caches.open(PAGE_CACHE)
  for (const request of await pages.keys()) {
    const kept = await pages.match(request)
    if (!kept || kept.headers.get(BUILD_HEADER) === build) continue
    const key = new URL(request.url).pathname
    const response = await fetch(key, { headers: { accept: 'text/html' } }).catch(() => null)
    if (asked !== forgotten) return
    if (!response || response.status === 429 || response.status >= 500) {
      // No answer: the others stay as they are, and the next visit tries again.
      renewedFor = ''
      return
    }
    await keepOrForget({ key, asked, loaded: [] }, response)
  }
}

function needsOf(page) {
  return (page.headers.get(NEEDS_HEADER) ?? '').split(' ').filter(Boolean)
}

/** Keeps a file; when there are too many, those kept first go that no page needs. */
async function putStatic(key, response) {
  const files = await caches.open(STATIC_CACHE)
  await files.put(key, response)
  const keys = await files.keys()
  let surplus = keys.length - MOST_STATIC
  if (surplus <= 0) return
  const newest = keys.at(-1)
  const needed = await neededFiles()
  for (const old of keys) {
    if (surplus <= 0) return
    if (old === newest || needed.has(new URL(old.url).pathname)) continue
    await files.delete(old)
    surplus -= 1
  }
}

async function neededFiles() {
  const pages = await caches.open(PAGE_CACHE)
  const kept = await Promise.all((await pages.keys()).map((request) => pages.match(request)))
  return new Set(kept.flatMap((page) => (page ? needsOf(page) : [])))
}
