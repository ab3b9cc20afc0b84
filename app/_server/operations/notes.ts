import { ManuscriptThreadList, ManuscriptThreadQuery } from '@/lib/critique/contract.filters'
import type { Operation } from './operation'

/** The calls about the notes of a whole manuscript and about what is said in comments. */
export const NOTES_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/manuscripts/{id}/threads',
    summary: 'The threads of a manuscript by chapter, oldest first in each; filtered as those of a chapter.',
    needs: 'manuscript read',
    query: ManuscriptThreadQuery,
    result: ManuscriptThreadList,
    status: 200,
  },
]
