'use client'

import { useState } from 'react'
import useSWR from 'swr'
import { call, fetchView } from '@/components/api'
import { roundsText } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { Choice, Field, FormError, Input, Textarea } from '@/components/ui/field'
import { instantOf, localDate } from '@/components/ui/local-dates'
import { Dialog } from '@/components/ui/overlay'
import { answer, useForm } from '@/components/use-form'
import type { CritiqueForm, RoundView } from '@/lib/critique/contract.rounds'
import { MOST_CHARACTERS, questionsIn } from './questions'

const words = roundsText.dialog

interface AskProps {
  chapterId: string
  workshopId: string
  /** Null asks for the first time. */
  round: RoundView | null
  onDone: (round: RoundView) => void
}

function QuestionAndDate({ round }: Pick<AskProps, 'round'>) {
  return (
    <>
      <Field label={words.question} hint={words.questionHint}>
        {(wiring) => (
          <Textarea
            {...wiring}
            name="question"
            required
            autoFocus
            maxLength={MOST_CHARACTERS.question}
            defaultValue={round?.question}
          />
        )}
      </Field>
      <Field label={words.endsAt} hint={words.endsAtHint} optional>
        {(wiring) => (
          <Input
            {...wiring}
            name="endsAt"
            type="datetime-local"
            defaultValue={localDate(round?.endsAt ?? null)}
          />
        )}
      </Field>
    </>
  )
}

function ChangeForm({ round, onDone }: AskProps) {
  const form = useForm(async (fields) => {
    const body = { question: answer(fields, 'question'), endsAt: instantOf(answer(fields, 'endsAt')) }
    onDone(await call<RoundView>('PATCH', `/rounds/${round?.id ?? ''}`, { body }))
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <QuestionAndDate round={round} />
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {words.save}
      </Button>
    </form>
  )
}

function AskForm({ chapterId, workshopId, onDone }: AskProps) {
  const { data: asked } = useSWR(`/workshops/${workshopId}/critique-form`, fetchView<CritiqueForm>)
  const [seeing, setSeeing] = useState<'together' | 'blind'>('together')
  const [open, setOpen] = useState<'packages' | 'both'>('packages')
  const form = useForm(async (fields) => {
    const body = {
      question: answer(fields, 'question'),
      endsAt: instantOf(answer(fields, 'endsAt')),
      isBlind: seeing === 'blind',
      allowsOpen: open === 'both',
      questions: questionsIn(answer(fields, 'questions'), asked ?? { questions: [] }),
    }
    onDone(await call<RoundView>('POST', `/chapters/${chapterId}/rounds`, { body }))
  })
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <QuestionAndDate round={null} />
      <div className="grid gap-1.5">
        <Choice
          label={words.seeing}
          value={seeing}
          onChange={setSeeing}
          options={[
            { value: 'together', label: words.together },
            { value: 'blind', label: words.blind },
          ]}
        />
        <p className="text-[13px] text-ink-soft">
          {seeing === 'blind' ? words.blindHint : words.togetherHint}
        </p>
      </div>
      <Choice
        label={words.open}
        value={open}
        onChange={setOpen}
        options={[
          { value: 'packages', label: words.packages },
          { value: 'both', label: words.both },
        ]}
      />
      <Field label={words.questions} hint={words.questionsHint} optional>
        {(wiring) => (
          <Textarea
            key={asked ? 'asked' : 'waiting'}
            {...wiring}
            name="questions"
            rows={4}
            defaultValue={asked?.questions.map(({ text }) => text).join('\n')}
          />
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {words.act}
      </Button>
    </form>
  )
}

interface AskDialogProps extends AskProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks for critique of a chapter, or changes what an open round asks and until when. */
export function AskDialog({ open, onOpenChange, ...ask }: AskDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={ask.round ? words.change : words.title}
      description={ask.round ? undefined : words.lead}
      wide
    >
      {ask.round ? <ChangeForm {...ask} /> : <AskForm {...ask} />}
    </Dialog>
  )
}
