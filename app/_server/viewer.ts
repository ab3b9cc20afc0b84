import 'server-only'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Viewer } from '@/lib/access/contract'
import { viewerOf } from '@/lib/accounts/viewer'

/** Who looks at the page, or null for a signed-out visitor. Asked once per request. */
export const maybeViewer = cache(async (): Promise<Viewer | null> => {
  const jar = (await cookies()).getAll().map(({ name, value }) => [name, value])
  return viewerOf({ cookies: Object.fromEntries(jar) as Record<string, string> })
})

/**
 * Who looks at the page. A signed-out visitor is sent to sign in and comes back to `here` afterwards.
 * @param here path and query of the page, such as `/chapters/3f…`; the desk by default
 */
export async function requireViewer(here = '/'): Promise<Viewer> {
  const viewer = await maybeViewer()
  return viewer ?? redirect(here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`)
}
