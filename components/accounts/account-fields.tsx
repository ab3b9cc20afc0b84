'use client'

import { text } from '@/components/text/en'
import { Field, Input, PasswordInput } from '@/components/ui/field'

interface AccountFieldsProps {
  /** The least number of characters of a password. */
  passwordMin: number
  focus?: boolean
}

/** Name, e-mail address and password of a new account. */
export function AccountFields({ passwordMin, focus }: AccountFieldsProps) {
  return (
    <>
      <Field label={text.setup.name} hint={text.setup.nameHint}>
        {(wiring) => (
          <Input {...wiring} name="name" autoComplete="name" required maxLength={80} autoFocus={focus} />
        )}
      </Field>
      <Field label={text.setup.email} hint={text.setup.emailHint}>
        {(wiring) => (
          <Input {...wiring} name="email" type="email" autoComplete="username" required maxLength={254} />
        )}
      </Field>
      <Field label={text.setup.password} hint={text.setup.passwordHint(passwordMin)}>
        {(wiring) => (
          <PasswordInput
            {...wiring}
            name="password"
            autoComplete="new-password"
            required
            minLength={passwordMin}
            maxLength={256}
          />
        )}
      </Field>
    </>
  )
}

/** Reads the fields of `AccountFields`. */
export function accountOf(form: FormData): { name: string; email: string; password: string } {
  return {
    name: String(form.get('name') ?? '').trim(),
    email: String(form.get('email') ?? '').trim(),
    password: String(form.get('password') ?? ''),
  }
}
