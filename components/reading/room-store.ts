import { deleteDB, openDB } from 'idb'

/**
 * What a device keeps of one beta session: what waits to be sent, the reader's own notes, unfinished words, his places.
 * Each session has a database of its own, so that it is wiped by deleting that; `public/read/sw.js` does so too.
 */
export type Shelf = 'outbox' | 'notes' | 'drafts' | 'places'

const SHELVES: readonly Shelf[] = ['outbox', 'notes', 'drafts', 'places']

/** Values by shelf and key; what is read is what was put. Lists come in the order of their keys. */
export interface RoomStore {
  /** False where the browser refuses storage: then nothing outlives the page. */
  readonly isKept: boolean
  read<Value>(shelf: Shelf, key: string): Promise<Value | undefined>
  all<Value>(shelf: Shelf): Promise<Value[]>
  put(shelf: Shelf, key: string, value: unknown): Promise<void>
  drop(shelf: Shelf, key: string): Promise<void>
  /** Nothing is kept any more, and being wiped is no news. */
  close(): void
}

/** Name of a session's database, and the prefix of its caches in `public/read/sw.js`. */
export function roomName(sessionId: string): string {
  return `reading-${sessionId}`
}

function inMemory(): RoomStore {
  const shelves = new Map(SHELVES.map((shelf) => [shelf, new Map<string, unknown>()]))
  const on = (shelf: Shelf) => shelves.get(shelf) ?? new Map<string, unknown>()
  return {
    isKept: false,
    read: <Value>(shelf: Shelf, key: string) => Promise.resolve(on(shelf).get(key) as Value | undefined),
    all: <Value>(shelf: Shelf) =>
      Promise.resolve([...on(shelf)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value as Value)),
    put: (shelf, key, value) => Promise.resolve(void on(shelf).set(key, value)),
    drop: (shelf, key) => Promise.resolve(void on(shelf).delete(key)),
    close: () => undefined,
  }
}

/**
 * Opens what the device keeps of a session; where it may keep nothing, a store that lasts as long as the page.
 * @param wiped called when somebody else wipes it: another tab, or the service worker
 */
export async function openRoom(sessionId: string, wiped: () => void = () => undefined): Promise<RoomStore> {
  try {
    const db = await openDB(roomName(sessionId), 1, {
      upgrade: (fresh) => SHELVES.forEach((shelf) => fresh.createObjectStore(shelf)),
      blocking: (_current, _blocked, event) => {
        ;(event.target as IDBDatabase).close()
        wiped()
      },
    })
    return {
      isKept: true,
      read: <Value>(shelf: Shelf, key: string) => db.get(shelf, key) as Promise<Value | undefined>,
      all: <Value>(shelf: Shelf) => db.getAll(shelf) as Promise<Value[]>,
      put: async (shelf, key, value) => void (await db.put(shelf, value, key)),
      drop: (shelf, key) => db.delete(shelf, key),
      close: () => db.close(),
    }
  } catch (error) {
    console.warn('This device keeps nothing of what is read.', error)
    return inMemory()
  }
}

/** Wipes all that the device keeps of a session: its text, and what its reader wrote and did not send. */
export async function forgetRoom(sessionId: string): Promise<void> {
  const wipes: Promise<unknown>[] = []
  if (typeof indexedDB !== 'undefined') wipes.push(deleteDB(roomName(sessionId)))
  if (typeof caches !== 'undefined') wipes.push(caches.delete(roomName(sessionId)))
  await Promise.all(wipes)
}
