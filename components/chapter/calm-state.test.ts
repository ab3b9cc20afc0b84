import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChapterState } from '@/lib/sync/client/open-chapter'
import type { Saving } from '@/lib/sync/client/saving'
import { CalmState, SAID_AFTER_MS } from './calm-state'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A chapter whose state the test sets, and what a page shows of it, each time that it changes. */
function shownOf() {
  let tell: () => void = () => undefined
  const chapter = {
    state: { phase: 'ready', saving: { state: 'saved' }, mayEdit: true } as ChapterState,
    subscribe: (listener: () => void) => {
      tell = listener
      return () => (tell = () => undefined)
    },
  }
  const calm = new CalmState(chapter)
  const seen: string[] = []
  const leave = calm.subscribe(() => seen.push(calm.read().saving.state))
  const becomes = (saving: Saving, more: Partial<ChapterState> = {}) => {
    chapter.state = { ...chapter.state, ...more, saving }
    tell()
  }
  return { becomes, seen, leave, calm }
}

describe('what a page shows of a chapter', () => {
  it('does not say that each letter was saved while somebody types on, and says it when he pauses', () => {
    const { becomes, seen } = shownOf()
    for (let key = 0; key < 20; key += 1) {
      becomes({ state: 'typed' })
      vi.advanceTimersByTime(10)
      becomes({ state: 'saved' })
      vi.advanceTimersByTime(SAID_AFTER_MS - 20)
    }
    expect(seen).toEqual(['typed'])
    vi.advanceTimersByTime(SAID_AFTER_MS)
    expect(seen).toEqual(['typed', 'saved'])
  })

  it('says everything else at once', () => {
    const { becomes, seen } = shownOf()
    becomes({ state: 'typed' })
    becomes({ state: 'saving' })
    becomes({ state: 'saved' })
    becomes({ state: 'typed' })
    becomes({ state: 'offline', unsaved: true, keptHere: true })
    expect(seen).toEqual(['typed', 'saving', 'saved', 'typed', 'offline'])
  })

  it('shows another change beside it at once, with the truth about the words', () => {
    const { becomes, seen, calm } = shownOf()
    becomes({ state: 'typed' })
    becomes({ state: 'saved' }, { mayEdit: false })
    expect(seen).toEqual(['typed', 'saved'])
    expect(calm.read().mayEdit).toBe(false)
  })

  it('says nothing more to who has gone', () => {
    const { becomes, seen, leave } = shownOf()
    becomes({ state: 'typed' })
    becomes({ state: 'saved' })
    leave()
    vi.advanceTimersByTime(SAID_AFTER_MS)
    expect(seen).toEqual(['typed'])
  })
})
