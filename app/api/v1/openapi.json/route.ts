import { openApi } from '@/app/_server/openapi'
import { ok, route } from '@/app/_server/respond'

export const GET = route(() => Promise.resolve(ok(openApi(), { 'cache-control': 'public, max-age=300' })))
