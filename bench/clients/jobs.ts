import { beginToType, dismissTypists, fillDoc, restTypists, seatTypists, stateOf } from '@/bench/hand/typists'
import type { Target } from '@/bench/servers/contract'
import { fanOut } from './fan-out'
import { firstKey, hold, joinStorm, letGo, openOne } from './joining'
import { beginTyping, clocksOf, seenUntilGone } from './losing'
import { seed } from './seeding'

/** What the load process can be asked to do. */
export const JOBS = {
  ...{ fanOut, joinStorm, openOne, firstKey, seed },
  ...{ hold, letGo, beginTyping, seenUntilGone, clocksOf },
  ...{ fillDoc, seatTypists, beginToType, restTypists, dismissTypists, stateOf },
}

export type JobName = keyof typeof JOBS
export type JobInput<N extends JobName> = (typeof JOBS)[N] extends (target: Target, input: infer I) => unknown
  ? I
  : undefined
export type JobResult<N extends JobName> = Awaited<ReturnType<(typeof JOBS)[N]>>

/** A request to the load process, and its answer under the same id. */
export interface JobRequest {
  id: number
  name: JobName
  target: Target
  input: unknown
}
export type JobAnswer = { id: number; result: unknown } | { id: number; error: string }
