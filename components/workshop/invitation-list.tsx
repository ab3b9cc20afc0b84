'use client'

import { useState } from 'react'
import type { InvitationView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import { useActLater } from '@/components/use-act'

interface InvitationListProps {
  invitations: readonly InvitationView[]
  /** Says the workshop, where invitations to several stand together. */
  showWorkshop?: boolean
}

/** Open invitations, each with what it is good for, and a way to revoke it. */
export function InvitationList({ invitations, showWorkshop }: InvitationListProps) {
  const actLater = useActLater()
  const [gone, setGone] = useState<readonly string[]>([])
  const revoke = ({ id, workshopId }: InvitationView) => {
    setGone((now) => [...now, id])
    actLater({
      work: () => call('DELETE', `/workshops/${workshopId}/invitations/${id}`, { keepalive: true }),
      said: text.workshop.revoked,
      undo: () => setGone((now) => now.filter((one) => one !== id)),
    })
  }
  const shown = invitations.filter((invitation) => !gone.includes(invitation.id))
  if (shown.length === 0) return <p className="text-ink-soft">{text.workshop.invitationsNone}</p>
  return (
    <ul className="-mt-1.5 -mr-2.5 -mb-1">
      {shown.map((invitation) => {
        const target = invitation.email
          ? text.workshop.invitationFor(invitation.email)
          : text.workshop.invitationAnyone
        return (
          <li
            key={invitation.id}
            className="flex items-center gap-3 border-t border-rule py-2.5 first:border-t-0"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                <span className="font-medium">{text.roles[invitation.role]}</span> {target}
              </span>
              <span className="block truncate text-[12.5px] text-ink-soft">
                {showWorkshop ? `${invitation.workshopName} · ` : ''}
                {text.workshop.invitationUses(invitation.uses, invitation.maxUses)} · {text.settings.expires}{' '}
                <RelativeTime at={invitation.expiresAt} />
              </span>
            </span>
            <Button
              size="small"
              tone="ghost"
              aria-label={text.workshop.revokeOf(target)}
              onClick={() => revoke(invitation)}
            >
              {text.workshop.revoke}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
