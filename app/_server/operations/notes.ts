import { AgreementQuery, AgreementView } from '@/lib/critique/contract.agreement'
import { CategoriesChange, CategoryList } from '@/lib/critique/contract.categories'
import { CollectedCritique, CritiqueQuery } from '@/lib/critique/contract.critique'
import { ThreadView } from '@/lib/critique/contract'
import { EditList } from '@/lib/critique/contract.edits'
import { ReaderList } from '@/lib/critique/contract.mentions'
import { REACTIONS } from '@/lib/critique/contract.reactions'
import { ManuscriptThreadList, ManuscriptThreadQuery } from '@/lib/critique/contract.filters'
import { PageQuery } from '@/lib/paging'
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
  {
    method: 'GET',
    path: '/api/v1/manuscripts/{id}/critique',
    summary: 'All critique of a manuscript as one file: JSON, Markdown or CSV (one row per comment).',
    needs: 'manuscript read',
    query: CritiqueQuery,
    result: CollectedCritique,
    status: 200,
  },
  {
    method: 'PUT',
    path: '/api/v1/comments/{id}/reactions/{kind}',
    summary: `Reacts to a comment; the kind is one of ${REACTIONS.join(', ')}.`,
    needs: 'manuscript comment',
    result: ThreadView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/comments/{id}/reactions/{kind}',
    summary: 'Takes one’s own reaction back.',
    needs: 'manuscript comment',
    status: 204,
  },
  {
    method: 'GET',
    path: '/api/v1/comments/{id}/edits',
    summary: 'What a comment said before each of its changes, the newest first.',
    needs: 'manuscript read',
    result: EditList,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/readers',
    summary: 'Who may read the chapter, by name: whom a comment may call with `mentions`.',
    needs: 'manuscript read',
    query: PageQuery,
    result: ReaderList,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/agreement',
    summary: 'Where how many people marked the same passage, by category, and where they disagree.',
    needs: 'manuscript read',
    query: AgreementQuery,
    result: AgreementView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/workshops/{id}/categories',
    summary: 'The categories of a workshop’s notes in their order, with the hidden ones.',
    needs: 'workshop see',
    result: CategoryList,
    status: 200,
  },
  {
    method: 'PUT',
    path: '/api/v1/workshops/{id}/categories',
    summary: 'Gives a workshop other categories; one in use that is left out is kept, hidden.',
    needs: 'workshop host',
    body: CategoriesChange,
    result: CategoryList,
    status: 200,
  },
]
