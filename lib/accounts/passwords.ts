import { hash, verify } from '@node-rs/argon2'
import { AppError } from '@/lib/errors'
import { PASSWORD_MAX, PASSWORD_MIN } from './contract'

/** argon2id (2) with 19 MiB, two passes, one lane: the OWASP minimum, about 30 ms of one core. */
const ARGON2 = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** So many passwords are hashed at once, so that a storm of sign-ins leaves memory and a core to the writers. */
const AT_ONCE = 2

/** So many more wait for their turn, about half a second of work; everyone after them is told to come again. */
const WAITING_MAX = 32

/**
 * A hash of the same cost that no password has: its salt and digest are random. Somebody without an account is
 * checked against it, so that the answer takes as long as for somebody with one.
 */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$zKzN4Vb0yG1h5oY1mJm8tw$6q0Zb9m5cTn1oQm0vB2rX8l4wYpK7hJdE3sUuGf1iAo'

interface Gate {
  running: number
  waiting: (() => void)[]
}

const HOLDER = Symbol.for('scriptorium.password-gate')

function gate(): Gate {
  const holder = globalThis as { [HOLDER]?: Gate }
  return (holder[HOLDER] ??= { running: 0, waiting: [] })
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const { waiting } = gate()
  if (gate().running >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX)
      throw new AppError('too_many', 'Many people are signing in at this moment. Try again in a few seconds.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    gate().running++
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else gate().running--
  }
}

/** NFKC, as NIST SP 800-63B advises: keyboards differ in how they compose an é. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

/**
 * Hashes a password that `refusePoorPassword` let pass.
 * @returns a PHC string
 * @throws {AppError} `too_many` when too many passwords wait already
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), ARGON2))
}

/**
 * Whether `password` is the one behind `passwordHash`. With null, for somebody unknown, it is not, and finding that
 * out takes as long. Throws as `hashPassword`.
 */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  const typed = normal(password).slice(0, PASSWORD_MAX * 4)
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, typed))
  return matches && passwordHash !== null
}

/** Fewer different characters than this is a key held down or a pattern. */
const DIFFERENT_MIN = 5

/** What is left of a password without the person's own name and e-mail must have this many characters. */
const OWN_MIN = 8

function withoutOwn(password: string, person: { email: string; name: string }): string {
  const local = person.email.split('@')[0] ?? ''
  const own = [
    person.email,
    local,
    ...local.split(/[^\p{L}\p{N}]+/u),
    person.name,
    ...person.name.split(/\s+/),
  ]
  const parts = own.map((part) => normal(part).toLowerCase()).filter((part) => part.length >= 3)
  return parts.sort((a, b) => b.length - a.length).reduce((left, part) => left.replaceAll(part, ''), password)
}

/** `password` itself, and its middle when only digits and signs surround it, as in `basketball2024!`. */
function guesses(password: string): string[] {
  const middle = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return password.length - middle.length <= 5 ? [password, middle] : [password]
}

/**
 * Refuses a password that is too short, too long, among the 49,000 most common ones (zxcvbn-ts), a pattern, or made
 * of the person's own name or e-mail.
 * @throws {AppError} `invalid` with a sentence that says what to do
 */
export async function refusePoorPassword(
  password: string,
  person: { email: string; name: string },
): Promise<void> {
  const characters = [...normal(password)]
  if (characters.length < PASSWORD_MIN)
    throw new AppError(
      'invalid',
      `password: use at least ${PASSWORD_MIN} characters; a short sentence does well.`,
    )
  if (characters.length > PASSWORD_MAX)
    throw new AppError('invalid', `password: use at most ${PASSWORD_MAX} characters.`)
  const lower = normal(password).toLowerCase()
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const common = new Set(dictionary['passwords-common'])
  if (guesses(lower).some((guess) => common.has(guess)) || new Set(lower).size < DIFFERENT_MIN)
    throw new AppError(
      'invalid',
      'password: this one is among the first that are guessed. Choose another one.',
    )
  if (withoutOwn(lower, person).trim().length < OWN_MIN)
    throw new AppError(
      'invalid',
      'password: do not make it of your name or e-mail address. Choose another one.',
    )
}
