import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Outbox, type Sent, type Waiting } from './outbox'
import { forgetRoom, openRoom, type RoomStore } from './room-store'

let room = 0
let store: RoomStore
let outbox: Outbox
/** What the server was sent, in order. */
let arrived: Waiting[]
let answer: Sent
let told: string[]
let now: number

const note = (id: string): Waiting => ({ kind: 'note', method: 'POST', path: '/notes', body: { id } })
const place = (paragraph: number, more: object = {}): Waiting => ({
  ...{ kind: 'progress', method: 'PUT', path: '/progress' },
  body: { editionId: 'ferry', paragraph, ...more },
})

function open(): Outbox {
  return new Outbox(
    store,
    (waiting) => {
      if (answer.state === 'done') arrived.push(waiting)
      return Promise.resolve(answer)
    },
    {
      changed: (all, notes) => told.push(`${all} wait, ${notes} notes`),
      sent: () => told.push('sent'),
      refused: (_waiting, detail) => told.push(`refused: ${detail}`),
      ended: () => told.push('ended'),
    },
    () => (now += 1),
  )
}

beforeEach(async () => {
  room += 1
  store = await openRoom(`room-${room}`)
  ;[arrived, told, answer, now] = [[], [], { state: 'unreachable' }, 1_000]
  outbox = open()
})

describe('what waits for the net', () => {
  it('is sent in the order in which it was done, also by the next page', async () => {
    await outbox.add(note('a'))
    await outbox.add(place(3))
    await outbox.add(note('b'))
    expect(told.at(-1)).toBe('3 wait, 2 notes')
    expect((await outbox.waiting('note')).map(({ body }) => body?.['id'])).toEqual(['a', 'b'])
    await outbox.flush()
    expect(arrived).toEqual([])
    answer = { state: 'done', view: null }
    await open().flush()
    expect(arrived.map(({ path, body }) => [path, body?.['id']])).toEqual([
      ['/notes', 'a'],
      ['/progress', undefined],
      ['/notes', 'b'],
    ])
    expect(await store.all('outbox')).toEqual([])
    expect(await outbox.waiting('answers')).toEqual([])
  })

  it('keeps only the last place, and what earlier reports said besides', async () => {
    await outbox.add(place(3, { seconds: 20 }))
    await outbox.add(place(9, { finished: true, seconds: 15 }))
    await outbox.add(place(4))
    answer = { state: 'done', view: null }
    await outbox.flush()
    expect(arrived).toEqual([place(4, { finished: true, seconds: 35 })])
  })

  it('does not change a report that is on its way', async () => {
    const answers: ((sent: Sent) => void)[] = []
    const sent: Waiting[] = []
    const slow = new Outbox(
      store,
      (waiting) => {
        sent.push(waiting)
        return new Promise((resolve) => answers.push(resolve))
      },
      { changed: () => {}, sent: () => {}, refused: () => {}, ended: () => {} },
    )
    await slow.add(place(3))
    const flushed = slow.flush()
    while (sent.length < 1) await store.all('outbox')
    await slow.add(place(5))
    answers[0]?.({ state: 'done', view: null })
    while (sent.length < 2) await store.all('outbox')
    answers[1]?.({ state: 'done', view: null })
    await flushed
    expect(sent).toEqual([place(3), place(5)])
  })

  it('lets go of what the server refuses, says so, and goes on', async () => {
    answer = { state: 'refused', detail: 'These words do not stand in this edition.' }
    await outbox.add(note('a'))
    await outbox.flush()
    expect(told).toContain('refused: These words do not stand in this edition.')
    expect(await store.all('outbox')).toEqual([])
  })

  it('stops when the reader has no place here any more', async () => {
    await outbox.add(note('a'))
    await outbox.flush()
    answer = { state: 'ended' }
    await outbox.flush()
    expect(told.at(-1)).toBe('ended')
    await forgetRoom(`room-${room}`)
    expect(await (await openRoom(`room-${room}`)).all('outbox')).toEqual([])
  })
})
