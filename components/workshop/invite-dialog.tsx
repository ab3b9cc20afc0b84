'use client'

import { useState } from 'react'
import type { NewInvitationView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, FormError, Input, Select } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { answer, useForm } from '@/components/use-form'

const DAY_MS = 86_400_000
const DAYS = [7, 14, 30, 90]
const USES = [1, 5, 10, 30, 100]

interface InviteFormProps {
  workshopId: string
  /** Only owners may invite owners. */
  own: boolean
  onMade: (invitation: NewInvitationView) => void
}

function InviteForm({ workshopId, own, onMade }: InviteFormProps) {
  const form = useForm(async (fields) => {
    const email = answer(fields, 'email')
    const days = Number(answer(fields, 'days'))
    const made = await call<NewInvitationView>('POST', `/workshops/${workshopId}/invitations`, {
      body: {
        role: answer(fields, 'role'),
        maxUses: Number(answer(fields, 'uses')),
        expiresAt: new Date(Date.now() + days * DAY_MS).toISOString(),
        ...(email ? { email } : {}),
      },
    })
    onMade(made)
  })
  const roles = own ? (['member', 'moderator', 'owner'] as const) : (['member', 'moderator'] as const)
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={text.workshop.inviteRole}>
        {(wiring) => (
          <Select {...wiring} name="role">
            {roles.map((role) => (
              <option key={role} value={role}>
                {text.roles[role]}: {text.roleHints[role]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={text.workshop.inviteEmail} hint={text.workshop.inviteEmailHint} optional>
        {(wiring) => <Input {...wiring} name="email" type="email" maxLength={254} autoComplete="off" />}
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={text.workshop.inviteUses}>
          {(wiring) => (
            <Select {...wiring} name="uses">
              {USES.map((uses) => (
                <option key={uses} value={uses}>
                  {text.workshop.inviteUsesOption(uses)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={text.workshop.inviteDays}>
          {(wiring) => (
            <Select {...wiring} name="days" defaultValue={14}>
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {text.workshop.inviteDaysOption(days)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {text.workshop.inviteAct}
      </Button>
    </form>
  )
}

interface InviteDialogProps {
  workshopId: string
  own: boolean
  open: boolean
  /** `made` is true when a link was made, so that the list can be shown anew. */
  onClose: (made: boolean) => void
}

/** Makes an invitation and shows its link, once. */
export function InviteDialog({ workshopId, own, open, onClose }: InviteDialogProps) {
  const [made, setMade] = useState<NewInvitationView | null>(null)
  const close = () => {
    onClose(made !== null)
    setMade(null)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? text.workshop.inviteReady : text.workshop.inviteTitle}
      description={made ? text.workshop.inviteReadyLead : text.workshop.inviteLead}
    >
      {made ? (
        <>
          <Field label={text.workshop.inviteLink}>
            {(wiring) => (
              <Input
                {...wiring}
                readOnly
                value={made.url}
                autoFocus
                onFocus={(event) => event.currentTarget.select()}
              />
            )}
          </Field>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>{text.workshop.done}</Button>
            <CopyButton value={made.url} label={text.workshop.copyLink} tone="accent" size="medium" />
          </div>
        </>
      ) : (
        <InviteForm workshopId={workshopId} own={own} onMade={setMade} />
      )}
    </Dialog>
  )
}
