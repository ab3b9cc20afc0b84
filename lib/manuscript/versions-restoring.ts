import type { ChapterGrant } from '@/lib/access/contract'
import { systemClock, type Clock } from '@/lib/clock'
import type { RestoredView } from './contract.versions'
import { versionRow } from './versions'
import { writeOver } from './writing-over'

const TOO_FAST = 'The chapter changed too fast to restore this version. Nothing was changed; try again.'

/**
 * Makes the chapter say what a version says, as a new edit by the viewer, see `writeOver`. What stood there is recorded as a
 * version `before_restore`.
 * @throws {AppError} `not_found`, `conflict` when the chapter changed too fast, `unavailable`
 */
export async function restoreVersion(
  grant: ChapterGrant<'edit'>,
  versionId: string,
  clock: Clock = systemClock,
): Promise<RestoredView> {
  const { bytes } = await versionRow(grant, versionId)
  return writeOver(grant, bytes, { kind: 'before_restore', tooFast: TOO_FAST, clock })
}
