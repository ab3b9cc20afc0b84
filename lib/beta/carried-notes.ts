import type { ReaderGrant } from '@/lib/access/contract'
import { placementView } from '@/lib/critique/views'
import { database } from '@/lib/db/client'
import { doTextWork } from '@/lib/manuscript/text-work'
import { Recent } from '@/lib/recent'
import type { Placement } from '@/lib/text/placement'
import type { CarriedView } from './contract.reading'
import { editionPage, type EditionPage } from './edition-pages'
import type { NoteRow } from './note-views'
import { paragraphAt, passageOfParagraph } from './page'
import { mustBeOpen } from './reading'

/** Placements kept between requests. A note's words and an edition never change, so one is made once. */
const KEPT = 4_000

/** So many are placed at a time: each costs some milliseconds, and other text work goes in between. */
const AT_ONCE = 100

const kept = new Recent<string, Placement>(KEPT)

const keyOf = ({ id }: NoteRow, to: EditionPage) => `${id} ${to.summary.id}`

/** A note on a block without words (a scene break) stands where that block stands. */
function placeBlock({ paragraph, from }: NoteRow, before: EditionPage, to: EditionPage): Placement {
  const id = before.blocks[paragraph]?.id
  const passage = passageOfParagraph(
    to.blocks,
    to.blocks.findIndex((block) => block.id === id),
  )
  if (passage) return { state: 'exact', ...passage }
  return { state: 'unplaced', reason: 'gone', near: Math.min(from, to.text.length) }
}

/** Placements by the note's id. */
type Placed = Map<string, Placement>

async function placeWords(
  rows: readonly NoteRow[],
  fromId: string,
  to: EditionPage,
  found: Placed,
): Promise<void> {
  const editions = await database().betaEdition.findMany({
    where: { id: { in: [fromId, to.summary.id] } },
    select: { id: true, version: { select: { bytes: true } } },
  })
  const bytesOf = (id: string) => editions.find((one) => one.id === id)?.version.bytes
  const [from, into] = [bytesOf(fromId), bytesOf(to.summary.id)]
  if (!from || !into) return
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE)
    const placed = await doTextWork('carry', {
      ...{ from, to: into, passages: some.map((row) => ({ from: row.from, to: row.to })) },
    })
    for (const [index, row] of some.entries()) {
      const placement = placed[index]
      if (placement) found.set(row.id, kept.use(keyOf(row, to), placement))
    }
  }
}

/** Places these notes of one edition in a later one, as far as they were not placed before. */
async function placeAll(
  rows: readonly NoteRow[],
  fromId: string,
  to: EditionPage,
  found: Placed,
): Promise<void> {
  const before = await editionPage(to.sessionId, fromId)
  const named: NoteRow[] = []
  for (const row of rows) {
    const known = kept.get(keyOf(row, to))
    if (known) found.set(row.id, kept.use(keyOf(row, to), known))
    else if (row.quote.trim() === '') found.set(row.id, placeBlock(row, before, to))
    else named.push(row)
  }
  if (named.length > 0) await placeWords(named, fromId, to, found)
}

/**
 * Where a reader's own notes on earlier editions of a chapter stand in this one, by the note's id. Nobody else's are
 * placed, and nothing about the notes changes: they stay notes of the edition in which they were made.
 * @param rows the notes of one answer, whoever's and of whatever edition
 * @throws {AppError} `not_found`; `forbidden` when the chapter is not open to him yet; `unavailable` when too much text
 *   work waits
 */
export async function carryNotes(
  grant: ReaderGrant<'read'>,
  rows: readonly NoteRow[],
  editionId: string,
): Promise<Map<string, CarriedView>> {
  const to = await editionPage(grant.sessionId, editionId)
  await mustBeOpen(grant, to.summary.chapterId)
  const own = rows.filter(
    ({ readerId, edition }) =>
      readerId === grant.readerId &&
      edition.chapterId === to.summary.chapterId &&
      edition.number < to.summary.number,
  )
  const found: Placed = new Map()
  for (const fromId of new Set(own.map((row) => row.editionId))) {
    const there = own.filter((row) => row.editionId === fromId)
    await placeAll(there, fromId, to, found)
  }
  const carried = own.flatMap((row) => {
    const placement = found.get(row.id)
    return placement ? [[row.id, carriedView(row, placement, to)] as const] : []
  })
  return new Map(carried)
}

function carriedView({ edition }: NoteRow, placement: Placement, to: EditionPage): CarriedView {
  const view = placementView(placement, to.text)
  return {
    ...{ editionId: to.summary.id, number: edition.number, placement: view },
    paragraph: paragraphAt(to.blocks, view.near ?? view.from),
  }
}
