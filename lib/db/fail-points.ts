/**
 * Where an append to the update log can be made to fail, in the order in which it passes them: before each row is
 * written, when all rows are written and nothing is committed, and when it is committed and nobody has been told.
 */
const PLACES = ['row', 'commit', 'committed'] as const
export type FailPlace = (typeof PLACES)[number]

/** `kill` ends the whole process at once; `io_error` is what SQLite says when a write or a sync fails. */
export type Failure = 'kill' | 'io_error'

/** Fails from the `first` to the `last` time that a place is passed, counted from 1 for each place. */
export interface FailPoint {
  place: FailPlace
  failure: Failure
  first: number
  last: number
}

const FAIL_POINT = /^(row|commit|committed):(kill|io_error):([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$/

/**
 * Reads fail points as they stand in a setting: `commit:kill:3`, `row:io_error:2-5`, several with commas between them.
 * @throws {Error} with a sentence that names the first that cannot be read
 */
export function parseFailPoints(setting: string): FailPoint[] {
  return setting.split(',').map((written) => {
    const [, place, failure, first, last = first] = FAIL_POINT.exec(written) ?? []
    if (!first || Number(last) < Number(first))
      throw new Error(`There is no fail point “${written}”: it is PLACE:FAILURE:FIRST-LAST`)
    const at = { place: place as FailPlace, failure: failure as Failure }
    return { ...at, first: Number(first), last: Number(last) }
  })
}

/** What SQLite throws, by way of better-sqlite3, when the system refuses a write or a sync. */
class InjectedIoError extends Error {
  readonly code = 'SQLITE_IOERR_FSYNC'
  constructor(place: FailPlace, pass: number) {
    super(`disk I/O error (fail point ${place}, pass ${pass})`)
  }
}

/**
 * Counts how often each place is passed and fails where it was told to; nothing ever fails without fail points.
 * @returns to be called at each place; throws for `io_error`, and does not come back from `kill`
 */
export function passFailPoints(points: readonly FailPoint[]): (place: FailPlace) => void {
  const passes = { row: 0, commit: 0, committed: 0 }
  return (place) => {
    const pass = ++passes[place]
    const here = points.find((point) => point.place === place && pass >= point.first && pass <= point.last)
    if (here?.failure === 'kill') process.kill(process.pid, 'SIGKILL')
    if (here) throw new InjectedIoError(place, pass)
  }
}
