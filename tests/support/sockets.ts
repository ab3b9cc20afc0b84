import type { Line, Socket } from '@/lib/sync/connection'

/** A WebSocket in memory. Nothing moves until the test moves it. */
export interface MemorySocket extends Socket {
  /** What the server has sent, oldest first; a test takes frames out of it. */
  readonly sent: Uint8Array[]
  /** How the server closed it, null while it is open. */
  closedWith: { code: number; reason: string } | null
  isPaused: boolean
  /** What the server is told it has buffered. */
  buffered: number
  /** A frame from the client arrives. */
  deliver(bytes: Uint8Array): void
  /** The client goes away. */
  hangUp(): void
}

/** Opens a socket that nobody listens to yet. */
export function memorySocket(): MemorySocket {
  let line: Line | null = null
  const socket: MemorySocket = {
    sent: [],
    closedWith: null,
    isPaused: false,
    buffered: 0,
    listen(ears) {
      line = ears
    },
    send(bytes) {
      socket.sent.push(bytes)
    },
    close(code, reason) {
      socket.closedWith ??= { code, reason }
    },
    pause() {
      socket.isPaused = true
    },
    resume() {
      socket.isPaused = false
    },
    bufferedAmount: () => socket.buffered,
    deliver: (bytes) => line?.received(bytes),
    hangUp: () => line?.closed(),
  }
  return socket
}

/** Lets everything that waits for promises go on, until nothing more happens by itself. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}
