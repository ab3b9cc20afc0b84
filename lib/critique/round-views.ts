import { MANUSCRIPT_VERBS, type ChapterGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import type { PersonView } from '@/lib/workshop/contract'
import { CritiqueForm, type PackageView, type RoundView } from './contract.rounds'
import { isIndependent } from './independence'
import { peopleNamed } from './views'
import { hasEnded, isBoundIn, sees, sightOf, threadsSeenBy, type Sight } from './visible'

/** What every query of rounds reads. */
export const roundSelect = {
  ...{ id: true, chapterId: true, askedById: true, startedAt: true, question: true, form: true },
  ...{ isBlind: true, allowsOpen: true, endsAt: true, endedAt: true },
  packages: {
    orderBy: [{ handedInAt: 'asc' as const }, { id: 'asc' as const }],
    select: {
      ...{ id: true, roundId: true, criticId: true, createdAt: true, updatedAt: true, remark: true },
      ...{ answers: true, place: true, handedInAt: true, firstHandedInAt: true },
    },
  },
}

interface PackageRow {
  id: string
  roundId: string
  criticId: string
  createdAt: Date
  updatedAt: Date
  remark: string
  answers: unknown
  place: string | null
  handedInAt: Date | null
  firstHandedInAt: Date | null
}

/** A row of `roundSelect`. */
export interface RoundRow {
  id: string
  chapterId: string
  askedById: string
  startedAt: Date
  question: string
  form: unknown
  isBlind: boolean
  allowsOpen: boolean
  endsAt: Date | null
  endedAt: Date | null
  packages: PackageRow[]
}

/** The answers of a package as the column holds them, without empty ones. */
export function answersIn(column: unknown): Record<string, string> {
  const entries = Object.entries((column ?? {}) as Record<string, unknown>)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''),
  )
}

/** The form of a round or a workshop as its column holds it; without one there are no questions. */
export function formIn(column: unknown): CritiqueForm {
  return CritiqueForm.safeParse(column).data ?? { questions: [] }
}

interface Note {
  id: string
  packageId: string | null
  releasedAt: Date | null
}

/** The notes of these packages that reach the viewer, by package. */
async function notesOf(sight: Sight, packageIds: string[]): Promise<Map<string, Note[]>> {
  const notes = await database().thread.findMany({
    where: { packageId: { in: packageIds }, deletedAt: null, AND: [threadsSeenBy(sight)] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, packageId: true, releasedAt: true },
  })
  const byPackage = new Map<string, Note[]>()
  for (const note of notes) {
    const id = note.packageId ?? ''
    byPackage.set(id, [...(byPackage.get(id) ?? []), note])
  }
  return byPackage
}

interface PackageWorld {
  round: RoundRow
  isOver: boolean
  viewerId: string
  person: (id: string) => PersonView
  notes: Note[]
}

function packageView(row: PackageRow, { round, isOver, viewerId, person, notes }: PackageWorld): PackageView {
  const isMine = row.criticId === viewerId
  const answers = answersIn(row.answers)
  const held = isMine ? notes.filter(({ releasedAt }) => releasedAt === null).length : 0
  const isEmpty = notes.length === 0 && row.remark.trim() === '' && Object.keys(answers).length === 0
  const handedIn = row.handedInAt !== null
  return {
    ...{ id: row.id, roundId: row.roundId, critic: person(row.criticId), remark: row.remark, answers },
    notes: notes.map(({ id }) => id),
    held,
    progress: { answered: Object.keys(answers).length, questions: formIn(round.form).questions.length },
    place: isMine ? row.place : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    handedInAt: row.handedInAt?.toISOString() ?? null,
    firstHandedInAt: row.firstHandedInAt?.toISOString() ?? null,
    independent: isIndependent({ firstHandedInAt: row.firstHandedInAt, round }, row.updatedAt),
    can: {
      write: isMine && !handedIn,
      handIn: isMine && (handedIn ? held > 0 : !isEmpty),
      withdraw: isMine && handedIn && !isOver,
    },
  }
}

/** When a round ended: by its author's hand, or by its date once that has passed. */
function endOf({ endedAt, endsAt }: RoundRow, now: Date): Date | null {
  return endedAt ?? (endsAt && endsAt <= now ? endsAt : null)
}

/** The views of rounds of one chapter, with the packages that reach the viewer and no trace of any other. */
export async function roundViews(
  grant: ChapterGrant<'read'>,
  rows: RoundRow[],
  now = new Date(),
): Promise<RoundView[]> {
  const sight = await sightOf(grant, now)
  const { userId } = grant.viewer
  const reaching = rows.map((round) => ({
    round,
    packages: round.packages.filter(({ criticId, handedInAt }) =>
      sees(sight, { chapterId: round.chapterId, authorId: criticId, releasedAt: handedInAt }),
    ),
  }))
  const packages = reaching.flatMap((one) => one.packages)
  const notes = await notesOf(
    sight,
    packages.map(({ id }) => id),
  )
  const person = await peopleNamed([
    ...rows.map(({ askedById }) => askedById),
    ...packages.map(({ criticId }) => criticId),
  ])
  return reaching.map(({ round, packages: seen }) => {
    const isOver = hasEnded(round, now)
    const view = (row: PackageRow) =>
      packageView(row, { round, isOver, viewerId: userId, person, notes: notes.get(row.id) ?? [] })
    const mine = seen.find(({ criticId }) => criticId === userId)
    return {
      ...{ id: round.id, chapterId: round.chapterId, askedBy: person(round.askedById) },
      ...{ question: round.question, form: formIn(round.form) },
      ...{ isBlind: round.isBlind, allowsOpen: round.allowsOpen },
      startedAt: round.startedAt.toISOString(),
      endsAt: round.endsAt?.toISOString() ?? null,
      endedAt: endOf(round, now)?.toISOString() ?? null,
      isBound: !isOver && isBoundIn(sight, round.chapterId),
      mine: mine ? view(mine) : null,
      handedIn: seen.filter(({ criticId }) => criticId !== userId).map(view),
      can: {
        write: grant.role === 'critic' && !isOver,
        change: !isOver && MANUSCRIPT_VERBS[grant.role].includes('decide'),
      },
    }
  })
}
