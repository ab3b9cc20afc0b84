import { ThreadView } from '@/lib/critique/contract'
import { SuggestionsDecided, SuggestionsOf } from '@/lib/critique/contract.suggestions'
import type { Operation } from './operation'

/** The calls that decide about suggestions; they are made, shown and deleted as other threads are. */
export const SUGGESTION_OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/api/v1/threads/{id}/accept',
    summary:
      'Puts the words of a suggestion into the chapter in its proposer’s name, as one durable step with its status. 409 when its words have changed.',
    needs: 'manuscript edit',
    result: ThreadView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/threads/{id}/reject',
    summary: 'Says no to a suggestion. `PATCH` with `{status: "open"}` opens it again.',
    needs: 'manuscript edit',
    result: ThreadView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/suggestions/accept',
    summary: 'Accepts all open suggestions of one person; those whose words have changed stay open.',
    needs: 'manuscript edit',
    body: SuggestionsOf,
    result: SuggestionsDecided,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/suggestions/reject',
    summary: 'Rejects all open suggestions of one person.',
    needs: 'manuscript edit',
    body: SuggestionsOf,
    result: SuggestionsDecided,
    status: 200,
  },
]
