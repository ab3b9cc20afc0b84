import pino from 'pino'

/** What the core needs of a logger. Fields never hold text of a manuscript, comments, tokens or e-mail bodies. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const HOLDER = Symbol.for('scriptorium.log')

interface Holder {
  [HOLDER]?: Log
}

/** Makes the process's logger: one JSON line per event on stderr, so that stdout stays for people and scripts. */
export function openLog(level: string): Log {
  const log = pino({ level, base: null }, pino.destination({ fd: 2, sync: true }))
  ;(globalThis as Holder)[HOLDER] = log
  return log
}

/** The process's logger; before `openLog` one that warns on stderr only. */
export function log(): Log {
  return (globalThis as Holder)[HOLDER] ?? openLog('warn')
}
