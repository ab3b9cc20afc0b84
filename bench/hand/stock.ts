import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startYWebsocket } from '@/bench/servers/y-websocket'
import { bundled } from './bundle'
import { COLOURS, OWN_NAME } from './people'
import type { Side } from './side'

/** The stock page on a server of its own, with `@y/websocket-server` behind it. */
export async function startStock(): Promise<Side> {
  const script = await bundled('stock-page.ts')
  const html = readFileSync(join(import.meta.dirname, 'stock-page.html'))
  const marks = new Map<string, string>()
  const files = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stock.example')
    const room = pathname.startsWith('/marks/') ? marks.get(pathname.slice('/marks/'.length)) : undefined
    if (pathname === '/') response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
    else if (pathname === '/page.js') response.setHeader('content-type', 'text/javascript').end(script)
    else if (room) response.setHeader('content-type', 'application/json').end(room)
    else response.writeHead(404).end()
  })
  const server = await startYWebsocket({ docs: 0 })
  files.listen(0, '127.0.0.1')
  await once(files, 'listening')
  const { port } = files.address() as AddressInfo
  return {
    name: 'stock',
    get target() {
      return server.target
    },
    output: () => server.output(),
    async open({ updates, clocks, passages }, load) {
      const docId = randomUUID()
      await load.run('fillDoc', server.target, { docId, updates, clocks })
      const threads = passages.map((_, i) => `thread-${i}`)
      const standing = passages.map(({ from, to }, i) => ({ thread: threads[i], from, to }))
      marks.set(docId, JSON.stringify(standing))
      const asked = new URLSearchParams({
        room: docId,
        server: `ws://127.0.0.1:${server.target.port}`,
        name: OWN_NAME,
        colour: COLOURS.at(-1)!,
      })
      return { docId, url: `http://127.0.0.1:${port}/?${asked}`, cookies: [], threads }
    },
    async stop() {
      files.closeAllConnections()
      await new Promise((resolve) => files.close(resolve))
      await server.stop()
    },
  }
}
