'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { BetaInvitationView } from '@/lib/beta/contract.access'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useActLater } from '@/components/use-act'
import { LinkDialog } from './link-form'

const words = betaText.links

function State({ link }: { link: BetaInvitationView }) {
  const { personal, uses, maxUses, readerId, expiresAt } = link
  const used = personal ? (readerId ? words.inUse : words.notUsed) : words.used(uses, maxUses)
  return (
    <span className="block text-[12.5px] text-ink-soft">
      {used}
      {expiresAt && !readerId ? (
        <>
          {' '}
          · {words.works} <RelativeTime at={expiresAt} />
        </>
      ) : null}
    </span>
  )
}

interface LinksPanelProps {
  sessionId: string
  links: readonly BetaInvitationView[]
}

/** The links into a session, each with who uses it and a way to revoke it. */
export function LinksPanel({ sessionId, links }: LinksPanelProps) {
  const router = useRouter()
  const actLater = useActLater()
  const [making, setMaking] = useState(false)
  const [gone, setGone] = useState<readonly string[]>([])
  const revoke = (id: string) => {
    setGone((now) => [...now, id])
    actLater({
      work: () => call('DELETE', `/beta-sessions/${sessionId}/invitations/${id}`, { keepalive: true }),
      said: words.revoked,
      undo: () => setGone((now) => now.filter((one) => one !== id)),
    })
  }
  const shown = links.filter(({ id }) => !gone.includes(id))
  return (
    <Panel
      title={words.title}
      actions={
        <Button size="small" tone="accent" onClick={() => setMaking(true)}>
          {words.new}
        </Button>
      }
    >
      {shown.length === 0 ? <p className="text-ink-soft">{words.none}</p> : null}
      <ul className="-mr-2.5 -mb-1">
        {shown.map((link) => {
          const name = link.name ?? link.email ?? (link.personal ? words.unnamed : words.anyone)
          return (
            <li
              key={link.id}
              className="flex items-center gap-3 border-t border-rule py-2.5 first:border-t-0"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <State link={link} />
              </span>
              <Button
                size="small"
                tone="ghost"
                aria-label={words.revokeOf(name)}
                onClick={() => revoke(link.id)}
              >
                {words.revoke}
              </Button>
            </li>
          )
        })}
      </ul>
      <LinkDialog
        sessionId={sessionId}
        open={making}
        onOpenChange={setMaking}
        onMade={() => router.refresh()}
      />
    </Panel>
  )
}
