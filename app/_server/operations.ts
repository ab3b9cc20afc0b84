import { ACCOUNT_OPERATIONS } from './operations/accounts'
import { BETA_READING_OPERATIONS } from './operations/beta-reading'
import { BETA_SESSION_OPERATIONS } from './operations/beta-sessions'
import { CRITIQUE_OPERATIONS } from './operations/critique'
import { MANUSCRIPT_OPERATIONS } from './operations/manuscripts'
import { NOTES_OPERATIONS } from './operations/notes'
import type { Operation } from './operations/operation'
import { NOTICE_OPERATIONS } from './operations/notices'
import { PAST_OPERATIONS } from './operations/past'
import { RECEIPT_OPERATIONS } from './operations/receipts'
import { ROUND_OPERATIONS } from './operations/rounds'
import { SERVER_OPERATIONS } from './operations/server'
import { SUGGESTION_OPERATIONS } from './operations/suggestions'
import { TRASH_OPERATIONS } from './operations/trash'
import { VERSION_OPERATIONS } from './operations/versions'
import { WORKSHOP_OPERATIONS } from './operations/workshops'

/**
 * Every call of the HTTP API, once: OpenAPI is made of it, and `tests/api/access.test.ts` fails for a route on disk
 * that is missing here. A new route adds its rows in the file of its capability under `operations/`.
 */
export const OPERATIONS: readonly Operation[] = [
  ...SERVER_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...WORKSHOP_OPERATIONS,
  ...MANUSCRIPT_OPERATIONS,
  ...VERSION_OPERATIONS,
  ...PAST_OPERATIONS,
  ...CRITIQUE_OPERATIONS,
  ...SUGGESTION_OPERATIONS,
  ...RECEIPT_OPERATIONS,
  ...NOTICE_OPERATIONS,
  ...NOTES_OPERATIONS,
  ...ROUND_OPERATIONS,
  ...BETA_SESSION_OPERATIONS,
  ...BETA_READING_OPERATIONS,
  ...TRASH_OPERATIONS,
]
