import type { ChapterGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { countWords } from '@/lib/text/words'
import type { WrittenBlock } from '@/lib/text/written-by'
import type { AuthorsView } from './contract.past'
import { askPast } from './past'
import { doPastWork } from './past-work'
import { peopleById } from './versions-threads'

/** The owner of each Yjs client that wrote in a doc; an owner is for ever. */
async function ownersOf(docId: string): Promise<ReadonlyMap<number, string>> {
  const writers = await database().docWriter.findMany({
    where: { docId },
    select: { clientId: true, userId: true },
  })
  return new Map(writers.map(({ clientId, userId }) => [Number(clientId), userId]))
}

/** Words and characters of each owner; words of two people count for both. */
function tally(blocks: readonly WrittenBlock[], owners: ReadonlyMap<number, string>) {
  const figures = new Map<string, { words: number; characters: number }>()
  for (const { runs } of blocks) {
    const texts = new Map<string, string>()
    for (const { text, by } of runs) {
      const owner = owners.get(by)
      if (owner) texts.set(owner, `${texts.get(owner) ?? ''}${text}`)
    }
    for (const [owner, text] of texts) {
      const { words, characters } = figures.get(owner) ?? { words: 0, characters: 0 }
      figures.set(owner, { words: words + countWords(text), characters: characters + text.length })
    }
  }
  return [...figures].sort(([, a], [, b]) => b.characters - a.characters)
}

/** The text as it is, each piece with who wrote it. @throws {AppError} `unavailable` */
export async function authorsOf({ docId }: ChapterGrant<'edit'>): Promise<AuthorsView> {
  const [{ blocks, since, seq }, owners] = await Promise.all([
    askPast(docId, (key) => doPastWork('authors', key)),
    ownersOf(docId),
  ])
  const figures = tally(blocks, owners)
  const person = await peopleById(figures.map(([userId]) => userId))
  const indexOf = new Map(figures.map(([userId], index) => [userId, index]))
  return {
    people: figures.map(([userId, figure]) => ({ person: person(userId), ...figure })),
    blocks: blocks.map(({ kind, level, quotes, runs }) => ({
      ...{ kind, level, quotes },
      pieces: runs.map(({ text, marks, by }) => ({
        text,
        marks: [...marks],
        by: indexOf.get(owners.get(by) ?? '') ?? null,
      })),
    })),
    since: since === null ? null : new Date(since).toISOString(),
    seq,
  }
}
