import { ok, route } from '@/app/_server/respond'
import { authorizeWorkshop } from '@/lib/access/authorize'
import { changeCategories, listCategories } from '@/lib/critique/categories'
import { CategoriesChange } from '@/lib/critique/contract.categories'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await listCategories(await authorizeWorkshop(await viewer(), params.id, 'see')))
})

export const PUT = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeWorkshop(await viewer(), params.id, 'host')
  return ok(await changeCategories(grant, await body(CategoriesChange)))
})
