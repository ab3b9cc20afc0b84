import * as Y from 'yjs'
import { AppError } from '@/lib/errors'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { Damage, StoredDoc, UpdateLog } from './contract'
import { DamagedDoc } from './building'

/** A doc that was opened; with `damage`, at its last good version. */
export interface Opened<T> {
  doc: T
  damage?: Damage
}

/**
 * Loads a doc and opens it, at its last good version when what is stored is damaged. That it is damaged is recorded
 * before anything is served, so that nothing is appended to it any more.
 * @param open makes the doc of what was read; throws a `DamagedDoc` when that does not fit together
 * @returns null when there is no such doc
 * @throws {DamagedDoc} when nothing of it can be read; it is in quarantine then
 */
export async function openSound<T>(
  log: Pick<UpdateLog, 'load' | 'quarantine'>,
  docId: string,
  open: (stored: StoredDoc) => T | Promise<T>,
): Promise<Opened<T> | null> {
  const stored = await log.load(docId)
  if (!stored) return null
  const { doc, damage } = await openFitting(stored, open)
  if (damage) await log.quarantine(docId, damage)
  if (doc === null) throw new DamagedDoc('Nothing of the doc can be read.')
  return { doc, damage }
}

async function openFitting<T>(
  stored: StoredDoc,
  open: (stored: StoredDoc) => T | Promise<T>,
): Promise<{ doc: T | null; damage?: Damage }> {
  const isNothing = ({ damage, seq }: StoredDoc) => damage !== undefined && seq === 0
  if (isNothing(stored)) return { doc: null, damage: stored.damage }
  try {
    return { doc: await open(stored), damage: stored.damage }
  } catch (error) {
    if (!(error instanceof DamagedDoc)) throw error
    const fitting = fittingPart(stored)
    return { doc: isNothing(fitting) ? null : await open(fitting), damage: fitting.damage }
  }
}

/**
 * The longest beginning of a doc whose rows apply and refer to nothing that is missing. Row by row, which is slow;
 * only a doc that does not open as a whole is looked at like this.
 */
export function fittingPart(stored: StoredDoc): StoredDoc {
  const { snapshot, rows } = stored
  const lastSeq = Math.max(stored.damage?.lastSeq ?? 0, stored.seq)
  const doc = new Y.Doc()
  doc.getXmlFragment(CHAPTER_FRAGMENT)
  const fits = (bytes: Uint8Array) => {
    try {
      Y.applyUpdate(doc, bytes)
    } catch (error) {
      if (error instanceof Error) return false
      throw error
    }
    return !doc.store.pendingStructs && !doc.store.pendingDs
  }
  const isBaseGood = !snapshot || fits(snapshot.bytes)
  const firstBad = isBaseGood ? rows.findIndex(({ bytes }) => !fits(bytes)) : 0
  doc.destroy()
  if (isBaseGood && firstBad === -1) return stored
  const good = rows.slice(0, firstBad)
  const goodSeq = isBaseGood ? (good.at(-1)?.seq ?? snapshot?.uptoSeq ?? 0) : 0
  const damage: Damage = { goodSeq, lastSeq, reason: 'does_not_fit' }
  return { ...stored, seq: goodSeq, snapshot: isBaseGood ? snapshot : undefined, rows: good, damage }
}

/** What somebody hears who would write in a doc in quarantine. */
export function quarantined(): AppError {
  return new AppError(
    'conflict',
    'Part of this chapter is damaged where it is stored, so its last good version is open for reading only. ' +
      'Nothing was overwritten. Whoever runs the server can repair it.',
  )
}
