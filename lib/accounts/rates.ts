import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/lib/errors'

/** Attempts that may be made, by what they are: `points` in `duration` seconds. */
const RULES = {
  /** Writes through the API with one login or token (DESIGN §6). */
  write: { points: 600, duration: 60 },
  /** Wrong passwords for one account from one address. */
  sign_in_account: { points: 10, duration: 15 * 60 },
  /** Wrong passwords from one address: a workshop may share one. */
  sign_in_address: { points: 100, duration: 15 * 60 },
  /** Wrong current passwords of one signed-in person. */
  password_change: { points: 10, duration: 15 * 60 },
  /** Looking at and accepting links, setting up and signing up from one address. */
  link: { points: 120, duration: 15 * 60 },
} as const

/** What is counted. */
export type Rate = keyof typeof RULES

const HOLDER = Symbol.for('scriptorium.rates')

interface Holder {
  [HOLDER]?: Map<Rate, RateLimiterMemory>
}

function limiter(rate: Rate): RateLimiterMemory {
  const held = ((globalThis as Holder)[HOLDER] ??= new Map())
  const known = held.get(rate)
  if (known) return known
  const made = new RateLimiterMemory({ keyPrefix: rate, ...RULES[rate] })
  held.set(rate, made)
  return made
}

/**
 * Counts an attempt.
 * @throws {AppError} `too_many`, saying how long to wait, once the rule is used up
 */
export async function countAttempt(rate: Rate, key: string): Promise<void> {
  try {
    await limiter(rate).consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
    throw new AppError('too_many', `That was tried too often. Wait ${wait}, then try again.`)
  }
}

/** Takes back an attempt that turned out well, so that only failures add up. */
export async function forgiveAttempt(rate: Rate, key: string): Promise<void> {
  await limiter(rate).reward(key)
}

/** Counts a write of one login session or access token. Throws as `countAttempt`. */
export function admitWrite(loginId: string): Promise<void> {
  return countAttempt('write', loginId)
}

/** Forgets every count; for tests. */
export function forgetAttempts(): void {
  delete (globalThis as Holder)[HOLDER]
}
