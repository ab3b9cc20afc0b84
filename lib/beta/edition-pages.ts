import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { Recent } from '@/lib/recent'
import type { EditionSummary } from './contract'
import { editionSelect, editionSummary } from './editions'
import { blocksIn, textOf, type Blocks } from './page'

/** An edition with its text. Nothing of it ever changes. */
export interface EditionPage {
  readonly sessionId: string
  readonly summary: EditionSummary
  readonly html: string
  readonly blocks: Blocks
  /** Its plain text, in which notes are found. */
  readonly text: string
}

/** Pages kept between requests: many readers read the same few chapters at once. 30,000 words are about half a megabyte. */
const KEPT = 32

const kept = new Recent<string, EditionPage>(KEPT)

/** @throws {AppError} `not_found` when the session has no such edition */
export async function editionPage(sessionId: string, editionId: string): Promise<EditionPage> {
  const page = kept.get(editionId) ?? (await load(editionId))
  if (page?.sessionId !== sessionId)
    throw new AppError('not_found', 'There is no such edition in this beta session.')
  return kept.use(editionId, page)
}

async function load(editionId: string): Promise<EditionPage | null> {
  const row = await database().betaEdition.findUnique({
    where: { id: editionId },
    select: { ...editionSelect, sessionId: true, html: true, blocks: true },
  })
  if (!row) return null
  const blocks = blocksIn(row.blocks)
  const { sessionId, html } = row
  return { sessionId, summary: editionSummary(row), html, blocks, text: textOf(blocks) }
}
