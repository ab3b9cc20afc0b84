import type { Goal } from '@/bench/goals'
import type { HandFigure } from './report'

/** The goals by words, speed and figure; `*` stands for every length and speed. */
const GOALS: Record<string, Goal> = {
  '10000/1/key to paint p95': { kind: 'most', value: 20 },
  '30000/1/key to paint p95': { kind: 'most', value: 25 },
  '30000/1/slowest key': { kind: 'most', value: 50 },
  '30000/1/long tasks': { kind: 'most', value: 0 },
  '30000/1/main thread busy': { kind: 'most', value: 25 },
  '10000/4/key to paint p95': { kind: 'most', value: 60 },
  '30000/4/key to paint p95': { kind: 'most', value: 100 },
  '30000/1/placing all notes on opening': { kind: 'most', value: 50 },
  '30000/1/placing all notes after typing': { kind: 'most', value: 50 },
  '*/letters missing': { kind: 'most', value: 0 },
  '10000/1/navigation to editable text': { kind: 'most', value: 450 },
  '30000/1/navigation to editable text': { kind: 'most', value: 600 },
}

/** The goal for a figure, or null. */
export function goalFor({
  words,
  isSlowed,
  name,
  goal,
}: Pick<HandFigure, 'words' | 'isSlowed' | 'name' | 'goal'>): Goal | null {
  return goal ?? GOALS[`${words}/${isSlowed ? 4 : 1}/${name}`] ?? GOALS[`*/${name}`] ?? null
}
