import type { Grant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { contentDisposition, fileNameFor } from '@/lib/export/fileName'
import { threadsAsked, threadsPage } from './all-threads'
import { listCategories } from './categories'
import { CRITIQUE_FORMS, type Collected, type CritiqueForm } from './collected'
import type { CritiqueQuery } from './contract.critique'
import type { ManuscriptThread } from './contract.filters'
import type { ThreadWhere } from './filters'

/** Threads read at once: some of their comments have 10,000 characters, and others want the process in between. */
const SLICE = 50

/** Collected critique as a file that is written while it is read. */
export interface CollectedFile {
  contentType: string
  /** The `Content-Disposition` header. */
  disposition: string
  pieces: AsyncIterable<string>
}

/** As everyone whom it reaches may see it: a file goes from hand to hand, so what was not told yet stays out of it. */
function asTold(thread: ManuscriptThread): ManuscriptThread {
  return thread.receipt?.sentAt === null ? { ...thread, receipt: null } : thread
}

/** One piece for each slice; the next is read when its reader has taken the one before. */
async function* pieces(
  grant: Grant<'read'>,
  where: ThreadWhere,
  form: CritiqueForm,
  about: Collected,
): AsyncGenerator<string> {
  yield form.begin(about)
  let before: ManuscriptThread | null = null
  let cursor: string | undefined
  do {
    const { threads, next } = await threadsPage(grant, where, { limit: SLICE, cursor })
    let piece = ''
    for (const thread of threads.map(asTold)) {
      piece += form.thread(thread, before, about)
      before = thread
    }
    if (piece !== '') yield piece
    cursor = next ?? undefined
  } while (cursor)
  yield form.end()
}

/**
 * All critique of a manuscript that the grant's holder may see, by chapter, as one file. When its chapters go into
 * the trash meanwhile the pieces end with an error, so that half a file is not taken for a whole one.
 * @throws {AppError} `not_found` when the manuscript is gone meanwhile, `invalid` as a list does
 */
export async function collectCritique(
  grant: Grant<'read'>,
  { format, ...filter }: CritiqueQuery,
  clock: Clock = systemClock,
): Promise<CollectedFile> {
  const manuscript = await database().manuscript.findUnique({
    where: { id: grant.manuscriptId },
    select: { id: true, title: true },
  })
  if (!manuscript) throw new AppError('not_found', 'There is no such manuscript any more.')
  const where = await threadsAsked(grant, filter)
  const at = new Date(clock.now())
  await recordAudit(database(), {
    ...{ action: 'critique.collected', actorId: grant.viewer.userId, subject: manuscript.id },
    ...{ details: { format }, at },
  })
  const form = CRITIQUE_FORMS[format]
  const { categories } = await listCategories(grant)
  const labels = new Map(categories.map(({ key, label }) => [key, label]))
  const categoryName = (key: string) => labels.get(key) ?? key
  const about = { manuscript, collectedAt: at.toISOString(), categoryName }
  return {
    contentType: form.contentType,
    disposition: contentDisposition(fileNameFor(`Notes on ${manuscript.title}`, format)),
    pieces: pieces(grant, where, form, about),
  }
}
