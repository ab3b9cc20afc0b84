'use client'

import { KeyRound, Laptop } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import type { GrantsView, LoginView, TokenView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { signOut } from '@/components/shell/sign-out'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Panel, Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useAct, useActLater } from '@/components/use-act'
import { InvitationList } from '@/components/workshop/invitation-list'
import { TokenDialog } from './token-dialog'

interface RowProps {
  sign: ReactNode
  title: ReactNode
  facts: ReactNode
  action: ReactNode
}

function Row({ sign, title, facts, action }: RowProps) {
  return (
    <li className="flex items-center gap-3 border-t border-rule py-2.5 first:border-t-0">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-ink/6 text-ink-soft [&>svg]:size-4">
        {sign}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">{title}</span>
        <span className="block text-[12.5px] text-ink-soft">{facts}</span>
      </span>
      {action}
    </li>
  )
}

function LoginRow({ login }: { login: LoginView }) {
  const act = useAct()
  const end = () =>
    login.current
      ? signOut()
      : act({
          work: () => call('DELETE', `/me/logins/${login.id}`),
          said: text.settings.ended(login.browser),
        })
  return (
    <Row
      sign={<Laptop aria-hidden />}
      title={
        <>
          <span className="truncate">{login.browser}</span>
          {login.current ? <Pill hue="praise">{text.settings.thisOne}</Pill> : null}
        </>
      }
      facts={
        <>
          {text.settings.lastSeen} <RelativeTime at={login.lastSeenAt} /> · {text.settings.signedIn}{' '}
          <RelativeTime at={login.createdAt} />
        </>
      }
      action={
        <Button
          size="small"
          tone="ghost"
          aria-label={text.settings.endOf(login.browser)}
          onClick={() => void end()}
        >
          {text.settings.end}
        </Button>
      }
    />
  )
}

function Logins({ logins }: { logins: readonly LoginView[] }) {
  const act = useAct()
  const endOthers = () =>
    void act({
      work: () => call('DELETE', '/me/logins', { body: { exceptThis: true } }),
      said: text.settings.othersEnded,
    })
  const endAll = async () => {
    if (await act({ work: () => call('DELETE', '/me/logins', { body: {} }) })) await signOut()
  }
  return (
    <section aria-labelledby="logins">
      <h3 id="logins" className="font-semibold">
        {text.settings.logins}
      </h3>
      <ul className="mt-1">
        {logins.map((login) => (
          <LoginRow key={login.id} login={login} />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        {logins.length > 1 ? (
          <Button size="small" onClick={endOthers}>
            {text.settings.endOthers}
          </Button>
        ) : null}
        <Button size="small" tone="danger" onClick={() => void endAll()}>
          {text.settings.endAll}
        </Button>
      </div>
    </section>
  )
}

function TokenFacts({ token }: { token: TokenView }) {
  return (
    <>
      {token.lastUsedAt ? (
        <>
          {text.settings.lastUsed} <RelativeTime at={token.lastUsedAt} />
        </>
      ) : (
        text.settings.neverUsed
      )}{' '}
      ·{' '}
      {token.expiresAt ? (
        <>
          {text.settings.expires} <RelativeTime at={token.expiresAt} />
        </>
      ) : (
        text.settings.neverEnds
      )}
    </>
  )
}

function Tokens({ tokens }: { tokens: readonly TokenView[] }) {
  const router = useRouter()
  const actLater = useActLater()
  const [open, setOpen] = useState(false)
  const [gone, setGone] = useState<readonly string[]>([])
  const revoke = ({ id, label }: TokenView) => {
    setGone((now) => [...now, id])
    actLater({
      work: () => call('DELETE', `/me/tokens/${id}`, { keepalive: true }),
      said: text.settings.tokenRevoked(label),
      undo: () => setGone((now) => now.filter((one) => one !== id)),
    })
  }
  const shown = tokens.filter((token) => !gone.includes(token.id))
  return (
    <section aria-labelledby="tokens">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3 id="tokens" className="font-semibold">
          {text.settings.tokens}
        </h3>
        <Button size="small" onClick={() => setOpen(true)}>
          {text.settings.newToken}
        </Button>
      </header>
      {shown.length === 0 ? <p className="mt-1 text-ink-soft">{text.settings.tokensNone}</p> : null}
      <ul className="mt-1">
        {shown.map((token) => (
          <Row
            key={token.id}
            sign={<KeyRound aria-hidden />}
            title={<span className="truncate">{token.label}</span>}
            facts={<TokenFacts token={token} />}
            action={
              <Button
                size="small"
                tone="ghost"
                aria-label={text.settings.revokeOf(token.label)}
                onClick={() => revoke(token)}
              >
                {text.settings.revoke}
              </Button>
            }
          />
        ))}
      </ul>
      <TokenDialog
        open={open}
        onClose={(made) => {
          setOpen(false)
          if (made) router.refresh()
        }}
      />
    </section>
  )
}

/** Every way into one's account and workshops that is open now, with a way to close each. */
export function GrantsPanel({ grants }: { grants: GrantsView }) {
  return (
    <Panel id="grants" title={text.settings.grants} className="scroll-mt-20">
      <p className="-mt-2 mb-5 text-ink-soft">{text.settings.grantsLead}</p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Logins logins={grants.logins} />
        <Tokens tokens={grants.tokens} />
        <section aria-labelledby="invitations">
          <h3 id="invitations" className="mb-1 font-semibold">
            {text.settings.invitations}
          </h3>
          <InvitationList invitations={grants.invitations} showWorkshop />
        </section>
      </div>
    </Panel>
  )
}
