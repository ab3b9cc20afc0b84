import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '@/lib/clock'
import { proseToUpdate } from '@/lib/prose/ydoc'
import { clockThatTells } from '@/tests/support/clock'
import { chapter } from '@/tests/support/prose'
import { docWorkHere } from './doc-work'
import { openDocThreads, type DocThreads } from './doc-thread'
import { SYNC_LIMITS } from './limits'
import { checkChapter } from './structure'

const BOOK = proseToUpdate(
  chapter(...Array.from({ length: 400 }, (_, n) => `The ferry left at six on evening number ${n}.`)),
)

/** One text to compare: thousands of bytes one by one would take long. */
function digest(answer: unknown): string {
  return JSON.stringify(answer, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  )
}

let threads: DocThreads | undefined

afterEach(async () => {
  await threads?.close()
  threads = undefined
})

describe('the doc threads', () => {
  it('[SY61] read and judge as this thread would', async () => {
    threads = openDocThreads(systemClock)
    const here = docWorkHere(checkChapter)
    const blobs = [proseToUpdate(chapter('A chapter that is there.'))]
    const open = { blobs: [BOOK] }
    expect(digest(await threads.work('open', open))).toBe(digest(await here('open', open)))
    const slice = { state: BOOK }
    expect(digest(await threads.work('slice', slice))).toBe(digest(await here('slice', slice)))
    const examine = { blobs, update: BOOK, bounds: SYNC_LIMITS }
    const judged = await threads.work('examine', examine)
    expect(digest(judged)).toBe(digest(await here('examine', examine)))
    expect(judged).toMatchObject({ emitted: expect.any(Uint8Array) as Uint8Array })
    const text = new Y.Doc()
    text.getText('title').insert(0, 'Elsewhere.')
    const strange = { blobs, update: Y.encodeStateAsUpdate(text), bounds: SYNC_LIMITS }
    expect(await threads.work('examine', strange)).toEqual({ refusal: 'unknown_root' })
  })

  it('[SY61] give up an update that takes too long, and judge the next', async () => {
    const { clock, begun } = clockThatTells(5_000)
    threads = openDocThreads(clock)
    const ask = { blobs: [], update: BOOK, bounds: SYNC_LIMITS }
    const slow = threads.work('examine', ask)
    const next = threads.work('examine', ask)
    await begun
    clock.advance(5_000)
    await expect(slow).rejects.toMatchObject({ code: 'too_large' })
    expect(await next).toHaveProperty('emitted')
  })
})
