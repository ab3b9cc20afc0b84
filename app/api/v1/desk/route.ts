import { deskOf } from '@/lib/manuscript/desk'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => ok(await deskOf(await call.viewer())))
