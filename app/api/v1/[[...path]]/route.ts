import { AppError } from '@/lib/errors'
import { route } from '@/app/_server/respond'

const refuse = route(() => {
  throw new AppError('not_found', 'There is no such call. All of them are described at /api/v1/openapi.json.')
})

/** What has no route of its own is told to scripts as every other error; Next would answer with a page. */
function nowhere(request: Request): Promise<Response> {
  return refuse(request, { params: Promise.resolve({}) })
}

export { nowhere as GET, nowhere as POST, nowhere as PUT, nowhere as PATCH, nowhere as DELETE }
