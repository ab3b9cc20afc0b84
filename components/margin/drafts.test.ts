import { afterEach, describe, expect, it, vi } from 'vitest'
import { draftKey, keepDraft, readDraft } from './drafts'

const key = draftKey('mara', { chapterId: 'tide' })
const note = { passage: null, body: 'The ferry stops twice here.', category: null }

/** A browser's storage with room for this many characters. */
function storageOf(room: number): Map<string, string> {
  const held = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => held.get(name) ?? null,
    removeItem: (name: string) => held.delete(name),
    setItem: (name: string, value: string) => {
      if (value.length > room) throw new DOMException('There is no room.', 'QuotaExceededError')
      held.set(name, value)
    },
  })
  return held
}

afterEach(() => {
  keepDraft(key, null)
  vi.unstubAllGlobals()
})

describe('a note that was begun', () => {
  it('is on the device until it is sent', () => {
    const held = storageOf(1_000)
    keepDraft(key, note)
    expect(held.has(key)).toBe(true)
    expect(readDraft(key)).toEqual(note)
    keepDraft(key, null)
    expect(held.size).toBe(0)
    expect(readDraft(key)).toBeNull()
  })

  it('stays with the page when the storage is full, and is not the older one that fitted', () => {
    storageOf(80)
    keepDraft(key, note)
    const longer = { ...note, body: 'The ferry stops twice here, and the second time nobody gets off.' }
    keepDraft(key, longer)
    expect(readDraft(key)).toEqual(longer)
    keepDraft(key, note)
    expect(readDraft(key)).toEqual(note)
  })

  it('stays with the page where the browser refuses its storage', () => {
    vi.stubGlobal('localStorage', undefined)
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Storage is refused.', 'SecurityError')
      },
    })
    keepDraft(key, note)
    expect(readDraft(key)).toEqual(note)
    keepDraft(key, null)
    expect(readDraft(key)).toBeNull()
  })
})
