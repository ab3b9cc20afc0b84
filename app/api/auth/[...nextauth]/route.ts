import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { readBytes } from '@/app/_server/bodies'
import { route } from '@/app/_server/respond'
import { authOptions } from '@/lib/accounts/auth-options'

/** A sign-in form is small; NextAuth itself would read a body of any size. Bytes. */
const FORM_LIMIT = 16 * 1024

type Context = { params: Promise<{ nextauth: string[] }> }

async function nextAuth(request: NextRequest, context: Context): Promise<Response> {
  const respond = route(async () => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const body = reads ? undefined : ((await readBytes(request, FORM_LIMIT)) as Uint8Array<ArrayBuffer>)
    const bounded = new NextRequest(request.url, { method: request.method, headers: request.headers, body })
    const answer = (await NextAuth(bounded as never, context as never, authOptions())) as Response
    answer.headers.set('cache-control', 'private, no-store')
    return answer
  })
  return respond(request, { params: Promise.resolve({}) })
}

export { nextAuth as GET, nextAuth as POST }
