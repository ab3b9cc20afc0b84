import type { HandFigure, HandRows } from './report'
import type { SideName } from './side'
import { PACES, type Stretch } from './stretch'
import type { Visit } from './visit'

/** Puts what a visit showed into the rows. */
export function record(rows: HandRows, side: SideName, words: number, visit: Visit): void {
  const add = (figure: Omit<HandFigure, 'words' | 'isSlowed'>, value: number, isSlowed = false) =>
    rows.add(side, { words, isSlowed, ...figure }, value)
  add({ name: 'navigation to editable text', unit: 'ms' }, visit.navigationMs)
  add({ name: 'script of the page, gzip', unit: 'kB' }, visit.scriptBytes / 1000)
  for (const pace of PACES)
    for (const [name, unit, value] of typingFigures(visit.stretches.get(pace)!))
      add({ name, unit }, value, pace > 1)
  const { threads } = visit
  const goal = { kind: 'least', value: threads } as const
  add({ name: 'highlights on their words', unit: '', moreIsBetter: true, goal }, visit.highlights)
  const [first] = visit.placingsMs
  const last = visit.placingsMs.at(-1)
  if (first !== undefined) add({ name: 'placing all notes on opening', unit: 'ms' }, first)
  if (last !== undefined) add({ name: 'placing all notes after typing', unit: 'ms' }, last)
  add({ name: 'letters missing', unit: '' }, visit.missingLetters)
}

function typingFigures({
  keysMs,
  longTasksMs,
  layoutsMs,
  busy,
}: Stretch): [name: string, unit: string, value: number][] {
  return [
    ['key to paint p50', 'ms', percentile(keysMs, 0.5)],
    ['key to paint p95', 'ms', percentile(keysMs, 0.95)],
    ['slowest key', 'ms', Math.max(...keysMs)],
    ['longest task', 'ms', Math.max(0, ...longTasksMs)],
    ['long tasks', '', longTasksMs.length],
    ['main thread busy', '%', busy],
    ...(layoutsMs.length > 0
      ? ([['layout of the margin p95', 'ms', percentile(layoutsMs, 0.95)]] as [string, string, number][])
      : []),
  ]
}

/** What `share` of the values do not exceed (nearest rank). @throws {RangeError} when there are none */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing.')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!
}
