'use client'

import type { SubmitEvent } from 'react'
import type { BetaReaderView } from '@/lib/beta/contract.access'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { answer } from '@/components/use-form'

const words = betaText.reminders

/** Whom somebody is about to remind: one reader, or all who lag. */
export interface Asked {
  readers: readonly BetaReaderView[]
  isAll: boolean
}

interface RemindDialogProps {
  asked: Asked | null
  onClose: () => void
  onRemind: (asked: Asked, word: string) => void
}

/** Asks for a word of the author's own before a reminder goes. */
export function RemindDialog({ asked, onClose, onRemind }: RemindDialogProps) {
  const names = asked?.readers.map(({ name }) => name) ?? []
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (asked) onRemind(asked, answer(new FormData(event.currentTarget), 'word'))
    onClose()
  }
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={asked?.isAll ? words.allTitle : words.actOf(names[0] ?? '')}
      description={`${words.lead(names)} ${words.leadAccount}`}
    >
      <form onSubmit={send} className="grid gap-5">
        <Field label={words.word} hint={words.wordHint} optional>
          {(wiring) => <Textarea {...wiring} name="word" rows={3} maxLength={500} />}
        </Field>
        <Button type="submit" tone="accent" className="justify-self-end">
          {words.send}
        </Button>
      </form>
    </Dialog>
  )
}
