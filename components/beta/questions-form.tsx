'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/field'
import { Panel } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { useWork } from '@/components/use-work'
import { ContentRow } from './content-row'
import { newestEditions } from './editions-panel'
import {
  contentBodies,
  contentDraftsOf,
  draftsOf,
  questionBodies,
  type ContentDraft,
  type QuestionDraft,
} from './question-drafts'
import { QuestionRow } from './question-row'

const words = betaText.questions

interface Keyed {
  key: string
}

/** A list that is changed one by one. */
function useDrafts<Draft extends Keyed>(first: () => Draft[]) {
  const [drafts, setDrafts] = useState(first)
  return {
    drafts,
    set: setDrafts,
    add: (draft: Draft) => setDrafts((now) => [...now, draft]),
    change: (draft: Draft) => setDrafts((now) => now.map((one) => (one.key === draft.key ? draft : one))),
    remove: (key: string) => setDrafts((now) => now.filter((one) => one.key !== key)),
    up: (at: number) =>
      setDrafts((now) => {
        const [before, moved] = now.slice(at - 1, at + 1)
        return before && moved ? now.toSpliced(at - 1, 2, moved, before) : now
      }),
  }
}

const blankQuestion = (): QuestionDraft => ({
  ...{ key: crypto.randomUUID(), kind: 'text', prompt: '', options: '' },
  ...{ chapterId: null, paragraph: null },
})

const blankContent = (chapterId: string): ContentDraft => ({
  ...{ key: crypto.randomUUID(), chapterId, from: 0, to: 0, what: '', bridge: '' },
})

/** The questions of a session and the content notes on its passages, changed together and saved at once. */
export function QuestionsForm({ session }: { session: BetaSessionView }) {
  const editions = newestEditions(session.editions)
  const questions = useDrafts(() => draftsOf(session.questions))
  const notes = useDrafts(() => contentDraftsOf(session.contentNotes))
  const { run, busy, error } = useWork()
  const toast = useToast()
  const save = async () => {
    const body = {
      questions: questionBodies(questions.drafts),
      contentNotes: contentBodies(notes.drafts),
    }
    const saved = await call<BetaSessionView>('PATCH', `/beta-sessions/${session.id}`, { body })
    questions.set(draftsOf(saved.questions))
    notes.set(contentDraftsOf(saved.contentNotes))
    toast({ text: words.saved })
  }
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        void run(save)
      }}
    >
      <Panel title={betaText.places.questions}>
        <p className="max-w-[62ch] text-ink-soft">{words.lead}</p>
        {questions.drafts.length === 0 ? <p className="mt-4 text-ink-soft">{words.none}</p> : null}
        <ul className="mt-2">
          {questions.drafts.map((draft, at) => (
            <QuestionRow
              key={draft.key}
              sessionId={session.id}
              editions={editions}
              draft={draft}
              onChange={questions.change}
              onRemove={() => questions.remove(draft.key)}
              onUp={at > 0 ? () => questions.up(at) : null}
            />
          ))}
        </ul>
        <Button onClick={() => questions.add(blankQuestion())}>
          <Plus aria-hidden className="size-4" />
          {words.add}
        </Button>
      </Panel>
      <Panel title={words.content}>
        <p className="max-w-[62ch] text-ink-soft">{words.contentLead}</p>
        {notes.drafts.length === 0 ? <p className="mt-4 text-ink-soft">{words.contentNone}</p> : null}
        <ul className="mt-2">
          {notes.drafts.map((draft) => (
            <ContentRow
              key={draft.key}
              sessionId={session.id}
              editions={editions}
              draft={draft}
              onChange={notes.change}
              onRemove={() => notes.remove(draft.key)}
            />
          ))}
        </ul>
        <Button onClick={() => notes.add(blankContent(editions[0]?.chapterId ?? ''))}>
          <Plus aria-hidden className="size-4" />
          {words.addContent}
        </Button>
      </Panel>
      <FormError>{error}</FormError>
      <Button type="submit" tone="accent" busy={busy} className="justify-self-start">
        {words.save}
      </Button>
    </form>
  )
}
