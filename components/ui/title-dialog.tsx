'use client'

import { answer, useForm } from '@/components/use-form'
import { Button } from './button'
import { Field, FormError, Input } from './field'
import { Dialog } from './overlay'

interface TitleDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  label: string
  /** What stands in the field at first. */
  value?: string
  placeholder?: string
  maxLength: number
  act: string
  /** Saves the line; what it throws is shown in the dialog, else the dialog closes. */
  onSave: (line: string) => Promise<unknown>
}

function TitleForm(props: TitleDialogProps) {
  const form = useForm(async (fields) => {
    await props.onSave(answer(fields, 'line'))
    props.onOpenChange(false)
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={props.label}>
        {(wiring) => (
          <Input
            {...wiring}
            name="line"
            required
            autoFocus
            maxLength={props.maxLength}
            defaultValue={props.value}
            placeholder={props.placeholder}
          />
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {props.act}
      </Button>
    </form>
  )
}

/** Asks for one line: the name or title of something new, or a better one. */
export function TitleDialog(props: TitleDialogProps) {
  const { open, onOpenChange, title, description } = props
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <TitleForm {...props} />
    </Dialog>
  )
}
