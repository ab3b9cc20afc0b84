import type { ReaderGrant } from '@/lib/access/contract'
import { rolesOn, whoMay } from '@/lib/access/people'
import { tellNow } from '@/lib/notify/telling'

/** Tells those who decide about the manuscript that a reader is done: he handed in, or stopped for good. */
export async function tellOfReader({
  manuscriptId,
  sessionId,
  readerId,
}: ReaderGrant<'read'>): Promise<void> {
  await tellNow({
    ...{ kind: 'readers', groupKey: sessionId, subject: { manuscriptId, betaSessionId: sessionId } },
    ...{ byUserId: readerId, userIds: whoMay(await rolesOn(manuscriptId), 'decide') },
  })
}
