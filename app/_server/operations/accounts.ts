import type { Operation } from './operation'

/** The calls about people, login, invitations and tokens. */
export const ACCOUNT_OPERATIONS: readonly Operation[] = []
