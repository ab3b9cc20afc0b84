import { setTimeout as pause } from 'node:timers/promises'
import type { Load } from '@/bench/clients/load'
import type { Target } from '@/bench/servers/contract'
import type { Keyboard } from './keyboard'
import type { Seen } from './page-watch'
import { ask, until, work, type Window } from './window'

/** At normal speed, and with the processor slowed four times as on a phone. */
export const PACES = [1, 4] as const
export type Pace = (typeof PACES)[number]

/** What one stretch of typing showed. */
export interface Stretch {
  /** Key to next paint of each key, ms; one that was not painted counts as long as it waited. */
  keysMs: number[]
  /** Tasks of more than 50 ms, ms. */
  longTasksMs: number[]
  /** Each pass that laid out the margin, ms; none on a page without one. */
  layoutsMs: number[]
  /** Share of the time in which the main thread was at work, in %. */
  busy: number
}

/** Typed before it is measured, in s: code is compiled meanwhile. */
export const WARM_S = 3
/** How long keys that wait at the end of a stretch are waited for, ms. */
const PATIENCE_MS = 30_000
/** How long a page may take to answer anything once nobody types, ms. */
const SETTLE_MS = 90_000

interface Typing {
  window: Window
  keyboard: Keyboard
  load: Load
  target: Target
  seconds: number
}

/**
 * Everybody types for `seconds` at this pace, and for a while before that does not count.
 * @returns what was seen, and the keys that each of the six has typed in all
 */
export async function typeFor(pace: Pace, typing: Typing): Promise<{ stretch: Stretch; sent: number[] }> {
  const { window, keyboard, load, target, seconds } = typing
  const { page, devtools } = window
  await ask(page, 'forget()')
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: pace })
  await load.run('beginToType', target, undefined)
  keyboard.begin()
  await pause(WARM_S * 1000)
  const warm = keyboard.pressed
  // Not waited for: a page that is behind answers late, and typing goes on.
  const before = heardLater(work(window))
  await pause(seconds * 1000)
  const busy = heardLater(busyBetween(before, work(window)))
  await keyboard.rest()
  const sent = await load.run('restTypists', target, undefined)
  const isPainted = async () => ((await ask<number>(page, 'keys()')) >= keyboard.pressed ? true : null)
  const paintedAtRest = (await until(isPainted, PATIENCE_MS))
    ? keyboard.pressed
    : ((await until(() => ask<number>(page, 'keys()'), 1_000)) ?? 0)
  const ages = keyboard.agesAfter(0)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const seen = await until(() => ask<Seen>(page, 'seen()'), SETTLE_MS)
  if (!seen) throw new Error('The page did not answer any more.')
  // A key that was not painted in time has waited so long already, however fast it goes now that nothing is slowed.
  const keys = ages.map((age, i) => (i < paintedAtRest ? seen.painted[i]!.ms : age))
  const begun = seen.painted[warm]?.at ?? Infinity
  const longTasksMs = seen.longTasks.filter(({ at, ms }) => at + ms >= begun).map(({ ms }) => ms)
  const layoutsMs = seen.layouts.filter(({ at }) => at >= begun).map(({ ms }) => ms)
  return { stretch: { keysMs: keys.slice(warm), longTasksMs, layoutsMs, busy: await busy }, sent }
}

async function busyBetween(before: ReturnType<typeof work>, after: ReturnType<typeof work>): Promise<number> {
  const [from, to] = await Promise.all([before, after])
  return (100 * (to.task - from.task)) / (to.wall - from.wall)
}

/** A promise that is awaited later: should it fail before that, whatever failed meanwhile is what is told. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
