'use client'

import { useState } from 'react'
import type { NewBetaInvitationView } from '@/lib/beta/contract.access'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Choice, Field, FormError, Input, Select } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { answer, useForm } from '@/components/use-form'

const words = betaText.links

const DAY_MS = 86_400_000
/** Days that a link works; 0 is for as long as its session. */
const DAYS = [0, 7, 14, 30, 90]
const USES = [5, 10, 20, 50, 100, 500]

interface LinkFormProps {
  sessionId: string
  onMade: (link: NewBetaInvitationView) => void
}

function LinkForm({ sessionId, onMade }: LinkFormProps) {
  const [kind, setKind] = useState<'personal' | 'open'>('personal')
  const form = useForm(async (fields) => {
    const [name, email, days] = [
      answer(fields, 'name'),
      answer(fields, 'email'),
      Number(answer(fields, 'days')),
    ]
    const body = {
      ...(kind === 'open' ? { maxUses: Number(answer(fields, 'uses')) } : {}),
      ...(kind === 'personal' && name ? { name } : {}),
      ...(kind === 'personal' && email ? { email } : {}),
      ...(days > 0 ? { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() } : {}),
    }
    onMade(await call<NewBetaInvitationView>('POST', `/beta-sessions/${sessionId}/invitations`, { body }))
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Choice
        label={words.kind}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'personal', label: words.personal },
          { value: 'open', label: words.open },
        ]}
      />
      {kind === 'personal' ? (
        <>
          <Field label={words.name} optional>
            {(wiring) => <Input {...wiring} name="name" maxLength={80} autoComplete="off" />}
          </Field>
          <Field label={words.email} hint={words.emailHint} optional>
            {(wiring) => <Input {...wiring} name="email" type="email" maxLength={254} autoComplete="off" />}
          </Field>
        </>
      ) : (
        <Field label={words.uses}>
          {(wiring) => (
            <Select {...wiring} name="uses" defaultValue={10}>
              {USES.map((uses) => (
                <option key={uses} value={uses}>
                  {uses}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label={words.days}>
        {(wiring) => (
          <Select {...wiring} name="days">
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {words.daysOption(days)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {words.make}
      </Button>
    </form>
  )
}

function Made({ link, onDone }: { link: NewBetaInvitationView; onDone: () => void }) {
  return (
    <div className="grid gap-4">
      <Field label={words.made} hint={words.madeLead}>
        {(wiring) => (
          <Input
            {...wiring}
            readOnly
            value={link.url}
            className="font-mono text-[13px]"
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{words.done}</Button>
        <CopyButton value={link.url} label={words.copy} tone="accent" size="medium" />
      </div>
    </div>
  )
}

interface LinkDialogProps {
  sessionId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A link was made: the list is another. */
  onMade: () => void
}

/** Makes a link into a session and shows it this once. */
export function LinkDialog({ sessionId, open, onOpenChange, onMade }: LinkDialogProps) {
  const [link, setLink] = useState<NewBetaInvitationView | null>(null)
  const close = (is: boolean) => {
    onOpenChange(is)
    if (!is) setLink(null)
  }
  return (
    <Dialog open={open} onOpenChange={close} title={words.new} description={link ? undefined : words.newLead}>
      {link ? (
        <Made link={link} onDone={() => close(false)} />
      ) : (
        <LinkForm
          sessionId={sessionId}
          onMade={(made) => {
            setLink(made)
            onMade()
          }}
        />
      )}
    </Dialog>
  )
}
