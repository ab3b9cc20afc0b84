import 'server-only'
import { redirect } from 'next/navigation'
import { isAppError } from '@/lib/errors'

/** An address that no page has: Next answers it with 404 and the not-found page, rendered on the server. */
const NOWHERE = '/not-found'

/**
 * What the page shows, or the not-found page: what somebody may not see, he is not told to exist.
 * Next's own `notFound()` answers an empty page that only scripts can fill (vercel/next.js#62228), hence the detour.
 */
export async function found<View>(view: Promise<View>): Promise<View> {
  try {
    return await view
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_found' || error.code === 'forbidden')) redirect(NOWHERE)
    throw error
  }
}
