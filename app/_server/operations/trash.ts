import { ChapterView, ManuscriptView } from '@/lib/manuscript/contract'
import { TrashList, TrashQuery } from '@/lib/trash/contract'
import { WorkshopView } from '@/lib/workshop/contract'
import type { Operation } from './operation'

const KEPT = 'It is nowhere any more, and can be brought back for 30 days.'

/** The calls that put things into the trash and bring them back; notes have theirs among the threads. */
export const TRASH_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/trash',
    summary: 'What you may bring back from the trash, newest first.',
    needs: 'viewer',
    query: TrashQuery,
    result: TrashList,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/workshops/{id}',
    summary: `Puts a workshop with all its manuscripts into the trash. ${KEPT}`,
    needs: 'workshop own',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/workshops/{id}/restore',
    summary: 'Brings a workshop back from the trash, with its members and manuscripts; for its owners.',
    needs: 'viewer',
    result: WorkshopView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/manuscripts/{id}',
    summary: `Puts a manuscript with all its chapters into the trash. ${KEPT}`,
    needs: 'manuscript administer',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/manuscripts/{id}/restore',
    summary: 'Brings a manuscript back from the trash; for its authors.',
    needs: 'viewer',
    result: ManuscriptView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/chapters/{id}',
    summary: `Puts a chapter into the trash; those after it close ranks. ${KEPT}`,
    needs: 'manuscript decide',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/restore',
    summary: 'Brings a chapter back from the trash to the place it had; for whoever may delete it.',
    needs: 'viewer',
    result: ChapterView,
    status: 200,
  },
]
