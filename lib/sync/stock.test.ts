import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { admissionOf, CHAPTER, textOf } from '@/tests/support/writers'
import { systemClock } from '@/lib/clock'
import { SYNC_LIMITS } from './limits'
import { openMemoryLog } from './memory-log'
import { openRooms } from './rooms'
import type { Rooms } from './rooms'
import { openSocketServer, wsSocket } from './ws-socket'

/** Names that may only read at this desk. */
const READERS = ['ines']

describe('a stock y-websocket provider', () => {
  let server: Server
  let rooms: Rooms
  let url: string
  const log = openMemoryLog()
  const providers: WebsocketProvider[] = []

  beforeEach(async () => {
    log.create(CHAPTER)
    rooms = openRooms({ log, clock: systemClock, limits: { keepaliveMs: 40, sweepMs: 10 } })
    const sockets = openSocketServer(SYNC_LIMITS)
    server = createServer()
    server.on('upgrade', (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://desk')
      const userId = searchParams.get('as') ?? 'mara'
      const canEdit = !READERS.includes(userId)
      const docId = pathname.slice('/sync/'.length)
      sockets.handleUpgrade(request, socket, head, (ws) => {
        rooms.connect(wsSocket(ws, socket), admissionOf(userId, { docId, canEdit, wantsExtensions: false }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sync`
  })

  afterEach(async () => {
    for (const provider of providers.splice(0)) provider.destroy()
    await rooms.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  function provide(as: string, doc = new Y.Doc()): WebsocketProvider {
    const provider = new WebsocketProvider(url, CHAPTER, doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      params: { as },
    })
    providers.push(provider)
    return provider
  }

  const synced = (provider: WebsocketProvider) =>
    new Promise<void>((resolve) => {
      if (provider.synced) return resolve()
      provider.once('sync', () => resolve())
    })

  /** Resolves as soon as the doc says so. */
  const says = (doc: Y.Doc, words: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!textOf(doc).includes(words)) return
        doc.off('update', look)
        resolve()
      }
      doc.on('update', look)
      look()
    })

  function write(doc: Y.Doc, words: string): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    doc.getXmlFragment('default').push([paragraph])
  }

  it('[SY43] converges with another, and what it saw is stored', async () => {
    const mara = provide('mara')
    const tomas = provide('tomas')
    await Promise.all([synced(mara), synced(tomas)])
    write(mara.doc, 'The ferry left without her.')
    write(tomas.doc, 'He watched it go.')
    await Promise.all([says(mara.doc, 'He watched'), says(tomas.doc, 'The ferry')])
    expect(textOf(mara.doc)).toBe(textOf(tomas.doc))
    const late = provide('odile')
    await synced(late)
    expect(textOf(late.doc)).toBe(textOf(mara.doc))
    const stored = new Y.Doc()
    for (const row of log.rowsOf(CHAPTER)) Y.applyUpdate(stored, row.bytes)
    expect(textOf(stored)).toBe(textOf(mara.doc))
  })

  it('[SY43] brings the words it wrote offline, and comes back after a cut', async () => {
    const doc = new Y.Doc()
    write(doc, 'Written on the train.')
    const mara = provide('mara', doc)
    await synced(mara)
    const tomas = provide('tomas')
    await synced(tomas)
    await says(tomas.doc, 'on the train')
    mara.disconnect()
    write(doc, 'And in the tunnel.')
    mara.connect()
    await says(tomas.doc, 'in the tunnel')
  })

  it('[SY25] hears from the server while it types nothing and nobody else is there', async () => {
    const mara = provide('mara')
    await synced(mara)
    const ws = mara.ws as unknown as WebSocket
    for (let heard = 0; heard < 5; heard++) {
      await new Promise((resolve) => ws.once('message', resolve))
    }
    expect(mara.wsconnected).toBe(true)
    expect(mara.ws).toBe(ws)
  })

  it('[SY24] sees others’ cursors under their true names, and its echoes do no harm', async () => {
    const mara = provide('mara')
    const tomas = provide('tomas')
    await Promise.all([synced(mara), synced(tomas)])
    const seen = new Promise<void>((resolve) => {
      // She may be there already when we begin to look.
      const look = () => {
        const state = tomas.awareness.getStates().get(mara.doc.clientID) as
          { user?: { name: string } } | undefined
        if (state?.user?.name === 'mara of the workshop') resolve()
      }
      tomas.awareness.on('update', look)
      look()
    })
    mara.awareness.setLocalStateField('user', { name: 'Tomas Oyelaran' })
    await seen
    const gone = new Promise<void>((resolve) => {
      tomas.awareness.on('change', ({ removed }: { removed: number[] }) => {
        if (removed.includes(mara.doc.clientID)) resolve()
      })
    })
    mara.destroy()
    await gone
    expect(tomas.wsconnected).toBe(true)
    expect(rooms.counters().refused_presence).toBeUndefined()
  })

  it('[SY4] of a reader reads along, and what it writes reaches nobody', async () => {
    const mara = provide('mara')
    const ines = provide('ines')
    await Promise.all([synced(mara), synced(ines)])
    write(ines.doc, 'A reader’s own idea.')
    write(mara.doc, 'The author’s words.')
    await says(ines.doc, 'author')
    expect(textOf(mara.doc)).toBe('The author’s words.')
    expect(ines.wsconnected).toBe(true)
  })

  it('[SY39] stays away when it sent what no editor sends', async () => {
    const odile = provide('odile')
    await synced(odile)
    const closed = new Promise<{ code: number }>((resolve) => odile.once('closed', resolve))
    odile.doc.getMap('settings').set('admin', true)
    expect((await closed).code).toBe(4400)
    expect(odile.shouldConnect).toBe(false)
  })

  it('[SY2] beside it, frames that are too large or in too many pieces end only their own socket', async () => {
    const mara = provide('mara')
    await synced(mara)
    const open = async () => {
      const ws = new WebSocket(`${url}/${CHAPTER}?as=odile`)
      ws.on('error', () => ws.terminate())
      await new Promise((resolve) => ws.once('open', resolve))
      return ws
    }
    const closeOf = (ws: WebSocket) => new Promise<number>((resolve) => ws.once('close', resolve))
    const large = await open()
    const largeClosed = closeOf(large)
    large.send(new Uint8Array(SYNC_LIMITS.frameBytes + 1))
    expect(await largeClosed).toBeGreaterThan(1000)
    const pieces = await open()
    const piecesClosed = closeOf(pieces)
    for (let i = 0; i <= SYNC_LIMITS.fragments; i++) pieces.send(new Uint8Array([0]), { fin: false })
    expect(await piecesClosed).toBeGreaterThan(1000)
    const talk = await open()
    const talkClosed = closeOf(talk)
    talk.send('good evening')
    expect(await talkClosed).toBe(1003)
    expect(mara.wsconnected).toBe(true)
  })
})
