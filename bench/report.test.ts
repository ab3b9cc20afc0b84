import { describe, expect, it } from 'vitest'
import { lineOf, rounded, tablesOf, type Figure, type Row } from './report'

const cpu: Figure = { scenario: 'fan-out', step: '100 clients, 400/s', name: 'CPU per delivery', unit: 'µs' }

function row(figure: Figure, ours: number[], ...peers: number[][]): Row {
  const [hocuspocus, yWebsocket] = peers
  return {
    figure,
    values: {
      ...{ scriptorium: ours, ...(hocuspocus && { hocuspocus }) },
      ...(yWebsocket && { 'y-websocket': yWebsocket }),
    },
  }
}

describe('a line of the report', () => {
  it('sets our median beside the better peer and the goal', () => {
    const line = lineOf(row(cpu, [4, 2, 9], [10, 10, 12], [8, 9, 7]))
    expect(line.medians).toEqual({ scriptorium: 4, hocuspocus: 10, 'y-websocket': 8 })
    expect(line).toMatchObject({ ratio: 0.5, goal: '≤ 0.5 ×', verdict: 'met' })
  })

  it('says when a goal is missed', () => {
    expect(lineOf(row(cpu, [5], [10], [8]))).toMatchObject({ ratio: 0.625, verdict: 'not met' })
  })

  it('takes the greater peer where more is better', () => {
    const rate = { ...cpu, name: 'rate reached', unit: 'updates/s', moreIsBetter: true }
    expect(lineOf(row(rate, [400], [200], [400]))).toMatchObject({ ratio: 1, goal: null, verdict: null })
  })

  it('allows a latency that is within 5 ms of the better peer, or not above it', () => {
    const latency = { ...cpu, name: 'latency p95', unit: 'ms' }
    expect(lineOf(row(latency, [6.9], [2], [3])).verdict).toBe('met')
    expect(lineOf(row(latency, [7.1], [2], [3])).verdict).toBe('not met')
  })

  it('judges an absolute goal without a peer, and a ratio not', () => {
    const key = { scenario: 'cold open', step: '5,000 words', name: 'first key', unit: 'ms' }
    expect(lineOf(row(key, [151]))).toMatchObject({ ratio: null, goal: '≤ 150', verdict: 'not met' })
    expect(lineOf(row(cpu, [1])).verdict).toBe('no peer')
  })

  it('has no ratio to a peer that had nothing, but a goal of nothing', () => {
    const lost = { scenario: 'loss', step: 'SIGKILL', name: 'seen edits lost', unit: 'edits' }
    expect(lineOf(row(lost, [0], [412], [0]))).toMatchObject({ ratio: null, verdict: 'met' })
  })

  it('leaves our place empty when ours did not run', () => {
    const line = lineOf({ figure: cpu, values: { hocuspocus: [3] } })
    expect(line).toMatchObject({ ratio: null, goal: '≤ 0.5 ×', verdict: null })
  })
})

describe('the tables', () => {
  it('stand one for each scenario, a line for each figure', () => {
    const open = { scenario: 'cold open', step: '5,000 words', name: 'first key', unit: 'ms' }
    const tables = tablesOf([row(cpu, [4], [10], [8]), row(open, [80.44])])
    expect(tables.split('\n')).toEqual([
      '### fan-out',
      '',
      expect.stringContaining('| ratio to the better | goal |'),
      expect.stringMatching(/^\| --- /),
      '| 100 clients, 400/s | CPU per delivery, µs | 4.00 | 10.0 | 8.00 | 0.50 | ≤ 0.5 × | met |',
      '',
      '### cold open',
      '',
      expect.any(String),
      expect.any(String),
      '| 5,000 words | first key, ms | 80.4 | none | none |  | ≤ 150 | met |',
    ])
  })

  it('show three digits', () => {
    expect([0, 0.123, 4.567, 45.67, 1234.5].map(rounded)).toEqual(['0', '0.12', '4.57', '45.7', '1235'])
  })
})
