import 'server-only'
import { notFound } from 'next/navigation'
import { isAppError } from '@/lib/errors'

/** What the page shows, or the not-found page: what somebody may not see, he is not told to exist. */
export async function found<View>(view: Promise<View>): Promise<View> {
  try {
    return await view
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_found' || error.code === 'forbidden')) notFound()
    throw error
  }
}
