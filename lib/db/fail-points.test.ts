import { describe, expect, it } from 'vitest'
import { parseFailPoints, passFailPoints } from './fail-points'

describe('fail points', () => {
  it('are read as they stand in the setting', () => {
    expect(parseFailPoints('row:io_error:2-5,committed:kill:3')).toEqual([
      { place: 'row', failure: 'io_error', first: 2, last: 5 },
      { place: 'committed', failure: 'kill', first: 3, last: 3 },
    ])
  })

  it.each(['', 'row', 'row:io_error', 'row:io_error:0', 'row:io_error:5-2', 'nowhere:kill:1', 'row:kill:1,'])(
    'are refused when they say “%s”',
    (setting) => {
      expect(() => parseFailPoints(setting)).toThrow('There is no fail point')
    },
  )

  it('fail from the first to the last pass of their own place, and never without one', () => {
    const pass = passFailPoints(parseFailPoints('commit:io_error:2-3'))
    const fails = (place: 'row' | 'commit') => {
      try {
        pass(place)
        return false
      } catch (error) {
        expect(error).toMatchObject({ code: 'SQLITE_IOERR_FSYNC' })
        return true
      }
    }
    expect([1, 2, 3, 4].map(() => fails('row'))).toEqual([false, false, false, false])
    expect([1, 2, 3, 4].map(() => fails('commit'))).toEqual([false, true, true, false])
    const never = passFailPoints([])
    expect(() => [1, 2, 3].forEach(() => never('commit'))).not.toThrow()
  })
})
