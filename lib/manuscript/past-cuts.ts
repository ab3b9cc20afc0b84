import { randomInt } from 'node:crypto'
import type { ChapterGrant } from '@/lib/access/contract'
import { systemClock, type Clock } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { namesOf } from '@/lib/text/bits'
import type { Cut, CutBlock } from '@/lib/text/cut'
import type { PersonView } from '@/lib/workshop/contract'
import { applyAs, CLIENT_IDS, untilDone } from './applying'
import {
  PAST_LIMITS,
  type BroughtBackView,
  type CutList,
  type CutsQuery,
  type CutView,
  type TakeOutBody,
} from './contract.past'
import { askPast } from './past'
import { pieceFrom } from './past-playback'
import { doPastWork } from './past-work'
import { peopleById } from './versions-threads'

const DAY_MS = 24 * 3_600_000

const CHANGED_SINCE =
  'Somebody changed this passage since it came back, so it stays. Take out by hand what you do not want.'

const NO_CUT = 'There is no such cut passage any more. Look at the list again.'

function afterCursor(cursor: string): { at: number; id: string } {
  const [, at, id = ''] = /^(\d{1,14})_(\d{1,15}-\d{1,6})$/.exec(cursor) ?? []
  if (at === undefined) throw new AppError('invalid', 'cursor: is not the `next` of a list of cut passages')
  return { at: Number(at), id }
}

/** Blocks until `most` characters are told. */
function shortened(blocks: readonly CutBlock[], most: number): { blocks: CutBlock[]; isWhole: boolean } {
  let left = most
  const told: CutBlock[] = []
  for (const block of blocks) {
    if (left <= 0) return { blocks: told, isWhole: false }
    const runs = block.runs.flatMap(({ text, marks }) => {
      const part = text.slice(0, Math.max(left, 0))
      left -= text.length
      return part === '' ? [] : [{ text: part, marks }]
    })
    told.push({ ...block, runs })
  }
  return { blocks: told, isWhole: left >= 0 }
}

function viewOf(
  { cut, isBack }: { cut: Cut; isBack: boolean },
  person: (id: string) => PersonView,
  most: number,
): CutView {
  const { blocks, isWhole } = shortened(cut.blocks, most)
  return {
    ...{ id: cut.id, words: cut.words, before: cut.before, after: cut.after, isWhole, isBack },
    at: new Date(cut.at).toISOString(),
    by: person(cut.authorId ?? ''),
    blocks: blocks.map(({ kind, level, quotes, whole, runs }) => ({
      ...{ kind, level, quotes, whole },
      pieces: runs.map(({ text, marks }) => ({ text, marks: namesOf(marks) })),
    })),
  }
}

/** The passages that were cut in the last 30 days, newest first. @throws {AppError} `invalid`, `unavailable` */
export async function listCuts(
  { docId }: ChapterGrant<'edit'>,
  { words = '', since, until, limit, cursor }: CutsQuery,
  clock: Clock = systemClock,
): Promise<CutList> {
  const earliest = clock.now() - PAST_LIMITS.cutDays * DAY_MS
  const query = {
    words,
    since: Math.max(earliest, since === undefined ? 0 : Date.parse(since)),
    until: until === undefined ? Infinity : Date.parse(until),
    after: cursor === undefined ? null : afterCursor(cursor),
    most: limit,
  }
  const found = await askPast(docId, (key) => doPastWork('cuts', { ...key, query }))
  const person = await peopleById(found.cuts.flatMap(({ cut }) => cut.authorId ?? []))
  const last = found.cuts.at(-1)?.cut
  return {
    cuts: found.cuts.map((one) => viewOf(one, person, PAST_LIMITS.excerpt)),
    next: found.more && last ? `${last.at}_${last.id}` : null,
    found: found.found,
    since: found.since === null ? null : new Date(found.since).toISOString(),
  }
}

/** A cut passage with all its words. @throws {AppError} `not_found`, `unavailable` */
export async function showCut({ docId }: ChapterGrant<'edit'>, cutId: string): Promise<CutView> {
  const found = await askPast(docId, (key) => doPastWork('cut', { ...key, cutId }))
  if (!found) throw new AppError('not_found', NO_CUT)
  const person = await peopleById(found.cut.authorId ? [found.cut.authorId] : [])
  return viewOf(found, person, Infinity)
}

/**
 * Brings a cut passage back to where it stood, as a new edit by the viewer that everybody who has the chapter open sees.
 * @throws {AppError} `not_found`, `conflict` when the chapter changed too fast, `unavailable`
 */
export async function bringBack(grant: ChapterGrant<'edit'>, cutId: string): Promise<BroughtBackView> {
  const done = await untilDone(async () => {
    const clientId = randomInt(CLIENT_IDS)
    const update = await askPast(grant.docId, (key) => doPastWork('putBack', { ...key, cutId, clientId }))
    if (!update) throw new AppError('not_found', NO_CUT)
    return applyAs(grant, update)
  }, 'The chapter changed too fast to bring this passage back. Nothing was changed; try again.')
  if (done === 'unchanged') throw new AppError('not_found', NO_CUT)
  return done
}

/**
 * Takes a passage out again that was brought back at a log position: the way back from `bringBack`, as a new edit by the
 * viewer. A paragraph that was divided for it is one again.
 * @throws {AppError} `conflict` when anybody changed those words since, `not_found` when it did not come back there,
 *   `gone`, `unavailable`
 */
export async function takeOutAgain(
  grant: ChapterGrant<'edit'>,
  cutId: string,
  { seq }: TakeOutBody,
): Promise<BroughtBackView> {
  const done = await untilDone(async () => {
    const clientId = randomInt(CLIENT_IDS)
    const piece = await pieceFrom(grant, seq)
    const taken = await askPast(grant.docId, (key) =>
      doPastWork('takeOut', { ...key, cutId, piece, clientId }),
    )
    if (taken === 'changed') throw new AppError('conflict', CHANGED_SINCE)
    if (!taken) throw new AppError('not_found', NO_CUT)
    return applyAs(grant, taken.update, taken.passage)
  }, CHANGED_SINCE)
  if (done === 'unchanged') throw new AppError('not_found', NO_CUT)
  return done
}
