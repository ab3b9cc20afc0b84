import { median } from './figures'
import { goalFor, judge, wordsOf, type Verdict } from './goals'
import type { ServerName } from './servers/contract'

/** What is measured: a figure of one step of a scenario. Less is better unless it says otherwise. */
export interface Figure {
  scenario: string
  step: string
  name: string
  unit: string
  moreIsBetter?: boolean
}

/** A figure with all that was measured, by server. */
export interface Row {
  figure: Figure
  values: Partial<Record<ServerName, number[]>>
}

/** A figure with the medians, the ratio of ours to the better peer, and what became of the goal. */
export interface Line {
  figure: Figure
  medians: Partial<Record<ServerName, number>>
  ratio: number | null
  goal: string | null
  verdict: Verdict | null
}

export function lineOf({ figure, values }: Row): Line {
  const medians: Partial<Record<ServerName, number>> = {}
  for (const [server, all] of Object.entries(values) as [ServerName, number[]][])
    medians[server] = median(all)
  const { scriptorium: ours, ...others } = medians
  const peers = Object.values(others)
  const better = peers.length === 0 ? null : figure.moreIsBetter ? Math.max(...peers) : Math.min(...peers)
  const ratio = ours === undefined || better === null || better === 0 ? null : ours / better
  const goal = goalFor(figure)
  const verdict = goal && ours !== undefined ? judge(goal, ours, better) : null
  return { figure, medians, ratio, goal: goal && wordsOf(goal), verdict }
}

const HEAD = '| step | figure | scriptorium | hocuspocus | y-websocket | ratio to the better | goal | |'
const RULE = '| --- | --- | ---: | ---: | ---: | ---: | --- | --- |'

/** The figures as Markdown, a table for each scenario. */
export function tablesOf(rows: Iterable<Row>): string {
  const scenarios = new Map<string, string[]>()
  for (const row of rows) {
    const { scenario } = row.figure
    const lines = scenarios.get(scenario) ?? []
    scenarios.set(scenario, [...lines, tableLine(lineOf(row))])
  }
  const tables = [...scenarios].map(
    ([scenario, lines]) => `### ${scenario}\n\n${[HEAD, RULE, ...lines].join('\n')}`,
  )
  return tables.join('\n\n')
}

function tableLine({ figure, medians, ratio, goal, verdict }: Line): string {
  const of = (server: ServerName) => (medians[server] === undefined ? 'none' : rounded(medians[server]))
  const cells = [
    ...[
      figure.step,
      `${figure.name}, ${figure.unit}`,
      of('scriptorium'),
      of('hocuspocus'),
      of('y-websocket'),
    ],
    ...[ratio === null ? '' : ratio.toFixed(2), goal ?? '', verdict ?? ''],
  ]
  return `| ${cells.join(' | ')} |`
}

/** Three digits that say something; whole from 100 on. */
export function rounded(value: number): string {
  const size = Math.abs(value)
  if (size >= 100 || value === 0) return value.toFixed(0)
  return size >= 10 ? value.toFixed(1) : value.toFixed(2)
}
