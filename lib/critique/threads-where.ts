import type { Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'

/**
 * A Prisma filter: the threads of the grant's manuscript that its holder may see. Every list, count and collection of
 * threads starts from it; `chapterId` beside it narrows it to one chapter.
 */
export function threadsOf(grant: Pick<Grant<'read'>, 'manuscriptId' | 'viewer'>) {
  return { deletedAt: null, chapter: chaptersOf(grant) }
}
