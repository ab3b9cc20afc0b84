import { authorize } from '@/lib/access/authorize'
import { ManuscriptChange } from '@/lib/manuscript/contract'
import { changeManuscript, viewManuscript } from '@/lib/manuscript/manuscripts'
import { trashManuscript } from '@/lib/trash/trash'
import { noContent, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
}

export const GET = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'read')
  return ok(await viewManuscript(grant))
})

export const PATCH = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'administer')
  await changeManuscript(grant, await call.body(ManuscriptChange))
  return ok(await viewManuscript(grant))
})

export const DELETE = route<Params>(async (call) => {
  await trashManuscript(await authorize(await call.viewer(), call.params.id, 'administer'))
  return noContent()
})
