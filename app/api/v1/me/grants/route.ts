import { ok, route } from '@/app/_server/respond'
import { listGrants } from '@/lib/accounts/grants'

export const GET = route(async (call) => ok(await listGrants(await call.viewer())))
