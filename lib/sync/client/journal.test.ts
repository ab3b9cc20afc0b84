import * as Y from 'yjs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Journal, TRY_STORAGE_AGAIN_MS } from './journal'
import type { JournalStore } from './journal'
import { MAX_UNSAVED_ROWS } from './local-store'

let rows: Map<number, Uint8Array>
let isFailing: boolean
let reopened: number
let retries: { act: () => void; ms: number }[]
let worked: number

function store(): JournalStore {
  let last = 0
  const put = (bytes: Uint8Array) => {
    last += 1
    rows.set(last, bytes)
    return { id: last, bytes }
  }
  const unlessFailing = () => (isFailing ? Promise.reject(new Error('The disk is full.')) : Promise.resolve())
  return {
    addUnsaved: async (_chapterId, _epoch, bytes) => {
      await unlessFailing()
      return put(bytes).id
    },
    mergeUnsaved: async (_chapterId, _epoch, groups) => {
      await unlessFailing()
      for (const { id } of groups.flat()) rows.delete(id)
      return groups.map((group) => put(Y.mergeUpdates(group.map(({ bytes }) => bytes))))
    },
    forgetUnsaved: async (ids) => {
      await unlessFailing()
      for (const id of ids) rows.delete(id)
    },
    reopen: async () => {
      reopened += 1
      await unlessFailing()
    },
  }
}

function journal(): Journal {
  return new Journal(
    store(),
    { chapterId: 'tide', epoch: 1 },
    {
      changed: () => undefined,
      worksAgain: () => (worked += 1),
      later: (act, ms) => {
        const retry = { act, ms }
        retries.push(retry)
        return () => (retries = retries.filter((other) => other !== retry))
      },
    },
  )
}

/** Updates as a writer makes them: each stands on the one before. */
function edits(sentences: readonly string[]): Uint8Array[] {
  const doc = new Y.Doc()
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => made.push(update))
  for (const sentence of sentences) doc.getText().insert(doc.getText().length, sentence)
  return made
}

function wordsIn(updates: Iterable<Uint8Array>): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText().toString()
}

async function tryAgain(): Promise<void> {
  const all = retries
  retries = []
  for (const { act } of all) act()
  await vi.waitFor(() => expect(worked + retries.length).toBeGreaterThan(0))
}

beforeEach(() => {
  rows = new Map()
  isFailing = false
  reopened = 0
  retries = []
  worked = 0
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

describe('a journal whose storage fails', () => {
  it('tries again after some seconds and then keeps everything that is unsaved', async () => {
    const kept = journal()
    const [one, two, three] = edits(['The tide ', 'came in ', 'at four.']) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    kept.add(1, one)
    await kept.settled()
    isFailing = true
    kept.add(2, two)
    await kept.settled()
    kept.add(3, three)
    expect(kept.keptHere).toBe(false)
    expect(retries.map(({ ms }) => ms)).toEqual([TRY_STORAGE_AGAIN_MS])
    // The browser threw everything away meanwhile.
    rows.clear()
    isFailing = false
    await tryAgain()
    await kept.settled()
    expect(kept.keptHere).toBe(true)
    expect(reopened).toBe(1)
    expect(worked).toBe(1)
    expect(wordsIn(rows.values())).toBe('The tide came in at four.')
  })

  it('goes on trying while it fails, and forgets what was saved meanwhile', async () => {
    const kept = journal()
    const [one] = edits(['The tide.']) as [Uint8Array]
    kept.add(1, one)
    await kept.settled()
    isFailing = true
    kept.saved([1])
    await kept.settled()
    await tryAgain()
    await kept.settled()
    expect(kept.keptHere).toBe(false)
    expect(retries).toHaveLength(1)
    isFailing = false
    await tryAgain()
    await kept.settled()
    expect(kept.keptHere).toBe(true)
    expect(rows.size).toBe(0)
  })

  it('does not try again once it is stopped', async () => {
    const kept = journal()
    isFailing = true
    kept.add(1, edits(['The tide.'])[0] ?? new Uint8Array())
    await kept.stop()
    expect(retries).toEqual([])
  })
})

describe('the rows of a journal', () => {
  it('become few when they are many, hold the same words, and stay in order', async () => {
    const kept = journal()
    const made = edits(Array.from({ length: MAX_UNSAVED_ROWS + 5 }, (_, i) => `Line ${i}. `))
    for (const [i, bytes] of made.entries()) {
      kept.add(i + 1, bytes)
      await kept.settled()
    }
    expect(rows.size).toBeLessThan(10)
    expect(wordsIn(kept.parts)).toBe(wordsIn(made))
    expect(kept.rowIds).toEqual([...kept.rowIds].sort((a, b) => a - b))
  })

  it('do not grow into one that is too large to send', async () => {
    const kept = journal()
    const made = edits(['a', 'b', 'c'].map((letter) => letter.repeat(300 * 1024)))
    for (const [i, bytes] of made.entries()) kept.add(i + 1, bytes)
    await kept.settled()
    expect(rows.size).toBe(3)
    expect(wordsIn(kept.parts)).toBe(wordsIn(made))
  })

  it('keeps no row of words that were saved while another row was being taken away', async () => {
    const kept = journal()
    const [first, second] = edits(['The ferry stopped running.', ' Nobody spoke of it.'])
    kept.add(1, first ?? new Uint8Array())
    await kept.settled()
    kept.add(2, second ?? new Uint8Array())
    await kept.settled()
    expect(rows.size).toBe(2)
    kept.saved([1])
    kept.saved([2])
    await kept.settled()
    expect(rows.size).toBe(0)
  })
})
