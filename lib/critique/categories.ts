import { z } from 'zod'
import type { Grant, WorkshopGrant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import {
  CategoryView,
  USUAL_CATEGORIES,
  type CategoriesChange,
  type CategoryList,
} from './contract.categories'

/** Whatever proves that its holder may see a note or the workshop it belongs to. */
type Holder = Pick<Grant<'read'>, 'workshopId'> | Pick<WorkshopGrant<'see'>, 'workshopId'>

async function stored(db: DatabaseTransaction, workshopId: string): Promise<CategoryView[] | null> {
  const row = await db.workshop.findUnique({ where: { id: workshopId }, select: { categories: true } })
  return row?.categories ? z.array(CategoryView).parse(row.categories) : null
}

/** The categories of the workshop, in the order in which they are offered, with the hidden ones. */
export async function listCategories({ workshopId }: Holder): Promise<CategoryList> {
  const own = await stored(database(), workshopId)
  return { categories: own ?? [...USUAL_CATEGORIES], usual: own === null }
}

/**
 * Checks a category that somebody gives to a note.
 * @throws {AppError} `invalid` when the workshop does not offer it
 */
export async function mustBeOffered(holder: Holder, key: string): Promise<void> {
  const { categories } = await listCategories(holder)
  const offered = categories.filter(({ hidden }) => !hidden)
  if (!offered.some((one) => one.key === key))
    throw new AppError('invalid', `category: is one of ${offered.map((one) => one.key).join(', ')}`)
}

/** Those of these categories that a note of the workshop has; deleted notes count, for they can come back. */
async function inUse(
  tx: DatabaseTransaction,
  workshopId: string,
  gone: readonly CategoryView[],
): Promise<CategoryView[]> {
  const used = await tx.thread.groupBy({
    by: ['category'],
    where: { category: { in: gone.map(({ key }) => key) }, chapter: { manuscript: { workshopId } } },
  })
  const keys = new Set(used.map(({ category }) => category))
  return gone.filter(({ key }) => keys.has(key))
}

/**
 * Gives a workshop other categories, or with null the usual ones again. One that is left out and that a note has is
 * kept, hidden, so that the note still says what it is.
 * @returns all of them, with those that were kept
 */
export async function changeCategories(
  grant: WorkshopGrant<'host'>,
  { categories }: CategoriesChange,
): Promise<CategoryList> {
  const { workshopId, viewer } = grant
  return inTransaction(async (tx) => {
    const before = (await stored(tx, workshopId)) ?? USUAL_CATEGORIES
    const wanted = categories ?? USUAL_CATEGORIES
    const keys = new Set(wanted.map(({ key }) => key))
    const kept = await inUse(
      tx,
      workshopId,
      before.filter(({ key }) => !keys.has(key)),
    )
    const next = [...wanted, ...kept.map((one) => ({ ...one, hidden: true }))]
    await tx.workshop.update({ where: { id: workshopId }, data: { categories: next }, select: { id: true } })
    await recordAudit(tx, {
      ...{ action: 'workshop.categories_changed', actorId: viewer.userId, subject: workshopId },
      ...{ details: { offered: next.filter(({ hidden }) => !hidden).length }, at: new Date() },
    })
    return { categories: next, usual: false }
  })
}
