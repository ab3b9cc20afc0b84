import { database } from '@/lib/db/client'
import type { ThreadWhereInput } from '@/lib/db/generated/sqlite/models/Thread'
import { AppError } from '@/lib/errors'
import { NO_CATEGORY, type ThreadFilter } from './contract.filters'
import { withReceipt } from './receipt-filter'
import { commentsSeenBy, type Sight } from './visible'

/** A Prisma filter of threads. */
export type ThreadWhere = ThreadWhereInput

/** SQLite folds the case of a to z only: other letters are looked for in each of these spellings. */
function spellings(words: string): string[] {
  const lower = words.toLowerCase()
  const capital = lower.replace(/^\p{L}/u, (letter) => letter.toUpperCase())
  return [...new Set([words, lower, words.toUpperCase(), capital])]
}

function says(words: string, sight: Sight): ThreadWhere {
  return {
    OR: spellings(words).flatMap((contains) => [
      { quote: { contains } },
      { comments: { some: { deletedAt: null, body: { contains }, AND: [commentsSeenBy(sight)] } } },
    ]),
  }
}

/** Signs that stand for other characters where the database compares. */
const WILDCARD = /[%_]/

/** Rows read at once, and most that a search with such a sign may find. */
const SCAN = 500
const MOST_FOUND = 2_000

/** The ids of those of the threads that really say `words`, where the database takes a sign in them for any character. */
async function idsThatSay(where: ThreadWhere, words: string, sight: Sight): Promise<string[]> {
  const wanted = words.toLowerCase()
  const holds = (text: string | null) => text?.toLowerCase().includes(wanted) ?? false
  const ids: string[] = []
  for (let last = ''; ids.length <= MOST_FOUND;) {
    const rows = await database().thread.findMany({
      where: { AND: [where, { id: { gt: last } }] },
      orderBy: { id: 'asc' },
      take: SCAN,
      select: {
        ...{ id: true, quote: true },
        comments: { where: { deletedAt: null, AND: [commentsSeenBy(sight)] }, select: { body: true } },
      },
    })
    const found = rows.filter(({ quote, comments }) => holds(quote) || comments.some((c) => holds(c.body)))
    ids.push(...found.map(({ id }) => id))
    const end = rows.at(-1)
    if (!end || rows.length < SCAN) return ids
    last = end.id
  }
  throw new AppError('invalid', 'q: is in too many notes; look for more words')
}

/**
 * Narrows a filter of threads to what is asked for.
 * @param from `threadsOf`, or a part of it
 * @param sight what the viewer sees: words that do not reach him are not found
 * @throws {AppError} `invalid` when a search with `%` or `_` finds more notes than can be told apart
 */
export async function narrowed(from: ThreadWhere, filter: ThreadFilter, sight: Sight): Promise<ThreadWhere> {
  const { author, kind, status, category, q, receipt } = filter
  const where: ThreadWhere = {
    AND: [
      from,
      {
        ...(author && { authorId: author }),
        ...(kind && { kind: kind === 'critique' ? { not: 'reader_note' } : kind }),
        ...(status && { status: status === 'settled' ? { not: 'open' } : status }),
        ...(category && { category: category === NO_CATEGORY ? null : category }),
      },
      ...(q ? [says(q, sight)] : []),
      ...(receipt ? [await withReceipt(from, receipt, sight)] : []),
    ],
  }
  return q && WILDCARD.test(q) ? { AND: [where, { id: { in: await idsThatSay(where, q, sight) } }] } : where
}
