import { median } from '@/bench/figures'
import { judge, wordsOf, type Goal } from '@/bench/goals'
import { rounded } from '@/bench/report'
import { goalFor } from './goals'
import type { SideName } from './side'

/** A figure of a chapter of so many words. Less is better unless it says otherwise. */
export interface HandFigure {
  words: number
  isSlowed: boolean
  name: string
  unit: string
  moreIsBetter?: boolean
  /** A goal that depends on what was measured. */
  goal?: Goal
}

/** A figure with what each round showed, by side. */
export interface HandRow {
  figure: HandFigure
  values: Partial<Record<SideName, number[]>>
}

/** A figure with the medians, ours divided by stock's, and what became of the goal. */
export interface HandLine {
  figure: HandFigure
  medians: Partial<Record<SideName, number>>
  ratio: number | null
  goal: string | null
  verdict: string | null
}

/** Collects figures of rounds, in the order in which they first came. */
export class HandRows {
  readonly #rows = new Map<string, HandRow>()

  add(side: SideName, figure: HandFigure, value: number): void {
    const key = `${stepOf(figure)}/${figure.name}`
    const row = this.#rows.get(key) ?? { figure, values: {} }
    this.#rows.set(key, row)
    const values = (row.values[side] ??= [])
    values.push(value)
  }

  get all(): HandRow[] {
    return [...this.#rows.values()].sort(
      (a, b) => a.figure.words - b.figure.words || Number(a.figure.isSlowed) - Number(b.figure.isSlowed),
    )
  }
}

export function handLineOf({ figure, values }: HandRow): HandLine {
  const medians: Partial<Record<SideName, number>> = {}
  for (const [side, all] of Object.entries(values) as [SideName, number[]][]) medians[side] = median(all)
  const { ours, stock } = medians
  const goal = goalFor(figure)
  const ratio = ours === undefined || stock === undefined || stock === 0 ? null : ours / stock
  const verdict = goal && ours !== undefined ? judge(goal, ours, stock ?? null) : null
  return { figure, medians, ratio, goal: goal && wordsOf(goal), verdict }
}

const HEAD = '| step | figure | ours | stock | ratio | goal | |'
const RULE = '| --- | --- | ---: | ---: | ---: | --- | --- |'

/** The figures as a Markdown table. */
export function handTable(rows: readonly HandRow[]): string {
  const lines = rows.map(handLineOf).map(({ figure, medians: { ours, stock }, ratio, goal, verdict }) => {
    const number = (value: number | undefined) => (value === undefined ? 'none' : numberOf(value, figure))
    const cells = [
      ...[stepOf(figure), figure.unit ? `${figure.name}, ${figure.unit}` : figure.name],
      ...[number(ours), number(stock), ratio === null ? '' : ratio.toFixed(2), goal ?? '', verdict ?? ''],
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [HEAD, RULE, ...lines].join('\n')
}

function stepOf({ words, isSlowed }: HandFigure): string {
  return `${words.toLocaleString('en-GB')} words${isSlowed ? ', slowed 4 ×' : ''}`
}

/** Counts are whole; what is measured has three digits. */
function numberOf(value: number, { unit }: HandFigure): string {
  return unit === '' && Number.isSafeInteger(value) ? String(value) : rounded(value)
}
