import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import * as Y from 'yjs'
import { markKept } from './kept-mark'

/** Name of the IndexedDB database that holds unsaved words and copies of chapters. */
export const LOCAL_DATABASE = 'scriptorium'

/** Chapters kept for reading and writing offline, per person; the ones opened longest ago go first. */
export const MAX_KEPT_CHAPTERS = 60

/** Recovery versions kept per chapter; the oldest go first. */
export const MAX_RECOVERIES = 10

/** Unsaved updates of one tab are merged into fewer rows beyond this number: an offline day is one row, not 20,000. */
export const MAX_UNSAVED_ROWS = 200

/** Updates are not merged into a row beyond this: a proxy that takes 1 MiB at once takes it row by row. */
export const MAX_ROW_BYTES = 512 * 1024

/** Why a recovery version exists: the copy could not be saved, or the server's history was replaced. */
export type RecoveryReason = 'rebase' | 'other_epoch' | 'refused'

/** A copy of a chapter that could not be saved as it was, kept on this device. */
export interface Recovery {
  id: number
  at: number
  reason: RecoveryReason
  /** Plain text of the copy (DESIGN §6). */
  text: string
}

/** What this device holds of a chapter, of one epoch. */
export interface KeptChapter {
  epoch: number
  /** The last state that was known to be on the server's disk; null when only unsaved words are here. */
  state: Uint8Array | null
  unsaved: { id: number; bytes: Uint8Array }[]
}

interface StateRow {
  userId: string
  chapterId: string
  epoch: number
  state: Uint8Array
  at: number
}

interface UnsavedRow {
  userId: string
  chapterId: string
  epoch: number
  bytes: Uint8Array
}

interface RecoveryRow extends StateRow {
  id?: number
  reason: RecoveryReason
  text: string
}

interface LocalSchema extends DBSchema {
  states: { key: [string, string, number]; value: StateRow; indexes: { byUser: string } }
  unsaved: {
    key: number
    value: UnsavedRow
    indexes: { byUser: string; byDoc: [string, string, number]; byChapter: [string, string] }
  }
  recoveries: { key: number; value: RecoveryRow; indexes: { byUser: string; byChapter: [string, string] } }
}

async function openLocal(): Promise<IDBPDatabase<LocalSchema>> {
  return openDB<LocalSchema>(LOCAL_DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore('states', { keyPath: ['userId', 'chapterId', 'epoch'] }).createIndex(
        'byUser',
        'userId',
      )
      const unsaved = db.createObjectStore('unsaved', { autoIncrement: true })
      unsaved.createIndex('byUser', 'userId')
      unsaved.createIndex('byDoc', ['userId', 'chapterId', 'epoch'])
      unsaved.createIndex('byChapter', ['userId', 'chapterId'])
      const recoveries = db.createObjectStore('recoveries', { keyPath: 'id', autoIncrement: true })
      recoveries.createIndex('byUser', 'userId')
      recoveries.createIndex('byChapter', ['userId', 'chapterId'])
    },
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
    },
  })
}

/**
 * What this device keeps of one person's chapters: the last saved state of each and every update that the server has
 * not acknowledged. Two tabs of one chapter are safe: each adds its own rows and removes only rows that it added or
 * has loaded and seen acknowledged. Methods reject when the browser refuses storage.
 */
export class LocalStore {
  private constructor(
    private db: IDBPDatabase<LocalSchema>,
    readonly userId: string,
  ) {}

  /** Opens the store of this person. Rejects where the browser has no IndexedDB (some private windows). */
  static async open(userId: string): Promise<LocalStore> {
    return new LocalStore(await openLocal(), userId)
  }

  /** Connects anew: browsers end connections by themselves, and one that failed may never work again. */
  async reopen(): Promise<void> {
    this.db.close()
    this.db = await openLocal()
  }

  /** What is kept of the chapter, of each epoch, the newest first; empty when nothing is. */
  async load(chapterId: string): Promise<KeptChapter[]> {
    const tx = this.db.transaction(['states', 'unsaved'])
    const states = await tx.objectStore('states').getAll(chapterRange(this.userId, chapterId))
    const unsaved = tx.objectStore('unsaved').index('byChapter')
    const [ids, rows] = await Promise.all([
      unsaved.getAllKeys([this.userId, chapterId]),
      unsaved.getAll([this.userId, chapterId]),
    ])
    await tx.done
    const numbered = rows.map(({ epoch, bytes }, i) => ({ id: ids[i] ?? 0, epoch, bytes }))
    const epochs = [...new Set([...states, ...rows].map((row) => row.epoch))].sort((a, b) => b - a)
    return epochs.map((epoch) => ({
      epoch,
      state: states.find((row) => row.epoch === epoch)?.state ?? null,
      unsaved: numbered.filter((row) => row.epoch === epoch).map(({ id, bytes }) => ({ id, bytes })),
    }))
  }

  /** Keeps a state that the server has on disk, and lets go of the chapters opened longest ago. */
  async keepState(chapterId: string, epoch: number, state: Uint8Array, now: number): Promise<void> {
    const tx = this.db.transaction('states', 'readwrite')
    await tx.store.put({ userId: this.userId, chapterId, epoch, state, at: now })
    const keys = await tx.store.index('byUser').getAllKeys(this.userId)
    if (keys.length > MAX_KEPT_CHAPTERS) {
      const rows = await tx.store.index('byUser').getAll(this.userId)
      rows.sort((a, b) => a.at - b.at)
      const surplus = rows.slice(0, rows.length - MAX_KEPT_CHAPTERS)
      await Promise.all(surplus.map((row) => tx.store.delete([row.userId, row.chapterId, row.epoch])))
      for (const row of surplus) markKept(row.chapterId, null)
    }
    await tx.done
    markKept(chapterId, this.userId)
  }

  /** Adds an update that the server does not have; the answer is the row to forget once it has. */
  async addUnsaved(chapterId: string, epoch: number, bytes: Uint8Array): Promise<number> {
    return this.db.add('unsaved', { userId: this.userId, chapterId, epoch, bytes })
  }

  /**
   * Puts one row in the place of each group, whose merged update it is, all in one step. The new rows follow one
   * another as the groups do: rows are sent in the order of their ids.
   */
  async mergeUnsaved(
    chapterId: string,
    epoch: number,
    groups: readonly (readonly { id: number; bytes: Uint8Array }[])[],
  ): Promise<{ id: number; bytes: Uint8Array }[]> {
    const tx = this.db.transaction('unsaved', 'readwrite')
    const merged = await Promise.all(
      groups.map(async (group) => {
        const bytes = Y.mergeUpdates(group.map((row) => row.bytes))
        return { id: await tx.store.add({ userId: this.userId, chapterId, epoch, bytes }), bytes }
      }),
    )
    await Promise.all(groups.flat().map((row) => tx.store.delete(row.id)))
    await tx.done
    return merged
  }

  /** Forgets rows that the server has acknowledged. */
  async forgetUnsaved(ids: readonly number[]): Promise<void> {
    const tx = this.db.transaction('unsaved', 'readwrite')
    await Promise.all(ids.map((id) => tx.store.delete(id)))
    await tx.done
  }

  /**
   * Keeps a copy that could not be saved and, in the same step, forgets the unsaved rows whose words it holds and
   * the state they stood on.
   */
  async keepRecovery(
    copy: { chapterId: string; epoch: number; state: Uint8Array; text: string; reason: RecoveryReason },
    rows: readonly number[],
    now: number,
  ): Promise<void> {
    const tx = this.db.transaction(['states', 'unsaved', 'recoveries'], 'readwrite')
    await tx.objectStore('recoveries').add({ ...copy, userId: this.userId, at: now })
    for (const id of rows) await tx.objectStore('unsaved').delete(id)
    await tx.objectStore('states').delete([this.userId, copy.chapterId, copy.epoch])
    const recoveries = tx.objectStore('recoveries')
    const ids = await recoveries.index('byChapter').getAllKeys([this.userId, copy.chapterId])
    for (const id of ids.slice(0, Math.max(0, ids.length - MAX_RECOVERIES))) await recoveries.delete(id)
    await tx.done
    markKept(copy.chapterId, null)
  }

  /** The recovery versions of a chapter, newest first. */
  async recoveries(chapterId: string): Promise<Recovery[]> {
    const rows = await this.db.getAllFromIndex('recoveries', 'byChapter', [this.userId, chapterId])
    return rows.reverse().map(({ id, at, reason, text }) => ({ id: id ?? 0, at, reason, text }))
  }

  /** Lets go of a recovery version, when its owner says that it is not needed any more. */
  async forgetRecovery(id: number): Promise<void> {
    await this.db.delete('recoveries', id)
  }

  close(): void {
    this.db.close()
  }
}

function chapterRange(userId: string, chapterId: string): IDBKeyRange {
  return IDBKeyRange.bound([userId, chapterId, 0], [userId, chapterId, Number.MAX_SAFE_INTEGER])
}

/** Prefix of the notes that were begun and not sent (`components/margin/drafts.ts`); the person's id follows. */
const DRAFTS = 'scriptorium.draft.'

function draftKeys(userId: string): string[] {
  if (typeof localStorage === 'undefined') return []
  return Object.keys(localStorage).filter((key) => key.startsWith(`${DRAFTS}${userId}.`))
}

/**
 * True while this device holds words of this person that no server has: unsaved ones, recovery versions, notes that
 * were begun. Ask before signing out.
 */
export async function hasUnsavedWords(userId: string): Promise<boolean> {
  if (draftKeys(userId).length > 0) return true
  const db = await openLocal()
  try {
    const counts = await Promise.all([
      db.countFromIndex('unsaved', 'byUser', userId),
      db.countFromIndex('recoveries', 'byUser', userId),
    ])
    return counts.some((count) => count > 0)
  } finally {
    db.close()
  }
}

/**
 * Wipes everything this device holds for this person: chapters, unsaved words, recovery versions, notes that were
 * begun, and the pages the service worker keeps. For sign-out; ask `hasUnsavedWords` first.
 */
export async function forgetEverything(userId: string): Promise<void> {
  for (const key of draftKeys(userId)) localStorage.removeItem(key)
  const db = await openLocal()
  try {
    const tx = db.transaction(['states', 'unsaved', 'recoveries'], 'readwrite')
    for (const key of await tx.objectStore('states').index('byUser').getAllKeys(userId)) {
      await tx.objectStore('states').delete(key)
      markKept(key[1], null)
    }
    for (const name of ['unsaved', 'recoveries'] as const) {
      const store = tx.objectStore(name)
      for (const key of await store.index('byUser').getAllKeys(userId)) await store.delete(key)
    }
    await tx.done
  } finally {
    db.close()
  }
  if (typeof caches === 'undefined') return
  const names = await caches.keys()
  const hold = names.filter((name) => name.startsWith(PAGE_CACHE) || name.startsWith(ROOM_CACHE))
  await Promise.all(hold.map((name) => caches.delete(name)))
}

/** Prefix of the caches that hold chapters of beta sessions (`public/read/sw.js`). */
export const ROOM_CACHE = 'reading-'

/** Prefix of the service worker's caches that hold pages of the signed-in person (`public/sw.js`). */
export const PAGE_CACHE = 'scriptorium-pages'
