'use client'

import { useState } from 'react'
import type { NewTokenView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, FormError, Input, Select } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { answer, useForm } from '@/components/use-form'

const DAY_MS = 86_400_000
const DAYS = [7, 30, 90, 365]

function TokenForm({ onMade }: { onMade: (token: NewTokenView) => void }) {
  const form = useForm(async (fields) => {
    const days = Number(answer(fields, 'days'))
    const expiresAt = days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null
    const body = { label: answer(fields, 'label'), expiresAt }
    onMade(await call<NewTokenView>('POST', '/me/tokens', { body }))
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={text.settings.tokenLabel}>
        {(wiring) => (
          <Input
            {...wiring}
            name="label"
            required
            autoFocus
            maxLength={80}
            placeholder={text.settings.tokenExample}
          />
        )}
      </Field>
      <Field label={text.settings.tokenExpiry}>
        {(wiring) => (
          <Select {...wiring} name="days" defaultValue={90}>
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {text.settings.tokenDays(days)}
              </option>
            ))}
            <option value={0}>{text.settings.tokenNever}</option>
          </Select>
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {text.settings.makeToken}
      </Button>
    </form>
  )
}

interface TokenDialogProps {
  open: boolean
  /** `made` is true when a token was made, so that the list can be shown anew. */
  onClose: (made: boolean) => void
}

/** Makes an access token and shows its secret, once. */
export function TokenDialog({ open, onClose }: TokenDialogProps) {
  const [made, setMade] = useState<NewTokenView | null>(null)
  const close = () => {
    onClose(made !== null)
    setMade(null)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? text.settings.tokenReady : text.settings.newToken}
      description={made ? text.settings.tokenReadyLead : text.settings.tokensLead}
    >
      {made ? (
        <>
          <Field label={made.label}>
            {(wiring) => (
              <Input
                {...wiring}
                readOnly
                autoFocus
                value={made.token}
                className="font-mono text-[13px]"
                onFocus={(event) => event.currentTarget.select()}
              />
            )}
          </Field>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>{text.workshop.done}</Button>
            <CopyButton value={made.token} label={text.settings.copyToken} tone="accent" size="medium" />
          </div>
        </>
      ) : (
        <TokenForm onMade={setMade} />
      )}
    </Dialog>
  )
}
