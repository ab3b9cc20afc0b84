import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import type { Grant, Viewer, WorkshopGrant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { PAGE_LIMIT, type Page } from '@/lib/paging'
import { listChapters } from './chapters'
import { listCollaborators } from './collaborators'
import {
  MANUSCRIPT_LIMITS,
  type ManuscriptChange,
  type ManuscriptList,
  type ManuscriptView,
  type NewManuscript,
} from './contract'
import { abilitiesOf, summariesFor } from './summaries'

/** The tag as BCP 47 writes it: `EN-gb` becomes `en-GB`. */
function canonical(language: string): string {
  return Intl.getCanonicalLocales(language)[0] ?? language
}

/** Makes a manuscript in the workshop with its maker as author, and answers its id. */
export async function createManuscript(
  grant: WorkshopGrant<'write'>,
  input: NewManuscript,
  clock: Clock = systemClock,
): Promise<{ id: string }> {
  const id = newId()
  const at = new Date(clock.now())
  const { userId } = grant.viewer
  await inTransaction(async (tx) => {
    await tx.manuscript.create({
      data: {
        id,
        workshopId: grant.workshopId,
        title: input.title,
        language: canonical(input.language),
        createdById: userId,
        createdAt: at,
      },
    })
    await tx.collaborator.create({ data: { manuscriptId: id, userId, role: 'author', addedAt: at } })
  })
  return { id }
}

/** Changes title or language, or shares the manuscript with the whole workshop (`workshopRole`, null ends it). */
export async function changeManuscript(
  grant: Grant<'administer'>,
  change: ManuscriptChange,
  clock: Clock = systemClock,
): Promise<void> {
  const { manuscriptId } = grant
  const { title, language, workshopRole } = change
  await inTransaction(async (tx) => {
    await tx.manuscript.update({
      where: { id: manuscriptId },
      data: { title, language: language && canonical(language), workshopRole },
      select: { id: true },
    })
    if (workshopRole === undefined) return
    const at = new Date(clock.now())
    await recordAccessChange(tx, { manuscriptId }, at)
    await recordAudit(tx, {
      action: 'manuscript.shared',
      actorId: grant.viewer.userId,
      subject: manuscriptId,
      details: { role: workshopRole ?? 'none' },
      at,
    })
  })
  if (workshopRole !== undefined) announceAccessChange({ manuscriptId })
}

/** The manuscript with its chapters in order and the people who have a role of their own on it. */
export async function viewManuscript(grant: Grant<'read'>): Promise<ManuscriptView> {
  const [{ manuscripts }, { chapters }, { collaborators }] = await Promise.all([
    summariesFor(grant.viewer, { id: grant.manuscriptId }, { limit: 1 }),
    listChapters(grant, { limit: MANUSCRIPT_LIMITS.chapters }),
    listCollaborators(grant, { limit: PAGE_LIMIT }),
  ])
  const [summary] = manuscripts
  if (!summary) throw new AppError('not_found', 'There is no such manuscript any more.')
  return { ...summary, can: abilitiesOf(summary.role), chapters, collaborators }
}

/** Every manuscript `viewer` may read, newest first. */
export function listManuscripts(viewer: Viewer, page: Page): Promise<ManuscriptList> {
  return summariesFor(viewer, {}, page)
}

/** The manuscripts of a workshop that its member may read, newest first. */
export function listWorkshopManuscripts(grant: WorkshopGrant<'see'>, page: Page): Promise<ManuscriptList> {
  return summariesFor(grant.viewer, { workshopId: grant.workshopId }, page)
}
