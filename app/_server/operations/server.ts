import { z } from 'zod'
import type { Operation } from './operation'

/** The calls about the server itself. */
export const SERVER_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description.',
    needs: 'public',
    result: z.looseObject({}),
    status: 200,
  },
]
