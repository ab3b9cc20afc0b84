import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { MarkedRun } from '@/lib/text/block-edits'
import type { EncodedAnchor } from '@/lib/text/anchor'

/** What is needed to take an accepted suggestion back: where its words stand, with those around, and what stood there. */
export interface TakeBack {
  anchor: EncodedAnchor
  /** How many characters of the passage stand before the suggestion's own. */
  before: number
  old: MarkedRun[]
}

/** What is stored with the text of a decision, in its transaction. */
export interface Decision {
  kind: 'suggestion'
  threadId: string
  status: 'accepted' | 'open'
  byUserId: string
  /** ISO time. */
  at: string
  takeBack: TakeBack | null
  /** Where the old words stand again, when it was taken back. */
  anchor: { version: number; anchor: EncodedAnchor; seq: number } | null
}

/**
 * The writes of a decision that stand or fall with its text (`companionWrites` of the update log). None of them can fail
 * for what somebody else did meanwhile: a write that failed would take back the words of everybody in the chapter.
 */
export function decisionWrites(companion: unknown): Prisma.PrismaPromise<unknown>[] {
  const { threadId, status, byUserId, at, takeBack, anchor } = companion as Decision
  const time = new Date(at)
  const isAccepted = status === 'accepted'
  const kept: object | null = takeBack
  const row = database().thread.updateMany({
    where: { id: threadId },
    data: {
      status,
      updatedAt: time,
      resolvedAt: isAccepted ? time : null,
      resolvedById: isAccepted ? byUserId : null,
      ...(kept && { takeBack: kept }),
    },
  })
  const audit = database().auditEntry.create({
    data: {
      at: time,
      actorId: byUserId,
      action: `suggestion.${isAccepted ? 'accepted' : 'taken_back'}`,
      subject: threadId,
    },
    select: { id: true },
  })
  if (!anchor) return [row, audit]
  const { version, seq } = anchor
  const encoded = { ...anchor.anchor }
  return [
    row,
    audit,
    database().threadAnchor.upsert({
      where: { threadId_version: { threadId, version } },
      create: { threadId, version, anchor: encoded, seq, origin: 'edit', createdAt: time },
      update: { anchor: encoded, seq, origin: 'edit', createdAt: time },
      select: { threadId: true },
    }),
  ]
}
