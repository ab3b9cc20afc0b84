'use client'

import { call } from '@/components/api'
import { roundsText } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { Field, FormError, Textarea } from '@/components/ui/field'
import { Panel } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { useWork } from '@/components/use-work'
import type { CritiqueForm } from '@/lib/critique/contract.rounds'
import { questionsIn } from './questions'

const words = roundsText.form

/** The questions that critics of a workshop are asked, for its hosts to change. */
export function FormPanel({ workshopId, form }: { workshopId: string; form: CritiqueForm }) {
  const { run, busy, error } = useWork()
  const toast = useToast()
  const save = async (lines: string) => {
    const body = { questions: questionsIn(lines, form) }
    await call('PUT', `/workshops/${workshopId}/critique-form`, { body })
    toast({ text: words.saved })
  }
  return (
    <Panel title={words.title}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          const lines = new FormData(event.currentTarget).get('questions')
          void run(() => save(typeof lines === 'string' ? lines : ''))
        }}
      >
        <p className="text-ink-soft">{words.lead}</p>
        <FormError>{error}</FormError>
        <Field label={words.label} hideLabel>
          {(wiring) => (
            <Textarea
              {...wiring}
              name="questions"
              rows={4}
              defaultValue={form.questions.map(({ text }) => text).join('\n')}
            />
          )}
        </Field>
        <Button type="submit" busy={busy} className="justify-self-end">
          {words.save}
        </Button>
      </form>
    </Panel>
  )
}
