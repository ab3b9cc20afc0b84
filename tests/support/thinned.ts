import { join } from 'node:path'
import { systemClock } from '@/lib/clock'
import { openDatabase } from '@/lib/db/open'
import { compactSlice, COMPACTION, thinSegments, type CompactionWorld } from '@/lib/sync/compaction'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { mergeAtOnce } from './log-life'

/** Looks after the log of a doc as a server does, beside one that runs. */
async function besides<T>(dataDir: string, act: (world: CompactionWorld) => Promise<T>): Promise<T> {
  const db = await openDatabase(join(dataDir, 'scriptorium.sqlite'))
  try {
    return await act({ archive: openPrismaArchive(db), merge: mergeAtOnce, clock: systemClock })
  } finally {
    await db.$disconnect()
  }
}

/** Moves all rows of a doc behind a snapshot, as if enough of them had come together. */
export async function compactNow(dataDir: string, docId: string): Promise<void> {
  const outcome = await besides(dataDir, (world) => compactSlice(world, docId))
  if (outcome !== 'moved') throw new Error(`The compaction of ${docId} ended as ${outcome}.`)
}

/** Drops what is older than 30 days, as if they had passed. @returns how many segments went */
export function thinInAMonth(dataDir: string, docId: string): Promise<number> {
  const now = () => Date.now() + COMPACTION.keepMs + 60_000
  return besides(dataDir, (world) => thinSegments({ ...world, clock: { ...world.clock, now } }, docId))
}
