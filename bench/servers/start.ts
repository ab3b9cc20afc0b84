import type { BenchServer, ServerName, StartOptions } from './contract'
import { startHocuspocus } from './hocuspocus'
import { startScriptorium } from './scriptorium'
import { startYWebsocket } from './y-websocket'

/** Starts one of the servers with empty docs. @throws {Error} with what it printed, when it does not start */
export function startNamed(name: ServerName, options: StartOptions): Promise<BenchServer> {
  switch (name) {
    case 'scriptorium':
      return startScriptorium(options)
    case 'hocuspocus':
      return startHocuspocus(options)
    case 'y-websocket':
      return startYWebsocket(options)
  }
}
