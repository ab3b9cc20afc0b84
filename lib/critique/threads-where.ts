import type { Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { sightOf, threadsSeenBy } from './visible'

/**
 * A Prisma filter: the threads of the grant's manuscript that reach its holder. Every list, count and collection of
 * threads starts from it; `chapterId` beside it narrows it to one chapter.
 */
export async function threadsOf(grant: Grant<'read'>) {
  return { deletedAt: null, chapter: chaptersOf(grant), AND: [threadsSeenBy(await sightOf(grant))] }
}
