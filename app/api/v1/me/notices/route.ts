import { listNotices } from '@/lib/notify/notices'
import { PageQuery } from '@/lib/paging'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => ok(await listNotices(await call.viewer(), call.query(PageQuery))))
