/** A moment of a history: rows that were written without a pause. */
export interface Moment {
  /** Its first and last log position. */
  readonly fromSeq: number
  readonly toSeq: number
  /** When its first and its last row were written, in milliseconds since 1970. */
  readonly since: number
  readonly at: number
  /** Who wrote; null for those whose account was deleted. */
  readonly authorIds: readonly (string | null)[]
  /** What came before it is not kept. */
  readonly isAfterGap: boolean
}

/** A pause of so long ends a moment … */
export const MOMENT_PAUSE_MS = 20_000
/** … and so many rows, about a minute of typing, or so much time. */
export const MOMENT_ROWS = 200
export const MOMENT_LONGEST_MS = 60_000

/** What a moment needs to know of a row. */
interface MomentRow {
  readonly seq: number
  readonly authorId: string | null
  readonly at: number
}

/** Adds a row to the last moment, or begins the next one. What a chapter began with (row 1) is a moment of its own. */
export function addToMoments(moments: Moment[], { seq, authorId, at }: MomentRow): void {
  const last = moments.at(-1)
  const goesOn =
    last !== undefined &&
    last.toSeq > 1 &&
    last.toSeq === seq - 1 &&
    at - last.at <= MOMENT_PAUSE_MS &&
    at - last.since <= MOMENT_LONGEST_MS &&
    seq - last.fromSeq < MOMENT_ROWS
  if (goesOn) moments[moments.length - 1] = together(last, { ...last, toSeq: seq, at, authorIds: [authorId] })
  else {
    const isAfterGap = seq > (last?.toSeq ?? 0) + 1
    moments.push({ fromSeq: seq, toSeq: seq, since: at, at, authorIds: [authorId], isAfterGap })
  }
}

function together(a: Moment, b: Moment): Moment {
  return { ...a, toSeq: b.toSeq, at: b.at, authorIds: [...new Set([...a.authorIds, ...b.authorIds])] }
}

/** At most `most` moments: the same number of neighbours becomes one each time, never across a gap; the newest stay. */
export function fewerMoments(moments: readonly Moment[], most: number): Moment[] {
  // The first and those after gaps begin anew, whatever came before.
  const alone = moments.filter(({ isAfterGap }) => isAfterGap).length + 1
  const each = Math.ceil(moments.length / Math.max(most - alone, 1))
  const left: Moment[] = []
  let joined = 0
  for (const moment of moments) {
    const last = left.at(-1)
    if (last && joined < each && last.toSeq > 1 && !moment.isAfterGap) {
      left[left.length - 1] = together(last, moment)
      joined += 1
    } else {
      left.push(moment)
      joined = 1
    }
  }
  return left.slice(-most)
}
