import type { Figure } from './report'

/**
 * What a figure should be. `ratio`: at most so many times the better peer's, or not more than `slack` above it;
 * `most`: at most so much; `least`: at least so much.
 */
export type Goal =
  | { kind: 'ratio'; most: number; slack?: number }
  | { kind: 'most'; value: number }
  | { kind: 'least'; value: number }

export type Verdict = 'met' | 'not met' | 'no peer'

/** The goals by scenario, step and figure; `*` stands for every step. */
const GOALS: Record<string, Goal> = {
  'fan-out/100 clients, 50/s/CPU per delivery': { kind: 'ratio', most: 1 },
  'fan-out/100 clients, 400/s/CPU per delivery': { kind: 'ratio', most: 0.5 },
  'fan-out/100 clients, 800/s/CPU per delivery': { kind: 'ratio', most: 0.5 },
  'fan-out/*/latency p95': { kind: 'ratio', most: 1, slack: 5 },
  'fan-out/*/deliveries missing': { kind: 'most', value: 0 },
  'join storm/100 joins, 100,000 edits/CPU per join': { kind: 'ratio', most: 0.1 },
  'join storm/100 joins, 100,000 edits/all joined': { kind: 'ratio', most: 0.2 },
  'cold open/5,000 words/first key': { kind: 'most', value: 150 },
  'memory/*/resident memory each': { kind: 'ratio', most: 1 },
  'loss/*/seen edits lost': { kind: 'most', value: 0 },
}

/** The goal for a figure, or null. */
export function goalFor({ scenario, step, name }: Figure): Goal | null {
  return GOALS[`${scenario}/${step}/${name}`] ?? GOALS[`${scenario}/*/${name}`] ?? null
}

/** @param better the better peer's figure, null when there is none */
export function judge(goal: Goal, ours: number, better: number | null): Verdict {
  switch (goal.kind) {
    case 'most':
      return ours <= goal.value ? 'met' : 'not met'
    case 'least':
      return ours >= goal.value ? 'met' : 'not met'
    case 'ratio':
      if (better === null) return 'no peer'
      return ours <= Math.max(better * goal.most, better + (goal.slack ?? -Infinity)) ? 'met' : 'not met'
  }
}

export function wordsOf(goal: Goal): string {
  if (goal.kind === 'most') return `≤ ${goal.value}`
  if (goal.kind === 'least') return `≥ ${goal.value}`
  const within = goal.slack === undefined ? '' : `, or within ${goal.slack}`
  return `≤ ${goal.most} ×${within}`
}
