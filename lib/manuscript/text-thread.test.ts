import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '@/lib/clock'
import { clockThatTells } from '@/tests/support/clock'
import { proseToUpdate } from '@/lib/prose/ydoc'
import { chapter } from '@/tests/support/prose'
import { openTextThread } from './text-thread'
import { doTextWork, doTextWorkHere } from './text-work'

const LONG = Array.from({ length: 4_000 }, (_, n) => `The ferry left at six on evening number ${n}.`)

let close: (() => Promise<void>) | undefined

afterEach(async () => {
  await close?.()
  close = undefined
})

describe('the text thread', () => {
  it('reads, counts and writes long texts as this thread would', async () => {
    close = openTextThread(systemClock)
    const bytes = new TextEncoder().encode(LONG.join('\n\n'))
    const here = doTextWorkHere('file', { bytes, fileName: 'ferry.txt' })
    const there = await doTextWork('file', { bytes, fileName: 'ferry.txt' })
    expect(there.map(({ title, words }) => [title, words])).toEqual(
      here.map(({ title, words }) => [title, words]),
    )
    const state = proseToUpdate(chapter(...LONG))
    expect(await doTextWork('words', { state })).toBe(LONG.length * 9)
    const file = await doTextWork('chapter', { format: 'txt', title: 'The Last Ferry', state })
    expect(new TextDecoder().decode(file.bytes)).toContain('evening number 3999.')
  })

  it('tells what is wrong with a file as this thread would', async () => {
    close = openTextThread(systemClock)
    const bytes = new Uint8Array(100_000).fill(7)
    await expect(doTextWork('file', { bytes, fileName: 'noise.txt' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'unsupported',
    })
  })

  it('gives up work that takes too long and goes on with the next', async () => {
    const { clock, begun } = clockThatTells(30_000)
    close = openTextThread(clock)
    const bytes = new TextEncoder().encode(LONG.join('\n\n'))
    const slow = doTextWork('file', { bytes, fileName: 'slow.txt' })
    const next = doTextWork('file', { bytes, fileName: 'next.txt' })
    await begun
    clock.advance(30_000)
    await expect(slow).rejects.toMatchObject({ code: 'invalid' })
    expect((await next).length).toBe(1)
  })

  it('refuses what still waits when the server goes down', async () => {
    const end = openTextThread(systemClock)
    const state = proseToUpdate(chapter(...LONG))
    const work = [doTextWork('words', { state }), doTextWork('words', { state })]
    const ends = Promise.allSettled(work)
    await end()
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
