import {
  AuthorsView,
  BroughtBackView,
  CutList,
  CutsQuery,
  CutView,
  HistoryView,
  PieceQuery,
  TakeOutBody,
} from '@/lib/manuscript/contract.past'
import type { Operation } from './operation'

/** The calls about a chapter's past. It holds what an author has cut, so only those who edit see it. */
export const PAST_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/authors',
    summary:
      'The text as it is, each piece with who wrote it; text that was moved or divided keeps its author.',
    needs: 'manuscript edit',
    result: AuthorsView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/cuts',
    summary: 'The passages that were cut in the last 30 days, newest first, found by their words or time.',
    needs: 'manuscript edit',
    query: CutsQuery,
    result: CutList,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/cuts/{c}',
    summary: 'A cut passage with all its words.',
    needs: 'manuscript edit',
    result: CutView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/cuts/{c}/restore',
    summary: 'Brings a cut passage back to where it stood, as a new edit.',
    needs: 'manuscript edit',
    result: BroughtBackView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/cuts/{c}/take-out',
    summary:
      'Takes a passage out again that was brought back at a log position; 409 when anybody changed those words since.',
    needs: 'manuscript edit',
    body: TakeOutBody,
    result: BroughtBackView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/history',
    summary: 'The moments at which the chapter was written, oldest first, with who wrote.',
    needs: 'manuscript edit',
    result: HistoryView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/history/{seq}',
    summary:
      'The chapter before a log position and the updates from there on, in the form of lib/text/row-bytes.ts; 410 when that position, or that history, is not kept.',
    needs: 'manuscript edit',
    query: PieceQuery,
    result: 'application/octet-stream',
    status: 200,
  },
]
