'use client'

import { CheckCheck } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react'
import { OUTCOMES, receiptsText as words } from '@/components/text/receipts'
import { Button } from '@/components/ui/button'
import { Choice, Field, Input } from '@/components/ui/field'
import { sentenceOf } from '@/components/use-work'
import type { ThreadView } from '@/lib/critique/contract'
import type { ReceiptChange, ReceiptOutcome } from '@/lib/critique/contract.receipts'
import type { Mark, ReceiptActs } from './receipt-acts'
import { WhatChanged } from './receipt-line'

/** The longest line, in UTF-16 code units (`RECEIPT_LIMITS.noteCharacters`, checked by a test). */
export const MOST_LINE_CHARACTERS = 200

/** What is most likely meant; where nothing tells, nobody is helped by a guess. */
function likely({ receipt, status }: ThreadView, change: ReceiptChange | null): ReceiptOutcome | null {
  if (receipt) return receipt.outcome
  if (status === 'rejected') return 'kept'
  return change || status === 'accepted' ? 'used' : null
}

/** The change of the note's words: undefined while it is asked for, null when there is none. */
function useChange(thread: ThreadView, changeFor: ReceiptActs['changeFor']) {
  const [change, setChange] = useState<ReceiptChange | null>()
  const [failed, setFailed] = useState<string>()
  const ask = useEffectEvent(async () => {
    if (!thread.anchor) return setChange(null)
    try {
      setChange(await changeFor(thread))
    } catch (failure) {
      setChange(null)
      setFailed(sentenceOf(failure))
    }
  })
  useEffect(() => void ask(), [])
  return { change, failed }
}

function Check({
  label,
  checked,
  onChange,
}: {
  label: string
  checked: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <label className="touch flex min-h-8 cursor-pointer items-center gap-2.5">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4 shrink-0 accent-(--accent)"
      />
      {label}
    </label>
  )
}

interface PanelProps {
  thread: ThreadView
  acts: ReceiptActs
  onClose: () => void
}

/** What is chosen so far, and what is sent of it; `send` is null while there is nothing to send. */
function useMark({ thread, acts, onClose }: PanelProps) {
  const { change, failed } = useChange(thread, acts.changeFor)
  const [chosen, setChosen] = useState<ReceiptOutcome | null>(null)
  const [note, setNote] = useState(thread.receipt?.note ?? '')
  const [linked, setLinked] = useState(true)
  const [resolve, setResolve] = useState<boolean | null>(null)
  const [busy, setBusy] = useState(false)
  const outcome = chosen ?? likely(thread, change ?? null)
  const canResolve = thread.kind !== 'suggestion' && thread.status === 'open'
  // What waits stays in sight.
  const resolves = canResolve && (resolve ?? outcome !== 'later')
  const send = async (mark: Mark) => {
    setBusy(true)
    if (await acts.mark(thread, mark)) onClose()
    else setBusy(false)
  }
  return {
    ...{ outcome, note, linked, change, failed, canResolve, resolves, busy },
    ...{ setChosen, setNote, setLinked, setResolve },
    send:
      outcome && change !== undefined
        ? () => void send({ outcome, note, linked: linked && change !== null, resolve: resolves })
        : null,
  }
}

type MarkState = ReturnType<typeof useMark>

/** What the words were and are, and whether the critic is shown it. */
function Link({ mark: { change, failed, linked, setLinked } }: { mark: MarkState }) {
  if (failed) return <p role="alert">{failed}</p>
  if (!change) return null
  return (
    <div className="grid gap-1.5">
      <Check label={words.link} checked={linked} onChange={setLinked} />
      {linked ? (
        <div className="max-h-44 overflow-y-auto" tabIndex={0} role="region" aria-label={words.whatChanged}>
          <WhatChanged change={change} />
        </div>
      ) : null}
    </div>
  )
}

function Acts({ mark, onClose }: { mark: MarkState; onClose: () => void }) {
  const { canResolve, resolves, setResolve, busy, send } = mark
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {canResolve ? <Check label={words.resolve} checked={resolves} onChange={setResolve} /> : null}
      <span className="flex-1" />
      <Button tone="ghost" size="small" onClick={onClose}>
        {words.cancel}
      </Button>
      <Button type="submit" tone="accent" size="small" busy={busy} disabled={!send}>
        {words.mark}
      </Button>
    </div>
  )
}

function Panel(props: PanelProps) {
  const { onClose } = props
  const mark = useMark(props)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.focus({ preventScroll: true }), [])
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form
      ref={form}
      tabIndex={-1}
      aria-label={words.what}
      className="grid gap-2.5 rounded-control border border-rule bg-paper p-2.5 text-[13.5px] outline-none"
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault()
        mark.send?.()
      }}
    >
      <Choice
        label={words.what}
        value={mark.outcome ?? ''}
        options={OUTCOMES.map((one) => ({ value: one, label: words.choices[one] }))}
        onChange={(one) => mark.setChosen(one || null)}
      />
      <Field label={words.line} hideLabel>
        {(wiring) => (
          <Input
            {...wiring}
            value={mark.note}
            maxLength={MOST_LINE_CHARACTERS}
            placeholder={words.linePlaceholder}
            onChange={(event) => mark.setNote(event.currentTarget.value)}
            className="text-[14.5px] max-sm:text-[16px]"
          />
        )}
      </Field>
      <Link mark={mark} />
      <Acts mark={mark} onClose={onClose} />
    </form>
  )
}

/** Where those who write the chapter say what became of somebody's note. */
export function Marker({ thread, acts }: { thread: ThreadView; acts: ReceiptActs }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }))
  }
  if (open) return <Panel thread={thread} acts={acts} onClose={close} />
  return (
    <Button
      ref={button}
      tone="ghost"
      size="small"
      className="justify-self-start"
      // A field that loses the focus here would shrink, and the button would be gone from under the pointer.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => setOpen(true)}
    >
      <CheckCheck aria-hidden className="size-3.5" />
      {words.what}
    </Button>
  )
}
