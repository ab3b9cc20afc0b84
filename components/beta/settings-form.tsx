'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { BetaRelease, BetaVisibility } from '@/lib/beta/contract'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { Choice, Field, FormError, Input, Textarea } from '@/components/ui/field'
import { instantOf, localDate } from '@/components/ui/local-dates'
import { Panel } from '@/components/ui/pieces'
import { useHydrated } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { answer, useForm } from '@/components/use-form'
import { ChapterChoice } from './chapter-choice'
import type { ReadManuscript } from './frame'

const words = betaText.form

const VISIBILITIES = (['never', 'after_hand_in', 'always'] as const).map((value) => ({
  value,
  label: words.visibilities[value],
}))
const REMINDERS = (['by_hand', 'weekly'] as const).map((value) => ({
  value,
  label: words.reminderChoices[value],
}))
const RELEASES = (['at_once', 'hand_in'] as const).map((value) => ({ value, label: words.releases[value] }))

interface Rules {
  visibility: BetaVisibility
  release: BetaRelease
  order: 'at_once' | 'sequential'
  predictions: 'do' | 'dont'
  reminders: 'by_hand' | 'weekly'
}

function rulesOf(session: BetaSessionView | null): Rules {
  return {
    visibility: session?.visibility ?? 'never',
    release: session?.release ?? 'at_once',
    order: session?.sequential ? 'sequential' : 'at_once',
    predictions: session?.predictions ? 'do' : 'dont',
    reminders: session?.remindsWeekly ? 'weekly' : 'by_hand',
  }
}

interface RuleChoicesProps {
  rules: Rules
  onChange: (change: Partial<Rules>) => void
}

function RuleChoices({ rules, onChange }: RuleChoicesProps) {
  return (
    <div className="grid gap-5">
      <Choice
        label={words.order}
        value={rules.order}
        onChange={(order) => onChange({ order })}
        options={[
          { value: 'at_once', label: words.atOnce },
          { value: 'sequential', label: words.sequential },
        ]}
      />
      <Choice
        label={words.predictions}
        value={rules.predictions}
        onChange={(predictions) => onChange({ predictions })}
        options={[
          { value: 'dont', label: words.dont },
          { value: 'do', label: words.do },
        ]}
      />
      <Choice
        label={words.visibility}
        value={rules.visibility}
        onChange={(visibility) => onChange({ visibility })}
        options={VISIBILITIES}
      />
      <div>
        <Choice
          label={words.release}
          value={rules.release}
          onChange={(release) => onChange({ release })}
          options={RELEASES}
        />
        <p className="mt-1.5 text-[13px] text-ink-soft">{words.privateHint}</p>
      </div>
      <div>
        <Choice
          label={words.reminders}
          value={rules.reminders}
          onChange={(reminders) => onChange({ reminders })}
          options={REMINDERS}
        />
        <p className="mt-1.5 text-[13px] text-ink-soft">{words.remindersHint}</p>
      </div>
    </div>
  )
}

function WordFields({ session }: { session: BetaSessionView | null }) {
  return (
    <>
      <Field label={words.title} hint={words.titleHint}>
        {(wiring) => (
          <Input
            {...wiring}
            name="title"
            required
            autoFocus={!session}
            maxLength={200}
            defaultValue={session?.title}
          />
        )}
      </Field>
      <Field label={words.letter} hint={words.letterHint} optional>
        {(wiring) => (
          <Textarea {...wiring} name="letter" rows={6} maxLength={10_000} defaultValue={session?.letter} />
        )}
      </Field>
      <Field label={words.contentNote} hint={words.contentNoteHint} optional>
        {(wiring) => (
          <Textarea
            {...wiring}
            name="contentNote"
            rows={2}
            maxLength={2_000}
            defaultValue={session?.contentNote}
          />
        )}
      </Field>
    </>
  )
}

function DateFields({ session }: { session: BetaSessionView | null }) {
  // Dates are in the reader's own time, which only his browser knows.
  const hydrated = useHydrated()
  const local = (instant: string | null | undefined) => (hydrated ? localDate(instant ?? null) : '')
  return (
    <div key={hydrated ? 'own' : 'waiting'} className="grid gap-5">
      <Field label={words.opensAt} hint={words.opensHint} optional>
        {(wiring) => (
          <Input {...wiring} name="opensAt" type="datetime-local" defaultValue={local(session?.opensAt)} />
        )}
      </Field>
      <Field label={words.closesAt} hint={words.closesHint} optional>
        {(wiring) => (
          <Input {...wiring} name="closesAt" type="datetime-local" defaultValue={local(session?.closesAt)} />
        )}
      </Field>
    </div>
  )
}

interface SettingsFormProps {
  manuscript: ReadManuscript
  /** Null sets up a new one. */
  session: BetaSessionView | null
}

function useSettings({ manuscript, session }: SettingsFormProps) {
  const router = useRouter()
  const toast = useToast()
  const [rules, setRules] = useState(() => rulesOf(session))
  const [chapters, setChapters] = useState<readonly string[]>(() => manuscript.chapters.map(({ id }) => id))
  const form = useForm(async (fields) => {
    const body = {
      title: answer(fields, 'title'),
      letter: answer(fields, 'letter'),
      contentNote: answer(fields, 'contentNote'),
      opensAt: instantOf(answer(fields, 'opensAt')),
      closesAt: instantOf(answer(fields, 'closesAt')),
      visibility: rules.visibility,
      release: rules.release,
      sequential: rules.order === 'sequential',
      predictions: rules.predictions === 'do',
      remindsWeekly: rules.reminders === 'weekly',
    }
    if (session) {
      await call('PATCH', `/beta-sessions/${session.id}`, { body })
      toast({ text: words.saved })
      router.push(`/beta-sessions/${session.id}`)
      return
    }
    const made = await call<BetaSessionView>('POST', `/manuscripts/${manuscript.id}/beta-sessions`, {
      body: { ...body, chapters },
    })
    router.push(`/beta-sessions/${made.id}/readers`)
  })
  return { form, rules, setRules, chapters, setChapters }
}

/** All that is said about a session but its questions: for a new one, or to change it. */
export function SettingsForm({ manuscript, session }: SettingsFormProps) {
  const { form, rules, setRules, chapters, setChapters } = useSettings({ manuscript, session })
  const empty = !session && chapters.length === 0
  return (
    <form onSubmit={form.onSubmit} className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
      <Panel className="grid gap-5">
        <WordFields session={session} />
        {session ? null : (
          <ChapterChoice chapters={manuscript.chapters} chosen={chapters} onChange={setChapters} />
        )}
      </Panel>
      <Panel className="grid gap-5">
        <DateFields session={session} />
        <RuleChoices rules={rules} onChange={(change) => setRules((now) => ({ ...now, ...change }))} />
        <FormError>{form.error}</FormError>
        {empty ? <p className="text-danger">{words.nothingChosen}</p> : null}
        <Button type="submit" tone="accent" busy={form.busy} disabled={empty} className="justify-self-start">
          {session ? words.save : words.create}
        </Button>
      </Panel>
    </form>
  )
}
