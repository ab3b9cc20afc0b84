/**
 * The closed set of things that can go wrong for a caller. A code is the contract: it stands in every
 * `application/problem+json` body, and errors are recognised by it and never by `instanceof`, because the
 * server bundle and the route bundles each evaluate this file for themselves.
 */
export const ERROR_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'unsupported',
  'quote_not_found',
  'quote_ambiguous',
  'too_many',
  'internal',
  'unavailable',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An expected failure with a sentence for people: what happened, what is safe, what to do. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}

/** True for an `AppError` from any bundle. */
export function isAppError(error: unknown): error is AppError {
  return (
    error instanceof Error &&
    error.name === 'AppError' &&
    ERROR_CODES.includes((error as { code?: unknown }).code as ErrorCode)
  )
}

/** HTTP status by code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  quote_not_found: 422,
  quote_ambiguous: 422,
  too_many: 429,
  internal: 500,
  unavailable: 503,
}

/**
 * WebSocket close code by code. 4400 to 4499 are final for a y-websocket provider, everything else it
 * retries (y-websocket 3.1, `shouldReconnect`), so what may heal by itself stays below 4400.
 */
export const CLOSE_CODE: Record<ErrorCode, number> = {
  invalid: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  not_found: 4404,
  conflict: 4409,
  gone: 4410,
  too_large: 4413,
  unsupported: 4415,
  quote_not_found: 4422,
  quote_ambiguous: 4422,
  too_many: 1013,
  internal: 1011,
  unavailable: 1013,
}
