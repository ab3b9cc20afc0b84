import { READER_TOKEN_PREFIX } from '@/lib/access/authorize-reader'
import type { Viewer } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { COLOURS } from '@/lib/accounts/people'
import { hashOfSecret } from '@/lib/accounts/secrets'
import { inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId, newSecret } from '@/lib/ids'
import { BETA_LIMITS } from './contract'
import type { JoinBody, JoinedView } from './contract.access'
import { linkOf, personalLink, reasonAgainst, type Link } from './invitations'

/** A token for one more device of a reader; of too many the oldest ones go. */
async function admitDevice(tx: DatabaseTransaction, readerId: string, now: Date): Promise<string> {
  const token = READER_TOKEN_PREFIX + newSecret()
  const devices = await tx.betaLogin.findMany({
    where: { readerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: BETA_LIMITS.devicesPerReader - 1,
    select: { id: true },
  })
  await tx.betaLogin.deleteMany({ where: { id: { in: devices.map(({ id }) => id) } } })
  const data = { id: newId(), readerId, hash: hashOfSecret(token), createdAt: now }
  await tx.betaLogin.create({ data, select: { id: true } })
  return token
}

interface Reader {
  id: string
  name: string
}

async function newReader(
  tx: DatabaseTransaction,
  link: Link,
  { name, viewer }: { name: string; viewer: Viewer | null },
  now: Date,
): Promise<Reader> {
  const { sessionId } = link
  const many = await tx.betaReader.count({ where: { sessionId } })
  if (many >= BETA_LIMITS.readers)
    throw new AppError('conflict', `A session has at most ${BETA_LIMITS.readers} readers.`)
  const reader = { id: newId(), name }
  await tx.betaReader.create({
    data: {
      ...{ ...reader, sessionId, userId: viewer?.userId ?? null, email: viewer?.email ?? link.email },
      colour: viewer?.colour ?? COLOURS[many % COLOURS.length] ?? COLOURS[0],
      ...{ joinedAt: now, lastSeenAt: now },
    },
    select: { id: true },
  })
  const details = { sessionId, guest: viewer === null }
  await recordAudit(tx, {
    ...{ action: 'beta_reader.joined', subject: reader.id, details, at: now },
    ...(viewer && { actorId: viewer.userId }),
  })
  return reader
}

/** Counts one use in a single conditional write, so that any number of people at once use a link up exactly. */
async function useUp(tx: DatabaseTransaction, link: Link, readerId: string): Promise<void> {
  const { count } = await tx.betaInvitation.updateMany({
    where: { id: link.id, revokedAt: null, uses: { lt: link.maxUses } },
    data: { uses: { increment: 1 }, ...(link.isPersonal && { readerId }) },
  })
  if (count === 0) throw new AppError('gone', 'As many people as it was meant for have used this link.')
}

/** Whose link it is already, or, of an open one, the reader that the signed-in person is in its session. */
async function readerAlready(
  tx: DatabaseTransaction,
  link: Link,
  viewer: Viewer | null,
): Promise<Reader | null> {
  if (link.reader) {
    const { id, name, userId } = link.reader
    if (viewer && !userId) await bindAccount(tx, { readerId: id, sessionId: link.sessionId }, viewer)
    return { id, name }
  }
  if (!viewer) return null
  const { sessionId } = link
  const row = await tx.betaReader.findUnique({
    where: { sessionId_userId: { sessionId, userId: viewer.userId } },
    select: { id: true, name: true, removedAt: true },
  })
  if (row?.removedAt) throw new AppError('gone', 'The author has ended your reading in this session.')
  return row
}

/** Makes a guest's reading that of an account, unless that account reads in the session already. */
export async function bindAccount(
  tx: DatabaseTransaction,
  { readerId, sessionId }: { readerId: string; sessionId: string },
  { userId }: Viewer,
): Promise<boolean> {
  if ((await tx.betaReader.count({ where: { sessionId, userId } })) > 0) return false
  const { count } = await tx.betaReader.updateMany({
    where: { id: readerId, sessionId, userId: null, removedAt: null },
    data: { userId },
  })
  return count > 0
}

/**
 * Joins a session through a link, as a guest or as who is signed in. Again with a personal link it is the same reader, on
 * another device, and nothing is used up. A guest of an open link gets a personal one.
 * @throws {AppError} `not_found` for a link that was never made or leads to another session, `gone` with the reason when
 *   it works no more, `invalid` when a new reader gives no name
 */
export async function joinSession(
  sessionId: string,
  { token: secret, name }: JoinBody,
  viewer: Viewer | null,
  now = new Date(),
): Promise<JoinedView> {
  return inTransaction(async (tx) => {
    const link = await linkOf(tx, secret)
    if (link.sessionId !== sessionId)
      throw new AppError('not_found', 'This link leads to another beta session.')
    const reason = reasonAgainst(link, now)
    if (reason) throw new AppError('gone', reason)
    const known = await readerAlready(tx, link, viewer)
    if (known) return { ...(await entered(tx, sessionId, known, now)), url: null }
    const called = name ?? link.name ?? viewer?.name
    if (!called) throw new AppError('invalid', 'name: tell the author what to call you')
    const reader = await newReader(tx, link, { name: called, viewer }, now)
    await useUp(tx, link, reader.id)
    const own = { sessionId, readerId: reader.id, name: called }
    const url = link.isPersonal ? null : await personalLink(tx, own, now)
    return { ...(await entered(tx, sessionId, reader, now)), url }
  })
}

async function entered(
  tx: DatabaseTransaction,
  sessionId: string,
  { id, name }: Reader,
  now: Date,
): Promise<Omit<JoinedView, 'url'>> {
  return { sessionId, reader: { id, name }, token: await admitDevice(tx, id, now) }
}
