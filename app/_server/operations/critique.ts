import type { Operation } from './operation'

/** The calls about threads and comments. */
export const CRITIQUE_OPERATIONS: readonly Operation[] = []
