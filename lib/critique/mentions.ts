import type { ChapterGrant } from '@/lib/access/contract'
import { readersOf } from '@/lib/access/visible'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { pageOf, type Page } from '@/lib/paging'
import type { ReaderList } from './contract.mentions'

/**
 * Who may be called in a note of the chapter: whoever may read it, by name.
 * @throws {AppError} `invalid` for a cursor that is no person of the list
 */
export async function listReaders(grant: ChapterGrant<'read'>, { limit, cursor }: Page): Promise<ReaderList> {
  const where = readersOf(grant)
  const last = cursor
    ? await database().user.findUnique({ where: { id: cursor }, select: { name: true } })
    : null
  if (cursor && !last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this chapter')
  const after = last && {
    OR: [{ name: { gt: last.name } }, { name: last.name, id: { gt: cursor ?? '' } }],
  }
  const found = await database().user.findMany({
    where: after ? { AND: [where, after] } : where,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    select: { id: true, name: true, colour: true },
  })
  const { rows, next } = pageOf(found, limit, (row) => row.id)
  return { people: rows.map(({ id, name, colour }) => ({ userId: id, name, colour })), next }
}

/**
 * The people whom a comment calls, each once.
 * @throws {AppError} `invalid` when one of them may not read the chapter: nobody is told of what he cannot see
 */
export async function mentionsOf(
  grant: ChapterGrant<'read'>,
  ids: readonly string[],
): Promise<{ userId: string }[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const may = await database().user.count({ where: { AND: [readersOf(grant), { id: { in: wanted } }] } })
  if (may < wanted.length)
    throw new AppError('invalid', 'mentions: not everybody you call here may read this chapter')
  return wanted.map((userId) => ({ userId }))
}
