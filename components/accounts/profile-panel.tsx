'use client'

import { useState } from 'react'
import type { MeView, Preferences } from '@/lib/accounts/contract'
import { call } from '@/components/api'
import { applyLook, keepLook } from '@/components/shell/theme'
import { text } from '@/components/text/en'
import { Button, IconButton } from '@/components/ui/button'
import { Choice, Field, FormError, Input, PasswordInput } from '@/components/ui/field'
import { Panel } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { answer } from '@/components/use-form'
import { sentenceOf, useWork } from '@/components/use-work'

/** Name and e-mail address. */
export function ProfilePanel({ me }: { me: MeView }) {
  const toast = useToast()
  const { run, busy, error } = useWork()
  const save = async (form: FormData) => {
    const done = await run(() => call('PATCH', '/me', { body: { name: answer(form, 'name') } }))
    if (done) toast({ text: text.saved })
  }
  return (
    <Panel id="you" title={text.settings.you} className="scroll-mt-20">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save(new FormData(event.currentTarget))
        }}
        className="grid max-w-[460px] gap-5"
      >
        <FormError>{error}</FormError>
        <Field label={text.settings.name} hint={text.settings.nameHint}>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              autoComplete="name"
              required
              maxLength={80}
              defaultValue={me.name}
            />
          )}
        </Field>
        <Field label={text.settings.email} hint={text.settings.emailHint}>
          {(wiring) => <Input {...wiring} readOnly value={me.email} className="bg-transparent" />}
        </Field>
        <Button type="submit" tone="accent" busy={busy} className="justify-self-start">
          {text.save}
        </Button>
      </form>
    </Panel>
  )
}

const TEXT_SIZES = { least: 16, most: 24 }

const SWATCHES = { paper: '#fbf8f2', sepia: '#f4ead3', night: '#1b1c20' }

function Swatch({ theme }: { theme: Preferences['theme'] }) {
  const background =
    theme === 'system'
      ? `linear-gradient(135deg, ${SWATCHES.paper} 50%, ${SWATCHES.night} 50%)`
      : SWATCHES[theme]
  return (
    <span
      aria-hidden
      style={{ background }}
      className="size-4 shrink-0 rounded-full border border-rule-strong"
    />
  )
}

function TextSize({ size, onChange }: { size: number; onChange: (size: number) => void }) {
  return (
    <div role="group" aria-label={text.settings.size}>
      <p className="mb-1.5 text-[13.5px] font-medium">{text.settings.size}</p>
      <div className="flex items-center gap-1.5">
        <IconButton
          tone="quiet"
          label={text.settings.smaller}
          disabled={size <= TEXT_SIZES.least}
          onClick={() => onChange(size - 1)}
        >
          <span className="font-serif text-[13px]">A</span>
        </IconButton>
        <output className="w-14 text-center tabular-nums">{text.settings.sizeOf(size)}</output>
        <IconButton
          tone="quiet"
          label={text.settings.larger}
          disabled={size >= TEXT_SIZES.most}
          onClick={() => onChange(size + 1)}
        >
          <span className="font-serif text-[18px]">A</span>
        </IconButton>
      </div>
    </div>
  )
}

/** Theme, paragraphs and text size, shown at once on a sample and kept with the account. */
export function LookPanel({ preferences }: { preferences: Preferences }) {
  const toast = useToast()
  const [look, setLook] = useState(preferences)
  const change = (part: Partial<Preferences>) => {
    const before = look
    setLook({ ...look, ...part })
    keepLook(part).catch((error: unknown) => {
      setLook(before)
      applyLook(before)
      toast({ text: sentenceOf(error), tone: 'error' })
    })
  }
  return (
    <Panel id="look" title={text.settings.look} className="scroll-mt-20">
      <p className="-mt-2 mb-5 text-ink-soft">{text.settings.lookLead}</p>
      <div className="grid gap-6">
        <Choice
          label={text.settings.theme}
          value={look.theme}
          onChange={(theme) => change({ theme })}
          options={(['paper', 'sepia', 'night', 'system'] as const).map((value) => ({
            value,
            label: text.shell.themes[value],
            sign: <Swatch theme={value} />,
          }))}
        />
        <div className="flex flex-wrap gap-x-10 gap-y-6">
          <Choice
            label={text.settings.paragraphs}
            value={look.paragraphs}
            onChange={(paragraphs) => change({ paragraphs })}
            options={(['indent', 'spacing'] as const).map((value) => ({
              value,
              label: text.settings.paragraphChoices[value],
            }))}
          />
          <TextSize size={look.textSize} onChange={(textSize) => change({ textSize })} />
        </div>
        <div
          lang="en"
          data-paragraphs={look.paragraphs}
          className="prose-text rounded-control border border-rule bg-raised px-5 py-5 sm:px-8 sm:py-7"
        >
          {text.settings.sample.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </div>
    </Panel>
  )
}

/** Changes the password; every other login ends. */
export function PasswordPanel({ passwordMin }: { passwordMin: number }) {
  const toast = useToast()
  const { run, busy, error } = useWork()
  const change = async (form: HTMLFormElement) => {
    const fields = new FormData(form)
    const body = {
      currentPassword: String(fields.get('current') ?? ''),
      newPassword: String(fields.get('next') ?? ''),
    }
    if (!(await run(() => call('PUT', '/me/password', { body })))) return
    form.reset()
    toast({ text: text.settings.changed })
  }
  return (
    <Panel id="password" title={text.settings.password} className="scroll-mt-20">
      <p className="-mt-2 mb-5 text-ink-soft">{text.settings.passwordLead}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void change(event.currentTarget)
        }}
        className="grid max-w-[460px] gap-5"
      >
        <FormError>{error}</FormError>
        <Field label={text.settings.current}>
          {(wiring) => (
            <PasswordInput
              {...wiring}
              name="current"
              autoComplete="current-password"
              required
              maxLength={256}
            />
          )}
        </Field>
        <Field label={text.settings.next} hint={text.setup.passwordHint(passwordMin)}>
          {(wiring) => (
            <PasswordInput
              {...wiring}
              name="next"
              autoComplete="new-password"
              required
              minLength={passwordMin}
              maxLength={256}
            />
          )}
        </Field>
        <Button type="submit" tone="accent" busy={busy} className="justify-self-start">
          {text.settings.change}
        </Button>
      </form>
    </Panel>
  )
}
