import type { Viewer } from '@/lib/access/contract'
import { listTokens } from './access-tokens'
import type { GrantsView } from './contract'
import { listMyInvitations } from './invitations'
import { listLogins } from './login-sessions'

/** Every way in that the viewer has open now: signed-in browsers, access tokens, invitations he made. */
export async function listGrants(viewer: Viewer, now = new Date()): Promise<GrantsView> {
  const [logins, tokens, invitations] = await Promise.all([
    listLogins(viewer, now),
    listTokens(viewer, now),
    listMyInvitations(viewer, now),
  ])
  return { logins, tokens, invitations }
}
