'use client'

import type { AcceptedView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button, ButtonLink } from '@/components/ui/button'
import { FormError } from '@/components/ui/field'
import { AccountFields, accountOf } from './account-fields'
import { signIn } from './login'
import { useForm } from '@/components/use-form'

interface InvitationFormProps {
  token: string
  passwordMin: number
  /** The name of the person who is signed in already, or null. */
  signedInAs: string | null
}

function accept(token: string, body: object): Promise<AcceptedView> {
  return call('POST', `/invitations/${encodeURIComponent(token)}/accept`, { body, stay: true })
}

function JoinAsMyself({ token, name }: { token: string; name: string }) {
  const form = useForm(async () => {
    const joined = await accept(token, {})
    window.location.assign(`/workshops/${joined.workshopId}`)
  })
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-4">
      <FormError>{form.error}</FormError>
      <p className="text-[15px]">{text.invitation.asYou(name)}</p>
      <Button type="submit" tone="accent" busy={form.busy} className="min-h-11 text-[15px] whitespace-normal">
        {text.invitation.joinAs(name)}
      </Button>
    </form>
  )
}

function JoinWithNewAccount({ token, passwordMin }: { token: string; passwordMin: number }) {
  const form = useForm(async (fields) => {
    const account = accountOf(fields)
    const joined = await accept(token, account)
    await signIn(account.email, account.password)
    window.location.assign(`/workshops/${joined.workshopId}`)
  })
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <AccountFields passwordMin={passwordMin} />
      <Button type="submit" tone="accent" busy={form.busy} className="min-h-11 text-[15px]">
        {text.invitation.accept}
      </Button>
      <ButtonLink
        href={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}
        tone="ghost"
        className="justify-self-start"
      >
        {text.invitation.signIn}
      </ButtonLink>
    </form>
  )
}

/** Accepts an invitation: with the login one has, or with a new account. */
export function InvitationForm({ token, passwordMin, signedInAs }: InvitationFormProps) {
  return signedInAs ? (
    <JoinAsMyself token={token} name={signedInAs} />
  ) : (
    <JoinWithNewAccount token={token} passwordMin={passwordMin} />
  )
}
