import { compactSlice, COMPACTION, isDue, thinSegments, type CompactionWorld } from './compaction'
import type { SyncLogger } from './counters'

/** How often it looks at the docs that were written in. */
const LOOK_MS = 30_000
/** How often it looks for segments that are too old; days do not matter to the hour. */
const THIN_MS = 60 * 60 * 1000
/** The first look, at all docs: a start has more urgent work. */
const FIRST_LOOK_MS = 10_000
/** Docs that are asked for at a time. */
const DOCS_AT_A_TIME = 100

/** The compaction that runs beside a server. */
export interface Compacting {
  /** Somebody wrote in this doc. */
  wrote(docId: string): void
  /** Resolves when no look is under way. */
  settled(): Promise<void>
  /** Ends it after the step that is under way. */
  stop(): Promise<void>
}

/**
 * Compacts docs in the background, one at a time and one slice after the other, and drops segments older than 30 days.
 * A failure is logged and tried again at a later look.
 */
export function keepCompacting(world: CompactionWorld & { logger?: SyncLogger }): Compacting {
  const { archive, clock, logger } = world
  const written = new Set<string>()
  let isStopped = false
  let knowsAll = false
  let thinnedAt = -Infinity
  let running: Promise<void> = Promise.resolve()

  const compact = async (docId: string) => {
    if (!(await isDue(world, docId))) return
    for (;;) {
      const outcome = isStopped ? 'nothing' : await compactSlice(world, docId)
      if (outcome === 'left') logger?.warn({ docId, reason: 'compaction_left' }, 'sync')
      if (outcome !== 'moved' && outcome !== 'raced') return
      if ((await archive.weigh(docId)).rows < COMPACTION.enoughRows) return
      await new Promise<void>((resolve) => clock.after(COMPACTION.pauseMs, resolve))
    }
  }
  const learnAll = async () => {
    let after: string | null = null
    while (!knowsAll && !isStopped) {
      const ids: string[] = await archive.docIds(after, DOCS_AT_A_TIME)
      for (const id of ids) written.add(id)
      after = ids.at(-1) ?? null
      knowsAll = ids.length < DOCS_AT_A_TIME
    }
  }
  const thin = async () => {
    if (clock.now() - thinnedAt < THIN_MS) return
    thinnedAt = clock.now()
    for (const docId of await archive.docsWithSegmentsBefore(clock.now() - COMPACTION.keepMs))
      if (!isStopped) await thinSegments(world, docId)
  }
  const look = async () => {
    try {
      await learnAll()
      for (const docId of [...written]) {
        if (isStopped) return
        await compact(docId)
        // What is not quiet yet is looked at again; what is too light waits for its next word.
        if ((await archive.weigh(docId)).rows < COMPACTION.enoughRows) written.delete(docId)
      }
      await thin()
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error
      logger?.error({ kind, reason: 'compaction_failed' }, 'sync')
    }
  }
  let cancel = () => {}
  const next = (ms: number) => {
    cancel = clock.after(ms, () => {
      running = look().finally(() => isStopped || next(LOOK_MS))
    })
  }
  next(FIRST_LOOK_MS)
  return {
    wrote: (docId) => void written.add(docId),
    settled: () => running,
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}
