import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { WebSocket } from 'ws'
import { EXPORT_FORMATS } from '@/lib/export/registry'
import { encodeFrame } from '@/lib/sync/wire'
import { KEEPALIVE_FRAME } from '@/lib/sync/presence'
import { ROUTES } from './routes'

/** Who is recorded: a person with a token for scripts and a cookie for pages. */
export interface Recorded {
  cookie: string
  api: {
    call(method: string, path: string): Promise<{ status: number; bytes: Uint8Array; headers: Headers }>
  }
}

/** What stands for the braces of a path, by the folder before it or by its own name. Several values: each is asked for. */
export type Values = Record<string, readonly string[]>

/** Every path of this pattern, with `folder/{id}` filled by folder. @throws {Error} for a brace that nothing fills */
function pathsOf(pattern: string, values: Values): string[] {
  const brace = /(?:(\w[\w-]*)\/)?\{(\w+)\}/.exec(pattern)
  if (!brace) return [pattern]
  const [, folder = '', name = ''] = brace
  const fillings = (name === 'id' ? values[folder] : values[name]) ?? values[name]
  if (!fillings)
    throw new Error(`${pattern}: say in the test what {${name}} stands for, so that it is recorded too`)
  return fillings.flatMap((value) => pathsOf(pattern.replace(`{${name}}`, value), values))
}

/** In which all critique of a manuscript is collected. */
const CRITIQUE_FORMATS = ['json', 'md', 'csv']

const PAGES = join(import.meta.dirname, '../../app')

/** Every page on disk, as `/chapters/{id}/versions`. */
const PAGE_PATHS = readdirSync(PAGES, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name === 'page.tsx')
  .map((entry) =>
    `/${relative(PAGES, entry.parentPath)}`
      .replace(/\/\([^)]+\)/g, '')
      .replace(/\[(\w+)\]/g, '{$1}')
      .replace(/^$/, '/'),
  )

/** Queries that give more than the path alone. */
function queriesOf(path: string, values: Values): string[] {
  if (path.endsWith('/export')) return EXPORT_FORMATS.map((format) => `?format=${format}`)
  if (path.endsWith('/critique')) return CRITIQUE_FORMATS.map((format) => `?format=${format}`)
  if (path.endsWith('/agreement')) return ['', ...(values['rounds'] ?? []).map((id) => `?round=${id}`)]
  if (path.endsWith('/threads'))
    return ['', ...(values['q'] ?? []).map((q) => `?q=${q}`), '?status=settled', '?receipt=any']
  if (path.endsWith('/compare')) return (values['v'] ?? []).map((v) => `?from=${v}`)
  // Readers' own notes, and where those of earlier editions stand in each.
  if (/beta-sessions\/[^/]+\/notes$/.test(path))
    return ['', ...(values['editionId'] ?? []).map((id) => `?in=${id}`)]
  return ['']
}

/** Queries that make another page of one. */
function viewsOf(path: string): string[] {
  return /^\/read\/[^/]+\/[^/]+$/.test(path) ? ['', '?with=changes'] : ['']
}

/** What the data of a page says, without the time at which it was made, and at which whoever asks used his own token. */
function withoutNow(data: string): string {
  return data
    .replace(/lastUsedAt\\*": ?\\*"[^"\\]+/g, 'NOW')
    .replace(/\b1[6-9]\d{11}\b/g, 'NOW')
    .replace(/"\$D[^"]+"/g, '"NOW"')
    .replace(/"collectedAt": ?"[^"]+"|Collected \d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'NOW')
}

/** A script of a page: its data, or how its parts are put together, which depends on what was ready first. */
const SCRIPT = /<script\b[^>]*>(.*?)<\/script>/gs

/**
 * The words of a page's HTML. In which order its parts are sent, and the names of the parts, are not the same twice: of its
 * data only whole words count here, for the page's data is compared byte by byte beside it.
 */
function wordsOf(html: string): string {
  const goes = /NEXT_REDIRECT;[^"\\]+/.exec(html)
  if (goes) return goes[0]
  const plain = withoutNow(html).replace(/nonce\\*"?[:=]\\*"[^"\\]+/g, '')
  // How long ago is said by the clock alone: the times themselves are compared in the page's data.
  const shown = plain
    .replace(SCRIPT, ' ')
    .replace(/<time\b[^>]*>/g, '')
    .replace(/\bjust now\b|\b\d+ (?:min|h) ago\b/g, '')
  const data = [...plain.matchAll(SCRIPT)].map(([, script = '']) =>
    script.includes('__next_f') ? script : '',
  )
  const words = [
    ...(shown.match(/[\p{L}\p{N}_-]{3,}/gu) ?? []),
    ...(data.join(' ').match(/(?<![\p{L}\p{N}_-])\p{L}{4,}(?![\p{L}\p{N}_-])/gu) ?? []),
  ]
  return [...new Set(words)].sort().join(' ')
}

/**
 * Everything that somebody can read at this moment: each GET route on disk (a new one is recorded by itself), each page as
 * HTML and as the data of a navigation. By what was asked for.
 */
export async function readEverything(
  url: string,
  who: Recorded,
  values: Values,
): Promise<Map<string, string>> {
  const read = new Map<string, string>()
  const routes = ROUTES.filter((call) => call.startsWith('GET ')).map((call) => call.slice(4))
  for (const pattern of routes)
    for (const path of pathsOf(pattern, values))
      for (const query of queriesOf(path, values)) {
        const { status, bytes, headers } = await who.api.call('GET', path + query)
        const etag = headers.get('etag') ?? ''
        const said = withoutNow(Buffer.from(bytes).toString('latin1'))
        read.set(`GET ${path}${query}`, `${status} ${etag} ${said}`)
      }
  const pages = PAGE_PATHS.flatMap((pattern) => pathsOf(pattern, values))
  for (const path of pages.flatMap((one) => viewsOf(one).map((query) => one + query)))
    for (const rsc of [false, true]) {
      const response = await fetch(url + path, {
        redirect: 'manual',
        headers: { cookie: who.cookie, ...(rsc && { rsc: '1' }) },
      })
      const place = response.headers.get('location') ?? ''
      const text = await response.text()
      if (rsc) read.set(`data of ${path}`, `${response.status} ${place} ${withoutNow(text)}`)
      else read.set(`page ${path}`, `${response.status} ${place} ${wordsOf(text)}`)
    }
  return read
}

/** What was asked for and answered differently in two readings, each with where the answers part. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const asked = new Set([...before.keys(), ...after.keys()])
  return [...asked].flatMap((one) => {
    const [was, is] = [before.get(one) ?? '', after.get(one) ?? '']
    if (was === is) return []
    let at = 0
    while (was[at] === is[at]) at++
    const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60))
    return [`${one}: ${around(was)} became ${around(is)}`]
  })
}

/** A socket to a chapter of which every byte is kept. */
export interface Tap {
  /** Frames since the last `clear`, but for the empty one that keeps a line open. */
  readonly frames: Uint8Array[]
  /** Everything ever received, as text that can be searched. */
  heard(): string
  clear(): void
  /** Resolves with the first frame, from now on or since `clear`, that holds these words. */
  hears(words: string): Promise<void>
  /** Shows a cursor under this client id, as y-protocols' awareness does. */
  show(states: Uint8Array): void
  close(): void
}

const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Opens one. @param extensions asks for acknowledgements and notices, as our own pages do */
export async function tapOf(url: string, docId: string, token: string, extensions: boolean): Promise<Tap> {
  const all: Uint8Array[] = []
  const waiting = new Set<() => void>()
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/sync/${docId}${extensions ? '?x=1' : ''}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const tap = { frames: [] as Uint8Array[] }
  socket.on('message', (data: Buffer) => {
    const bytes = new Uint8Array(data)
    all.push(bytes)
    if (Buffer.compare(bytes, KEEPALIVE_FRAME) !== 0) tap.frames.push(bytes)
    for (const look of waiting) look()
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(encodeFrame({ type: 'step1', stateVector: new Uint8Array([0]) }))
  return {
    get frames() {
      return tap.frames
    },
    heard: () => all.map(asText).join('\n'),
    clear: () => {
      tap.frames = []
    },
    hears: (words) =>
      new Promise((resolve) => {
        const look = () => {
          if (!tap.frames.some((frame) => asText(frame).includes(words))) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    show: (states) => socket.send(encodeFrame({ type: 'awareness', states })),
    close: () => socket.close(),
  }
}
