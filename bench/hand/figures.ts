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
  add({ name: 'highlights on their words', unit: '', moreIsBetter: true }, visit.highlights)
  add({ name: 'letters missing', unit: '' }, visit.missingLetters)
}

function typingFigures({
  keysMs,
  longTasksMs,
  busy,
}: Stretch): [name: string, unit: string, value: number][] {
  return [
    ['key to paint p50', 'ms', percentile(keysMs, 0.5)],
    ['key to paint p95', 'ms', percentile(keysMs, 0.95)],
    ['slowest key', 'ms', Math.max(...keysMs)],
    ['longest task', 'ms', Math.max(0, ...longTasksMs)],
    ['long tasks', '', longTasksMs.length],
    ['main thread busy', '%', busy],
  ]
}

/** What `share` of the values do not exceed (nearest rank). @throws {RangeError} when there are none */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing.')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!
}
