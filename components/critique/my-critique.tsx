'use client'

import { useState, type ReactNode } from 'react'
import { call } from '@/components/api'
import { marginText } from '@/components/text/margin'
import { quoted } from '@/components/text/quoted'
import { roundsText } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { Field, FormError, Textarea } from '@/components/ui/field'
import { Sheet } from '@/components/ui/overlay'
import { useWork } from '@/components/use-work'
import type { ThreadView } from '@/lib/critique/contract'
import type { RoundView } from '@/lib/critique/contract.rounds'
import { HandInDialog } from './hand-in-dialog'
import { MOST_CHARACTERS } from './questions'
import { ThrowAwayDialog } from './throw-away-dialog'
import { useAutosave } from './use-autosave'

const words = roundsText.mine

interface MyCritiqueProps {
  round: RoundView
  threads: readonly ThreadView[]
  viewerId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  take: (round: RoundView) => void
  /** Goes to a note in the text. */
  onShow: (threadId: string) => void
  /** Goes to where one was in the text; null when that is not known. */
  onGoOn: (() => void) | null
}

function Notes({ round, threads, onShow }: Pick<MyCritiqueProps, 'round' | 'threads' | 'onShow'>) {
  const ids = round.mine?.notes ?? []
  const byId = new Map(threads.map((thread) => [thread.id, thread]))
  const notes = ids.flatMap((id) => byId.get(id) ?? [])
  return (
    <section aria-label={words.notes}>
      <h3 className="mb-2 text-[13px] font-semibold text-ink-soft">{words.notes}</h3>
      {notes.length === 0 ? <p className="text-ink-soft">{words.none}</p> : null}
      <ul className="-mx-2 grid grid-cols-[minmax(0,1fr)]">
        {notes.map((thread) => (
          <li key={thread.id}>
            <button
              type="button"
              onClick={() => onShow(thread.id)}
              className="touch w-full rounded-control px-2 py-1.5 text-left hover:bg-ink/6"
            >
              <span className="block truncate font-serif text-[14px] text-ink-soft italic">
                {thread.quote ? quoted(thread.quote) : marginText.onChapter}
              </span>
              <span className="line-clamp-2">{thread.comments[0]?.body}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

type FormProps = Pick<MyCritiqueProps, 'round' | 'viewerId' | 'take'> & {
  children: (flush: () => Promise<boolean>) => ReactNode
}

/** The questions and the overall remark. What is typed is kept at once and saved when typing pauses. */
function Form({ round, viewerId, take, children }: FormProps) {
  const { written, change, state, flush } = useAutosave(round, viewerId, take)
  const isHandedIn = round.mine?.handedInAt != null
  const shown = isHandedIn && round.mine ? round.mine : written
  return (
    <>
      {round.form.questions.map(({ id, text }) => (
        <Field key={id} label={text}>
          {(wiring) => (
            <Textarea
              {...wiring}
              readOnly={isHandedIn}
              maxLength={MOST_CHARACTERS.answer}
              value={shown.answers[id] ?? ''}
              onChange={({ target }) =>
                change({ ...written, answers: { ...written.answers, [id]: target.value } })
              }
            />
          )}
        </Field>
      ))}
      <Field label={words.remark}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={5}
            readOnly={isHandedIn}
            maxLength={MOST_CHARACTERS.remark}
            placeholder={words.remarkPlaceholder}
            value={shown.remark}
            onChange={({ target }) => change({ ...written, remark: target.value })}
          />
        )}
      </Field>
      <p role="status" data-autosave={state} className="-mt-3 min-h-5 text-[13px] text-ink-soft">
        {isHandedIn ? (round.mine?.can.withdraw ? words.readOnly : words.handedIn) : words[state]}
      </p>
      {children(flush)}
    </>
  )
}

/** A critic's own part of a round: form, overall remark, his notes so far, and handing in. From below on a phone. */
export function MyCritique(props: MyCritiqueProps) {
  const { round, threads, viewerId, open, onOpenChange, take, onShow, onGoOn } = props
  const { run, busy, error } = useWork()
  const [confirming, setConfirming] = useState<'hand-in' | 'throw-away' | null>(null)
  // The form begins anew when what it held was thrown away, or came back.
  const [beginning, setBeginning] = useState(0)
  const { mine, endedAt } = round
  const isHandedIn = mine?.handedInAt != null
  const act = async (what: 'hand-in' | 'withdraw') =>
    take(await call<RoundView>('POST', `/rounds/${round.id}/package/${what}`, { stay: true }))
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={words.title}>
      <div>
        <p className="text-[13px] text-ink-soft">{words.lead(round.askedBy.name)}</p>
        <p dir="auto" className="font-serif text-[16px] whitespace-pre-wrap">
          {round.question}
        </p>
      </div>
      <Form key={beginning} round={round} viewerId={viewerId} take={take}>
        {(flush) => (
          <>
            <Notes round={round} threads={threads} onShow={onShow} />
            {onGoOn ? (
              <Button tone="ghost" className="justify-self-start self-start" onClick={onGoOn}>
                {words.goOn}
              </Button>
            ) : null}
            <FormError>{error}</FormError>
            <div className="mt-auto flex flex-wrap justify-end gap-2 border-t border-rule pt-4">
              {mine?.can.withdraw ? (
                <Button busy={busy} onClick={() => void run(() => act('withdraw'))}>
                  {words.withdraw}
                </Button>
              ) : null}
              {isHandedIn && mine.held > 0 ? (
                <Button tone="accent" busy={busy} onClick={() => void run(() => act('hand-in'))}>
                  {words.add(mine.held)}
                </Button>
              ) : null}
              {!isHandedIn && mine?.can.handIn ? (
                <Button
                  tone="ghost"
                  className="mr-auto"
                  onClick={() => void flush().then((saved) => saved && setConfirming('throw-away'))}
                >
                  {words.throwAway}
                </Button>
              ) : null}
              {isHandedIn ? null : (
                <Button
                  tone="accent"
                  onClick={() => void flush().then((saved) => saved && setConfirming('hand-in'))}
                >
                  {endedAt === null ? words.handIn : words.late}
                </Button>
              )}
            </div>
          </>
        )}
      </Form>
      <HandInDialog
        round={round}
        open={confirming === 'hand-in'}
        onOpenChange={(isOpen) => setConfirming(isOpen ? 'hand-in' : null)}
        onHandIn={() => act('hand-in')}
      />
      <ThrowAwayDialog
        round={round}
        open={confirming === 'throw-away'}
        onOpenChange={(isOpen) => setConfirming(isOpen ? 'throw-away' : null)}
        take={take}
        onChanged={(what) => {
          setBeginning((times) => times + 1)
          if (what === 'gone') onOpenChange(false)
        }}
      />
    </Sheet>
  )
}
