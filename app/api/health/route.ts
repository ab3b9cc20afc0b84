import { health } from '@/lib/health'

export async function GET(): Promise<Response> {
  const view = await health()
  const status = view.status === 'ok' ? 200 : 503
  return Response.json(view, { status, headers: { 'cache-control': 'no-store' } })
}
