import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

const text = z.string().min(1).max(2_000)

const Variables = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: text.default('127.0.0.1'),
  BASE_URL: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: text.optional(),
  AUTH_SECRET: z.string().min(32).max(500).optional(),
  SIGN_UP: z.enum(['invited', 'open']).default('invited'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  METRICS_TOKEN: z.string().min(16).max(500).optional(),
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  TEST_ONLY_FAIL_POINTS: text.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** The settings of a server, parsed once by the composition root. */
export interface Env {
  port: number
  host: string
  /** Where people reach the server, without a trailing slash. */
  baseUrl: string
  /** False when `baseUrl` is only the default: then people may come under any name of this machine. */
  baseUrlGiven: boolean
  /** Absolute. */
  dataDir: string
  /** Absolute path of the SQLite file. */
  databaseFile: string
  /** Signs login cookies; absent = made at the first start and kept in `dataDir`. */
  authSecret?: string
  signUp: 'invited' | 'open'
  /** How many proxies in front of the server may name the client's address. */
  trustProxy: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  /** Whoever shows it may read `/metrics`; absent = there is no such path. */
  metricsToken?: string
  /** Where programs of this machine may read `/metrics` without a token; absent = nowhere. */
  metricsPort?: number
  /** Where this server is to fail, as `lib/db/fail-points` reads it; only tests set it. */
  failPoints?: string
  /** The variables that begin with `SYNC_`, whole numbers from 1 (`limitsFrom` of `lib/sync/limits` knows the names). */
  syncSettings: Readonly<Record<string, number>>
}

/** Larger than any bound makes sense, and small enough to be added to itself. */
const MOST = 2 ** 40

/** @throws {Error} naming the first whose value is no whole number from 1 */
function syncSettingsIn(variables: Record<string, string | undefined>): Record<string, number> {
  const given = Object.entries(variables).filter(([name, value]) => name.startsWith('SYNC_') && value)
  return Object.fromEntries(
    given.map(([name, value = '']) => {
      const number = /^\d{1,15}$/.test(value) ? Number(value) : 0
      if (number < 1 || number > MOST)
        throw new Error(`The setting ${name} is not usable: it is a whole number from 1, not “${value}”`)
      return [name, number]
    }),
  )
}

/**
 * Reads the settings.
 * @throws {Error} with a sentence that names the variable whose value is bad
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const named = Object.fromEntries(
    Object.keys(Variables.shape)
      .filter((name) => variables[name] !== undefined && variables[name] !== '')
      .map((name) => [name, variables[name]]),
  )
  const parsed = Variables.safeParse(named)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(
      `The setting ${String(issue?.path[0])} is not usable: ${issue?.message ?? 'unknown reason'}`,
    )
  }
  const env = parsed.data
  if (env.DATABASE_URL && !env.DATABASE_URL.startsWith('file:'))
    throw new Error(
      'The setting DATABASE_URL is not usable: this version stores its data in SQLite (file:…); PostgreSQL is to follow',
    )
  if (env.METRICS_PORT === env.PORT)
    throw new Error('The setting METRICS_PORT is not usable: it is the port of the server itself')
  const dataDir = resolve(env.DATA_DIR)
  const file = env.DATABASE_URL?.slice('file:'.length) ?? 'scriptorium.sqlite'
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl: (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    baseUrlGiven: env.BASE_URL !== undefined,
    dataDir,
    databaseFile: isAbsolute(file) ? file : resolve(dataDir, file),
    authSecret: env.AUTH_SECRET,
    signUp: env.SIGN_UP,
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
    metricsPort: env.METRICS_PORT,
    failPoints: env.TEST_ONLY_FAIL_POINTS,
    syncSettings: syncSettingsIn(variables),
  }
}

const HOLDER = Symbol.for('scriptorium.env')

interface Holder {
  [HOLDER]?: Env
}

/** Makes `settings` the process's; the composition roots and tests call it once. */
export function holdEnv(settings: Env): void {
  ;(globalThis as Holder)[HOLDER] = settings
}

/**
 * The process's settings, for the page and route bundles, which share nothing else with the server.
 * @throws {Error} before `holdEnv`
 */
export function env(): Env {
  const held = (globalThis as Holder)[HOLDER]
  if (!held) throw new Error('The settings are not read yet: server/main.ts does it first')
  return held
}
