import type { WorkshopGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/ids'
import type { CritiqueForm, CritiqueFormChange } from './contract.rounds'
import { formIn } from './round-views'

/** Questions as they are kept: each with an id, the one that was sent where it is there once. */
export function questionsOf(sent: CritiqueFormChange['questions']): CritiqueForm {
  const taken = new Set<string>()
  return {
    questions: sent.map(({ id, text }) => {
      const kept = id !== undefined && !taken.has(id) ? id : newId()
      taken.add(kept)
      return { id: kept, text }
    }),
  }
}

/** The questions that critics of the workshop are asked with each chapter, unless its round asks others. */
export async function showCritiqueForm({ workshopId }: WorkshopGrant<'see'>): Promise<CritiqueForm> {
  const workshop = await database().workshop.findUnique({
    where: { id: workshopId },
    select: { critiqueForm: true },
  })
  return formIn(workshop?.critiqueForm)
}

/** Asks these questions in rounds that begin from now on; open rounds keep theirs. */
export async function changeCritiqueForm(
  grant: WorkshopGrant<'host'>,
  { questions }: CritiqueFormChange,
): Promise<CritiqueForm> {
  const form = questionsOf(questions)
  await database().workshop.update({
    where: { id: grant.workshopId },
    data: { critiqueForm: form },
    select: { id: true },
  })
  return form
}
