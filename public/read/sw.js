// Keeps beta sessions for reading without a network: the contents, the chapters that are open to the reader, and the
// scripts, styles and fonts they need. It never answers for the API or for anything that is not read with GET.
// What a reader writes waits in IndexedDB (components/reading/room-store.ts), in a database with the name of his cache.

const STATIC_CACHE = 'reading-static'
const ROOM = /^\/read\/([0-9A-Za-z_-]{1,64})(?:\/[0-9A-Za-z_-]{1,64})?$/
// A later edition with what changed is a page of its own (components/reading/views.ts).
const CHANGES = '?with=changes'
// File names in this folder carry a hash of their content: what is kept never goes stale.
const STATIC = '/_next/static/'
// Scripts and styles as a page names them; fonts as a style names them.
const NAMED = /\/_next\/static\/[\w.~%@/-]+\.(?:js|css)\b/g
const FONTS = /url\(["']?([^"')]+\.woff2)["']?\)/g
// In the place of a page: until when a session may be kept, in milliseconds.
const CLOSES = 'closes-at'
const MOST_STATIC = 400
const MOST_PAGES = 250
// A network that does not answer within this time is none, when the page is kept.
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith(STATIC)) event.respondWith(fromCacheFirst(request))
  else if (request.mode === 'navigate' && ROOM.test(url.pathname)) event.respondWith(page(event, keyOf(url)))
})

self.addEventListener('message', (event) => {
  const { type, sessionId, closesAt, pages, assets } = event.data ?? {}
  if (type === 'keep' && Array.isArray(pages))
    event.waitUntil(keepAll(sessionId, closesAt, pages, assets ?? []))
})

const nameOf = (sessionId) => `reading-${sessionId}`
const cleanOf = (path) => (path.endsWith(CHANGES) ? path.slice(0, -CHANGES.length) : path)
const sessionOf = (path) => ROOM.exec(cleanOf(path))?.[1] ?? ''
/** Under what a page is kept: its path, with the one query that makes another page of it. */
const keyOf = (url) => url.pathname + (url.search === CHANGES ? CHANGES : '')

/** The page from the network, else as it was kept. Whatever the server says at a contact counts. */
async function page(event, path) {
  const fromNetwork = fetch(event.request).then((response) => {
    if (response.status < 500) event.waitUntil(takeNote(path, response.clone()).catch(() => undefined))
    return response
  })
  const kept = await keptPage(path)
  if (!kept) return fromNetwork.catch((error) => cleanInstead(path, error))
  event.waitUntil(fromNetwork.catch(() => undefined))
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS))
  const fresh = fromNetwork.then((response) => (response.status >= 500 ? kept : response))
  return Promise.race([fresh.catch(() => kept), patience])
}

/** Without a network, and where what changed is not kept: the edition as it reads. */
async function cleanInstead(path, error) {
  const kept = path === cleanOf(path) ? undefined : await keptPage(cleanOf(path))
  if (!kept) throw error
  return kept
}

/** A kept page; after the closing date there is none any more. */
async function keptPage(path) {
  const room = nameOf(sessionOf(path))
  if (!(await caches.has(room))) return undefined
  const cache = await caches.open(room)
  const closes = Number(await (await cache.match(CLOSES))?.text())
  if (closes && closes <= Date.now()) {
    await caches.delete(room)
    return undefined
  }
  return cache.match(path)
}

/**
 * Keeps a page of a reader who is known, and wipes the session where he is not: all of it, or when it is closed the
 * text alone, because the page shows first what did not arrive in time.
 */
async function takeNote(path, response) {
  if (response.type === 'opaqueredirect' || response.redirected) return
  const sessionId = sessionOf(path)
  const html = await response.text()
  if (response.ok && html.includes(`data-room="${sessionId}"`)) return keep(path, html, response)
  if (response.ok || response.status === 401 || response.status === 404 || response.status === 410) {
    await caches.delete(nameOf(sessionId))
    if (!html.includes(`data-room-closed="${sessionId}"`)) self.indexedDB.deleteDatabase(nameOf(sessionId))
  }
}

async function keep(path, html, response) {
  await Promise.all((html.match(NAMED) ?? []).map(keepFile))
  const headers = new Headers(response.headers)
  // The text is unpacked by now.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  const cache = await caches.open(nameOf(sessionOf(path)))
  await cache.put(path, new Response(html, { status: 200, headers }))
  // Until when they may be kept is none of them: it is never the oldest that goes.
  const keys = (await cache.keys()).filter(({ url }) => !url.endsWith(`/${CLOSES}`))
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await cache.delete(old)
}

/** The page that is open tells what may be kept: itself, and the chapters that its reader may open from here. */
async function keepAll(sessionId, closesAt, pages, assets) {
  const paths = pages.filter((path) => typeof path === 'string' && sessionOf(path) === sessionId)
  const files = assets
    .filter((asset) => typeof asset === 'string')
    .map((asset) => new URL(asset, self.location.origin))
    .filter((url) => url.origin === self.location.origin && url.pathname.startsWith(STATIC))
    .map((url) => url.pathname)
  if (paths.length === 0) return
  const cache = await caches.open(nameOf(sessionId))
  await cache.put(CLOSES, new Response(String(closesAt ? Date.parse(closesAt) : 0)))
  await Promise.all(files.map(keepFile))
  for (const [index, path] of paths.slice(0, MOST_PAGES).entries()) {
    // The first is the open page, which may have been loaded before this worker was there.
    if (index > 0 && (await cache.match(path))) continue
    const response = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => null)
    if (!response) return
    if (response.status < 500) await takeNote(path, response)
    if (!(await caches.has(nameOf(sessionId)))) return
  }
}

async function fromCacheFirst(request) {
  const files = await caches.open(STATIC_CACHE)
  const kept = await files.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await putFile(new URL(request.url).pathname, response.clone())
  return response
}

async function keepFile(file) {
  const files = await caches.open(STATIC_CACHE)
  if (await files.match(file, { ignoreVary: true })) return
  const response = await fetch(file).catch(() => null)
  if (!response?.ok) return
  if (file.endsWith('.css')) await keepFonts(file, await response.clone().text())
  await putFile(file, response)
}

/** Of the fonts of a style those with Latin letters: others are fetched when a page needs them. */
async function keepFonts(file, style) {
  const named = [...style.matchAll(FONTS)].map(
    ([, url]) => new URL(url, self.location.origin + file).pathname,
  )
  await Promise.all([...new Set(named)].filter((font) => /latin/.test(font)).map(keepFile))
}

async function putFile(key, response) {
  const files = await caches.open(STATIC_CACHE)
  await files.put(key, response)
  const keys = await files.keys()
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_STATIC))) await files.delete(old)
}
