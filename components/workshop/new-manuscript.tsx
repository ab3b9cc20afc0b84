'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ManuscriptView } from '@/lib/manuscript/contract'
import { answer, useForm } from '@/components/use-form'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { LANGUAGES } from '@/components/text/languages'
import { Button, type ButtonSize, type ButtonTone } from '@/components/ui/button'
import { Field, FormError, Input, Select } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'

export interface Place {
  id: string
  name: string
}

function PlaceField({ workshops }: { workshops: readonly Place[] }) {
  if (workshops.length < 2) return <input type="hidden" name="workshop" value={workshops[0]?.id ?? ''} />
  return (
    <Field label={text.workshop.where}>
      {(wiring) => (
        <Select {...wiring} name="workshop">
          {workshops.map((workshop) => (
            <option key={workshop.id} value={workshop.id}>
              {workshop.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function NewManuscriptForm({ workshops }: { workshops: readonly Place[] }) {
  const router = useRouter()
  const form = useForm(async (fields) => {
    const made = await call<ManuscriptView>('POST', `/workshops/${answer(fields, 'workshop')}/manuscripts`, {
      body: { title: answer(fields, 'title'), language: answer(fields, 'language') },
    })
    router.push(`/manuscripts/${made.id}`)
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={text.workshop.title}>
        {(wiring) => (
          <Input
            {...wiring}
            name="title"
            required
            autoFocus
            maxLength={300}
            placeholder={text.workshop.titleExample}
          />
        )}
      </Field>
      <PlaceField workshops={workshops} />
      <Field label={text.workshop.language} hint={text.workshop.languageHint}>
        {(wiring) => (
          <Select {...wiring} name="language" defaultValue="en">
            {LANGUAGES.map((language) => (
              <option key={language.tag} value={language.tag}>
                {language.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {text.workshop.beginAct}
      </Button>
    </form>
  )
}

interface NewManuscriptProps {
  /** Where it can be begun; with several the form asks. */
  workshops: readonly Place[]
  tone?: ButtonTone
  size?: ButtonSize
}

/** The button and the short form that begin a manuscript. */
export function NewManuscript({ workshops, tone = 'quiet', size }: NewManuscriptProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button tone={tone} size={size} onClick={() => setOpen(true)}>
        {text.workshop.begin}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={text.workshop.begin}
        description={text.workshop.beginLead}
      >
        <NewManuscriptForm workshops={workshops} />
      </Dialog>
    </>
  )
}
