import { recordAudit } from '@/lib/accounts/audit'
import type { Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { systemClock, type Clock } from '@/lib/clock'
import { inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { SCHEMA_VERSION } from '@/lib/prose/schema'
import { crcOf } from '@/lib/sync/soundness'
import { summaryOf } from './chapters'
import { MANUSCRIPT_LIMITS, type ChapterSummary, type ImportResult, type NewChapter } from './contract'
import { doTextWork, type SeedChapter } from './text-work'

/** A file as somebody sent it. */
export interface SentFile {
  name: string
  bytes: Uint8Array
}

function refuseTooMuch(seeds: readonly SeedChapter[], already: number): void {
  const { chapters, updateBytes } = MANUSCRIPT_LIMITS
  if (already + seeds.length > chapters)
    throw new AppError(
      'conflict',
      `A manuscript has at most ${chapters} chapters; this would make ${already + seeds.length}. Nothing was added.`,
    )
  const long = seeds.find((seed) => seed.update.byteLength > updateBytes)
  if (long)
    throw new AppError(
      'too_large',
      `“${long.title}” is too long for one chapter. Put headings where its chapters begin. Nothing was added.`,
    )
}

/**
 * Puts chapters at the end of the manuscript, each with its doc, its first update and who wrote it: only the server
 * seeds content, in the transaction that makes the chapter, so that no two browsers ever begin the same text.
 */
async function addChapters(
  tx: DatabaseTransaction,
  grant: Grant<'edit'>,
  seeds: readonly SeedChapter[],
  at: Date,
) {
  const { manuscriptId } = grant
  const { userId } = grant.viewer
  const already = await tx.chapter.count({ where: chaptersOf(grant) })
  refuseTooMuch(seeds, already)
  const chapters = seeds.map((seed, index) => ({ ...seed, id: newId(), position: already + index }))
  await tx.doc.createMany({
    data: chapters.map(({ id }) => ({ id, schemaVersion: SCHEMA_VERSION, createdAt: at })),
  })
  await tx.docUpdate.createMany({
    data: chapters.map(({ id, update }) => ({
      docId: id,
      seq: 1,
      bytes: update as Uint8Array<ArrayBuffer>,
      authorId: userId,
      createdAt: at,
      crc: crcOf(update),
    })),
  })
  await tx.docWriter.createMany({
    data: chapters.map(({ id, clientId }) => ({ docId: id, clientId: BigInt(clientId), userId })),
  })
  await tx.chapter.createMany({
    data: chapters.map(({ id, title, position, words }) => ({
      ...{ id, manuscriptId, docId: id, title, position },
      ...{ words, wordsSeq: 1, createdAt: at, editedAt: at },
    })),
  })
  // What a chapter began with is its first version; an empty page is none.
  await tx.version.createMany({
    data: chapters
      .filter(({ words }) => words > 0)
      .map(({ id, words, packed }) => ({
        ...{ id: newId(), chapterId: id, docId: id, epoch: 1, seq: 1, kind: 'automatic' as const },
        ...{ createdAt: at, words, threads: [], writerIds: [userId] },
        bytes: packed as Uint8Array<ArrayBuffer>,
      })),
  })
  return chapters.map(({ id, title, words }) => ({ id, title, words }))
}

/**
 * Makes a chapter at the end of the manuscript, with the text given as Markdown or one empty paragraph.
 * @throws {AppError} `invalid` for text that is not usable, `conflict` when the manuscript is full
 */
export async function createChapter(
  grant: Grant<'edit'>,
  input: NewChapter,
  clock: Clock = systemClock,
): Promise<ChapterSummary> {
  const seed = await doTextWork('markdown', { title: input.title, markdown: input.markdown ?? '' })
  const at = new Date(clock.now())
  const made = await inTransaction((tx) => addChapters(tx, grant, [seed], at))
  return summaryOf(grant, made[0]?.id ?? '')
}

function refuseCancelled(signal: AbortSignal | null): void {
  if (signal?.aborted) throw new AppError('gone', 'The import was cancelled. Nothing was brought in.')
}

/**
 * Makes chapters of a file: all of them, or none when anything about it is not usable or nobody waits for it any more.
 * @param signal aborted when whoever sent the file has cancelled; looked at for the last time just before the commit
 * @throws {AppError} `invalid`, `unsupported` or `too_large` with a sentence about the file; `gone` when cancelled
 */
export async function importChapters(
  grant: Grant<'edit'>,
  file: SentFile,
  signal: AbortSignal | null = null,
  clock: Clock = systemClock,
): Promise<ImportResult> {
  refuseCancelled(signal)
  const seeds = await doTextWork('file', { bytes: file.bytes, fileName: file.name })
  refuseCancelled(signal)
  const at = new Date(clock.now())
  const chapters = await inTransaction(async (tx) => {
    const made = await addChapters(tx, grant, seeds, at)
    await recordAudit(tx, {
      action: 'chapter.imported',
      actorId: grant.viewer.userId,
      subject: grant.manuscriptId,
      details: { chapters: made.length, bytes: file.bytes.byteLength },
      at,
    })
    refuseCancelled(signal)
    return made
  })
  return { chapters }
}
