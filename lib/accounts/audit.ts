import type { DatabaseTransaction } from '@/lib/db/client'

/** What is kept for good. Roles and exports are recorded by their own capabilities. */
export type AuditAction =
  | 'setup.done'
  | 'person.joined'
  | 'person.disabled'
  | 'person.enabled'
  | 'login.opened'
  | 'login.failed'
  | 'login.ended'
  | 'password.changed'
  | 'token.created'
  | 'token.revoked'
  | 'invitation.created'
  | 'invitation.revoked'
  | 'invitation.accepted'
  | 'workshop.created'
  | 'member.role_changed'
  | 'member.removed'
  | 'collaborator.role_changed'
  | 'collaborator.removed'
  | 'manuscript.shared'
  | 'workshop.categories_changed'
  | 'workshop.deleted'
  | 'manuscript.deleted'
  | 'chapter.deleted'
  | 'thread.deleted'
  | 'beta_session.created'
  | 'beta_session.deleted'
  | 'beta_session.restored'
  | 'beta_session.purged'
  | 'beta_invitation.created'
  | 'beta_invitation.revoked'
  | 'beta_reader.joined'
  | 'beta_reader.removed'
  | 'beta_reader.left'
  | 'package.deleted'
  | 'suggestion.accepted'
  | 'suggestion.taken_back'
  | 'suggestion.rejected'
  | 'suggestion.reopened'
  | 'workshop.restored'
  | 'manuscript.restored'
  | 'chapter.restored'
  | 'workshop.purged'
  | 'manuscript.purged'
  | 'chapter.purged'
  | 'thread.purged'
  | 'chapter.exported'
  | 'critique.collected'
  | 'chapter.imported'
  | 'chapter.imported_over'

/** One entry of the audit log. */
export interface Audited {
  action: AuditAction
  /** Who did it; absent for nobody who is signed in. */
  actorId?: string
  /** Id of what it was done to. */
  subject?: string
  /** Ids, roles, counts. Never text, names, e-mail addresses or secrets. */
  details?: Record<string, string | number | boolean>
  at: Date
}

/** Writes an entry into the append-only audit log, in the transaction of what it tells of. */
export async function recordAudit(
  tx: Pick<DatabaseTransaction, 'auditEntry'>,
  entry: Audited,
): Promise<void> {
  const { action, actorId, subject, details, at } = entry
  await tx.auditEntry.create({ data: { action, actorId, subject, details, at }, select: { id: true } })
}
