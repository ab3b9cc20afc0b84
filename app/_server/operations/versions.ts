import {
  CompareQuery,
  ComparisonView,
  NewVersion,
  RestoredView,
  VersionChange,
  VersionList,
  VersionSummary,
  VersionView,
} from '@/lib/manuscript/contract.versions'
import { PageQuery } from '@/lib/paging'
import type { Operation } from './operation'

/** The calls about versions. A version may hold what an author has cut, so only those who edit see them. */
export const VERSION_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/versions',
    summary: 'The versions of a chapter, newest first, with who wrote since the one before.',
    needs: 'manuscript edit',
    query: PageQuery,
    result: VersionList,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/versions',
    summary: 'Records the text as it is now under a name; such a version is never thinned.',
    needs: 'manuscript edit',
    body: NewVersion,
    result: VersionSummary,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/versions/compare',
    summary: 'Two versions, or a version and the text as it is now, as one marked text.',
    needs: 'manuscript edit',
    query: CompareQuery,
    result: ComparisonView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/versions/{v}',
    summary: 'A version with its text (ProseMirror JSON) and its threads as they stood.',
    needs: 'manuscript edit',
    result: VersionView,
    status: 200,
  },
  {
    method: 'PATCH',
    path: '/api/v1/chapters/{id}/versions/{v}',
    summary: 'Names a version; an automatic one is kept for good from then on.',
    needs: 'manuscript edit',
    body: VersionChange,
    result: VersionSummary,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/chapters/{id}/versions/{v}',
    summary: 'Deletes a named version for good.',
    needs: 'manuscript decide',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/import',
    summary:
      'Makes the chapter say what a file with one chapter says, as a new edit; the text before is recorded, others go on writing.',
    needs: 'manuscript edit',
    body: 'upload',
    result: RestoredView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/versions/{v}/restore',
    summary:
      'Makes the chapter say what the version says, as a new edit; the text before is recorded, others go on writing.',
    needs: 'manuscript edit',
    result: RestoredView,
    status: 200,
  },
]
