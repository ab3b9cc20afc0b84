import type { Database } from '@/lib/db/client'

const BY_PERSON = [{ userId: 'asc' as const }, { kind: 'asc' as const }]

const COMMENTS = {
  orderBy: { id: 'asc' },
  select: {
    id: true,
    edits: { orderBy: { version: 'asc' }, select: { version: true, body: true, writtenAt: true } },
    reactions: {
      orderBy: BY_PERSON,
      select: { userId: true, kind: true, at: true },
    },
    mentions: { orderBy: { userId: 'asc' }, select: { userId: true } },
  },
} as const

const THREADS = {
  id: true,
  packageId: true,
  releasedAt: true,
  ...{ decidedSeq: true, takeBack: true },
  ...{ receipt: true, receiptNote: true, receiptChange: true, receiptById: true, receiptAt: true },
  receiptSentAt: true,
  comments: COMMENTS,
} as const

const PACKAGES = {
  orderBy: { id: 'asc' },
  select: {
    ...{
      id: true,
      criticId: true,
      createdAt: true,
      updatedAt: true,
      remark: true,
      answers: true,
      place: true,
    },
    ...{ handedInAt: true, firstHandedInAt: true },
  },
} as const

const ROUNDS = {
  ...{ id: true, askedById: true, startedAt: true, question: true, form: true },
  ...{ isBlind: true, allowsOpen: true, endsAt: true, endedAt: true },
  packages: PACKAGES,
} as const

/**
 * What is said of a chapter beyond its threads' words: its rounds of critique with their packages, who may see each thread
 * since when, what became of it, and what comments read before, who reacted to them and whom they call. In one order.
 */
export async function critiqueRecord(database: Database, chapterId: string) {
  const by = { where: { chapterId }, orderBy: { id: 'asc' } } as const
  return {
    threads: await database.thread.findMany({ ...by, select: THREADS }),
    rounds: await database.critiqueRound.findMany({ ...by, select: ROUNDS }),
  }
}

/** Ids of the people that a record names. */
export function peopleOf({ threads, rounds }: Awaited<ReturnType<typeof critiqueRecord>>): (string | null)[] {
  return [
    ...rounds.flatMap(({ askedById, packages }) => [askedById, ...packages.map(({ criticId }) => criticId)]),
    ...threads.flatMap(({ receiptById, comments }) => [
      receiptById,
      ...comments.flatMap(({ reactions, mentions }) =>
        [...reactions, ...mentions].map(({ userId }) => userId),
      ),
    ]),
  ]
}
