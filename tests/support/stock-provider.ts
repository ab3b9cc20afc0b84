import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

/** A stock y-websocket provider in Node, as a script of anybody's would use it. */
export interface StockProvider {
  doc: Y.Doc
  provider: WebsocketProvider
  /** Resolves when the provider says it is synced. @throws {Error} when the connection is refused for good */
  synced(): Promise<void>
  /** Adds a paragraph at the end of the chapter. */
  type(words: string): void
  /** The chapter's text blocks. */
  blocks(): string[]
  close(): void
}

/** Connects to a doc with a bearer token. The provider retries by itself until `close`. */
export function stockProvider(url: string, docId: string, token: string | null): StockProvider {
  const doc = new Y.Doc()
  class WithToken extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, token ? { headers: { authorization: `Bearer ${token}` } } : {})
    }
  }
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, docId, doc, {
    WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  const fragment = doc.getXmlFragment('default')
  return {
    doc,
    provider,
    synced: () =>
      new Promise((resolve, reject) => {
        if (provider.synced) return resolve()
        provider.once('sync', () => resolve())
        provider.once('connection-error', () => reject(new Error('The connection was refused')))
      }),
    type(words) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(words)])
      fragment.insert(fragment.length, [paragraph])
    },
    blocks: () =>
      fragment.toArray().map((block) =>
        (block as Y.XmlElement)
          .toArray()
          .map((text) => (text as Y.XmlText).toString())
          .join(''),
      ),
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}

/** Resolves once `doc` satisfies `isThere`, looking after each change. The test's own timeout bounds it. */
export function whenDoc(doc: Y.Doc, isThere: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isThere()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}
