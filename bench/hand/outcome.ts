import type { Load } from '@/bench/clients/load'
import type { Target } from '@/bench/servers/contract'
import type { Placing, Shown } from './page-watch'
import { standings, textOf, type Standing } from './passages'
import type { Opened, Prepared } from './side'
import { ask, until, type Window } from './window'

/** What became of the chapter. */
export interface Outcome {
  /** Threads whose highlight reads their words and begins where these stand. */
  highlights: number
  /** Letters that somebody typed and that the server or the page does not have. */
  missingLetters: number
  /** How long placing all threads took, the first time and each time since, ms; none on a page that does not place. */
  placingsMs: number[]
}

interface Ended {
  window: Window
  load: Load
  target: Target
  opened: Opened
  prepared: Prepared
  /** What was typed, a piece for each place. */
  typed: readonly string[]
}

/** How long words may be under way once nobody types, ms; and how long highlights may take to stand, after that. */
const ARRIVE_MS = 60_000
const STAND_MS = 10_000

/** Waits until page and server agree on everything that was typed, or for a minute, and counts what is there. */
export async function outcome({ window, load, target, opened, prepared, typed }: Ended): Promise<Outcome> {
  const before = textOf(prepared.state)
  let state = prepared.state
  let missingLetters = typed.join('').length
  await until(async () => {
    const answer = await load.run('stateOf', target, { docId: opened.docId })
    state = Buffer.from(answer, 'base64')
    missingLetters = lettersMissing(before, typed, textOf(state), await ask<string>(window.page, 'text()'))
    return missingLetters === 0 ? true : null
  }, ARRIVE_MS)
  const wanted = standings(state, prepared.passages)
  let highlights = 0
  await until(async () => {
    highlights = standingRight(await ask<Shown[]>(window.page, 'shown()'), opened.threads, wanted)
    return highlights === wanted.length ? true : null
  }, STAND_MS)
  const placings = await ask<Placing[]>(window.page, 'placings()')
  const ofAll = placings.filter(({ notes }) => notes === wanted.length)
  return { highlights, missingLetters, placingsMs: ofAll.map(({ ms }) => ms) }
}

/**
 * How many letters are missing, or too many, in the server's or the page's text.
 * @param before the text before anybody typed
 * @param typed what was typed, a piece for each place
 */
export function lettersMissing(
  before: string,
  typed: readonly string[],
  server: string,
  page: string,
): number {
  const length = before.length + typed.join('').length
  const lost = (text: string) =>
    Math.max(Math.abs(length - text.length), typed.filter((piece) => !text.includes(piece)).join('').length)
  return Math.max(lost(server), lost(page), server === page ? 0 : 1)
}

/** How many threads have a highlight that reads their words and begins where they stand. */
export function standingRight(
  shown: readonly Shown[],
  threads: readonly string[],
  wanted: readonly Standing[],
): number {
  const byThread = new Map(shown.map((one) => [one.thread, one]))
  return wanted.filter(({ quote, from }, i) => {
    const there = byThread.get(threads[i] ?? '')
    return there?.text === quote && there.from === from
  }).length
}
