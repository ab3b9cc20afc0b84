import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '@/tests/support/routes'
import { requestOf } from './access-requests'
import { PEOPLE, readTable } from './access-table'
import { openAccessWorld, type AccessWorld } from './access-world'

const ROWS = readTable()

describe('the access table', () => {
  it('has a row for every call on disk and for no other', () => {
    expect(ROUTES.length).toBeGreaterThan(20)
    expect([...new Set(ROWS.map(({ call }) => call))].sort()).toEqual([...ROUTES].sort())
  })

  describe('holds over HTTP', () => {
    let world: AccessWorld

    beforeAll(async () => {
      world = await openAccessWorld()
    }, 180_000)

    afterAll(() => world?.stop())

    it.each(ROWS)(
      '$call $variant',
      async ({ call, variant, expected }) => {
        const answered: Record<string, number> = {}
        for (const who of PEOPLE) {
          const { method, path, sent } = await requestOf(world, call, variant)
          const answer = await world.api[who].call(method, path, sent)
          answered[who] = answer.status
          if (answer.status >= 400)
            expect(answer.headers.get('content-type'), `${who}: an error is a problem`).toBe(
              'application/problem+json',
            )
        }
        expect(answered).toEqual(expected)
      },
      120_000,
    )
  })
})
