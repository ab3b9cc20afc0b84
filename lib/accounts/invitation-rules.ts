import { WORKSHOP_VERBS, type WorkshopRole } from '@/lib/access/contract'
import type { InvitationState } from './contract'

/** Whether somebody with `maker` as his role in a workshop may invite to `role`. */
export function mayInvite(maker: WorkshopRole, role: WorkshopRole): boolean {
  return WORKSHOP_VERBS[maker].includes(role === 'owner' ? 'own' : 'host')
}

/**
 * Whether an invitation works now. One whose maker may not make it any more counts as revoked: nobody who was
 * removed has left a door open.
 * @param maker his role in the workshop now, null when he has none
 */
export function judgeInvitation(
  invitation: { role: WorkshopRole; revokedAt: Date | null; expiresAt: Date; uses: number; maxUses: number },
  maker: WorkshopRole | null,
  now: Date,
): InvitationState {
  if (invitation.revokedAt || !maker || !mayInvite(maker, invitation.role)) return 'revoked'
  if (invitation.uses >= invitation.maxUses) return 'used_up'
  return invitation.expiresAt <= now ? 'expired' : 'open'
}

/** Why an invitation does not work and what to do, or null for one that does. */
export function reasonFor(state: InvitationState): string | null {
  switch (state) {
    case 'open':
      return null
    case 'expired':
      return 'This invitation has expired. Ask for a new one.'
    case 'revoked':
      return 'This invitation was withdrawn. Ask for a new one.'
    case 'used_up':
      return 'This invitation has been used. Ask for a new one.'
  }
}

/** An address shortened so that only its owner knows it, such as `m…@island.example`. */
export function shortenedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}…${email.slice(at)}`
}
