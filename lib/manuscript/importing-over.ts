import { recordAudit } from '@/lib/accounts/audit'
import type { ChapterGrant } from '@/lib/access/contract'
import { systemClock, type Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { MANUSCRIPT_LIMITS } from './contract'
import type { RestoredView } from './contract.versions'
import type { SentFile } from './making'
import { doTextWork, type SeedChapter } from './text-work'
import { writeOver } from './writing-over'

const TOO_FAST = 'The chapter changed too fast to bring the file in. Nothing was changed; try again.'

/** The one chapter of a file; its title stays in the file. */
async function chapterIn({ bytes, name }: SentFile): Promise<SeedChapter> {
  const [chapter, ...more] = await doTextWork('file', { bytes, fileName: name })
  if (!chapter || more.length > 0)
    throw new AppError(
      'invalid',
      `The file holds ${more.length + 1} chapters. Send the one that this chapter is to say, or bring the file into the manuscript.`,
    )
  if (chapter.update.byteLength > MANUSCRIPT_LIMITS.updateBytes)
    throw new AppError('too_large', 'The file is too long for one chapter. Nothing was changed.')
  return chapter
}

/**
 * Makes a chapter say what a file says, which holds one chapter, as a new edit by the viewer, see `writeOver`: notes stay on
 * the words that stay. What stood there is recorded as a version `before_import`; the chapter keeps its title.
 * @param signal aborted when whoever sent the file has cancelled; looked at for the last time before anything is written
 * @throws {AppError} `invalid`, `unsupported` or `too_large` with a sentence about the file, `gone` when cancelled,
 *   `conflict` when the chapter changed too fast, `unavailable`
 */
export async function importOver(
  grant: ChapterGrant<'edit'>,
  file: SentFile,
  signal: AbortSignal | null = null,
  clock: Clock = systemClock,
): Promise<RestoredView> {
  const { packed } = await chapterIn(file)
  if (signal?.aborted) throw new AppError('gone', 'The import was cancelled. Nothing was changed.')
  const done = await writeOver(grant, packed, { kind: 'before_import', tooFast: TOO_FAST, clock })
  if (done.changed)
    await inTransaction((tx) =>
      recordAudit(tx, {
        action: 'chapter.imported_over',
        actorId: grant.viewer.userId,
        subject: grant.chapterId,
        details: { bytes: file.bytes.byteLength },
        at: new Date(clock.now()),
      }),
    )
  return done
}
