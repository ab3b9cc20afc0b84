'use client'

import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Field, FormError, Input, PasswordInput } from '@/components/ui/field'
import { safePath, signIn } from './login'
import { answer, useForm } from '@/components/use-form'

/** E-mail and password; goes to `next` afterwards. */
export function SignInForm({ next }: { next: string | null }) {
  const form = useForm(async (fields) => {
    await signIn(answer(fields, 'email'), String(fields.get('password') ?? ''))
    window.location.assign(safePath(next))
  })
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={text.signIn.email}>
        {(wiring) => (
          <Input
            {...wiring}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            maxLength={254}
          />
        )}
      </Field>
      <Field label={text.signIn.password}>
        {(wiring) => (
          <PasswordInput
            {...wiring}
            name="password"
            autoComplete="current-password"
            required
            maxLength={256}
          />
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="min-h-11 text-[15px]">
        {text.signIn.act}
      </Button>
      <p className="text-[13.5px] text-ink-soft">{text.signIn.noAccount}</p>
    </form>
  )
}
