import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeChapter } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { newId } from '@/lib/ids'
import { openCritique, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { CRITIQUE_FORMS } from './collected'
import { collectCritique } from './collecting'
import { addComment } from './comments'
import { CollectedCritique, CritiqueQuery, type CritiqueFormat } from './contract.critique'
import { changeThread, openThread } from './threads'

const world = workshopDatabase()
let critique: Critique

beforeEach(async () => {
  critique = await openCritique('The ferry left at six, as it had every evening since the bridge went.')
})
afterEach(() => critique.close())

async function collected(format: CritiqueFormat, filter: object = {}, viewer: Viewer = critique.odile) {
  const grant = await authorize(viewer, critique.manuscriptId, 'read')
  const file = await collectCritique(grant, CritiqueQuery.parse({ format, ...filter }))
  let text = ''
  let many = 0
  for await (const piece of file.pieces) {
    text += piece
    many += 1
  }
  return { ...file, text, many }
}

/** Cells of a table after RFC 4180, read by a reader that knows nothing of how they were written. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  const cells = csv.replace(/^\ufeff/, '').matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/g)
  for (const [, cell = '', after] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (after === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

async function aWholeConversation(): Promise<void> {
  const { ines, mara, kit } = critique
  const thread = await critique.open(ines, {
    ...{ quote: { exact: 'since the bridge went' }, category: 'plot' },
    body: 'When did it go?\n# and **why**?',
  })
  await addComment(await critique.thread(mara, thread.id, 'comment'), { body: 'Chapter two, "later".' })
  await changeThread(await critique.thread(mara, thread.id, 'comment'), { status: 'resolved' })
  const second = await critique.add('What the Tide Kept', 'The bell rang twice.')
  await openThread(await authorizeChapter(kit, second, 'comment'), {
    ...{ kind: 'comment', body: '=HYPERLINK("http://example.org")' },
  })
}

describe('all critique of a manuscript', () => {
  it('is JSON with everything the list has', async () => {
    await aWholeConversation()
    const { text, contentType, disposition } = await collected('json')
    const { manuscript, threads } = CollectedCritique.parse(JSON.parse(text))
    expect(manuscript.title).toBe('The Last Ferry')
    expect(threads.map(({ chapter, comments }) => [chapter.title, comments.length])).toEqual([
      ...[
        ['Forty Steps', 2],
        ['What the Tide Kept', 1],
      ],
    ])
    expect(threads[0]).toMatchObject({
      ...{ quote: 'since the bridge went', status: 'resolved', category: 'plot' },
      placement: { state: 'exact', text: 'since the bridge went' },
    })
    expect(contentType).toContain('application/json')
    expect(disposition).toContain('Notes on The Last Ferry.json')
  })

  it('is Markdown in which nobody’s words begin a heading of it', async () => {
    await aWholeConversation()
    const { text } = await collected('md')
    expect(text).toContain('# Notes on The Last Ferry\n')
    expect(text.match(/^## .*$/gm)).toEqual(['## 1. Forty Steps', '## 2. What the Tide Kept'])
    expect(text).toMatch(/^### Ines Rautio · Plot · resolved by Mara Voss · /m)
    expect(text).toContain('> since the bridge went\n')
    expect(text).toContain('> When did it go?\n> # and **why**?\n')
    expect(text).toContain('*On the whole chapter*')
  })

  it('is a table with a row for each comment, and no formula in it', async () => {
    await aWholeConversation()
    const [head = [], ...rows] = cellsOf((await collected('csv')).text)
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)])
    expect(rows).toHaveLength(3)
    expect(rows.every((row) => row.length === head.length)).toBe(true)
    expect(column('chapter_title')).toEqual(['Forty Steps', 'Forty Steps', 'What the Tide Kept'])
    expect(column('comment')).toEqual([
      'When did it go?\n# and **why**?',
      'Chapter two, "later".',
      '\'=HYPERLINK("http://example.org")',
    ])
    expect(column('comment_by')).toEqual(['Ines Rautio', 'Mara Voss', 'Kit Halvorsen'])
    expect(column('placement')).toEqual(['exact', 'exact', ''])
    expect(column('state')).toEqual(['resolved', 'resolved', 'open'])
  })

  it('is filtered as the list is', async () => {
    await aWholeConversation()
    const { text } = await collected('json', { author: critique.kit.userId })
    expect(CollectedCritique.parse(JSON.parse(text)).threads).toHaveLength(1)
    const none = await collected('json', { q: 'harpoon' })
    expect(CollectedCritique.parse(JSON.parse(none.text)).threads).toEqual([])
  })

  it('comes in pieces, so that a thousand notes are never held at once', async () => {
    const { chapterId, ines } = critique
    const at = new Date()
    const ids = Array.from({ length: 1_000 }, () => newId())
    const of = { authorId: ines.userId, createdAt: at }
    await world.db.thread.createMany({
      data: ids.map((id) => ({
        ...of,
        id,
        chapterId,
        kind: 'comment' as const,
        updatedAt: at,
        releasedAt: at,
      })),
    })
    await world.db.comment.createMany({
      data: ids.map((threadId) => ({ ...of, id: newId(), threadId, body: 'And here.' })),
    })
    const { text, many } = await collected('json')
    const { threads } = CollectedCritique.parse(JSON.parse(text))
    expect(new Set(threads.map(({ id }) => id)).size).toBe(1_000)
    expect(many).toBeGreaterThan(8)
  })

  it('has no deleted words in any form', async () => {
    const { ines } = critique
    const thread = await critique.open(ines, { body: 'Forget the heron.' })
    await addComment(await critique.thread(critique.kit, thread.id, 'comment'), { body: 'Never.' })
    await world.db.comment.updateMany({
      where: { body: 'Forget the heron.' },
      data: { deletedAt: new Date() },
    })
    for (const format of Object.keys(CRITIQUE_FORMS) as CritiqueFormat[])
      expect((await collected(format)).text, format).not.toContain('heron')
  })
})
