'use client'

import type { SetupView } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Field, FormError, Input } from '@/components/ui/field'
import { AccountFields, accountOf } from './account-fields'
import { signIn } from './login'
import { answer, useForm } from '@/components/use-form'

interface SetupFormProps {
  token: string
  passwordMin: number
}

/** The first account and the first workshop of a new server. */
export function SetupForm({ token, passwordMin }: SetupFormProps) {
  const form = useForm(async (fields) => {
    const account = accountOf(fields)
    const workshopName = answer(fields, 'workshop')
    const made = await call<SetupView>('POST', '/setup', {
      body: { ...account, token, ...(workshopName ? { workshopName } : {}) },
      stay: true,
    })
    await signIn(account.email, account.password)
    window.location.assign(made.workshopId ? `/workshops/${made.workshopId}` : '/')
  })
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <AccountFields passwordMin={passwordMin} focus />
      <Field label={text.setup.workshop} hint={text.setup.workshopHint}>
        {(wiring) => (
          <Input
            {...wiring}
            name="workshop"
            placeholder={text.setup.workshopExample}
            required
            maxLength={120}
          />
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="min-h-11 text-[15px]">
        {text.setup.act}
      </Button>
    </form>
  )
}
