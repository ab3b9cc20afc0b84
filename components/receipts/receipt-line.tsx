'use client'

import { BookmarkCheck, CheckCheck, ChevronDown, CircleDashed, Clock, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Changed } from '@/components/margin/suggestion'
import { receiptsText as words } from '@/components/text/receipts'
import { IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import type { ThreadView } from '@/lib/critique/contract'
import type { ReceiptChange, ReceiptOutcome } from '@/lib/critique/contract.receipts'

/** Hue and shape: none of the four is told by its colour alone. */
const SIGNS: Record<ReceiptOutcome, typeof CheckCheck> = {
  used: CheckCheck,
  partly: CircleDashed,
  kept: BookmarkCheck,
  later: Clock,
}

/** The old words and the new ones, as suggestions show them. */
export function WhatChanged({ change: { before, after } }: { change: ReceiptChange }) {
  return (
    <div className="rounded-control bg-ink/4 px-2.5 py-2">
      <Changed from={before} to={after} />
      {after === '' ? <p className="mt-1 text-[12.5px] text-ink-soft">{words.cut}</p> : null}
    </div>
  )
}

/** A suggestion shows its own words; the same once more would say nothing. */
function isOwn({ kind, quote, replacement }: ThreadView, change: ReceiptChange): boolean {
  return kind === 'suggestion' && change.before === quote && change.after === replacement
}

interface ReceiptLineProps {
  thread: ThreadView
  /** Takes back what was not told yet; null for those who may not. */
  onTakeBack: (() => void) | null
  /** The change is shown at once: there it is what one came for. */
  showsChange?: boolean
}

/** What became of a note, as one quiet line; with the change that answered it. */
export function ReceiptLine({ thread, onTakeBack, showsChange = false }: ReceiptLineProps) {
  const [shown, setShown] = useState(showsChange)
  const { receipt } = thread
  if (!receipt) return null
  const { outcome, note, by, sentAt } = receipt
  const change = receipt.change && !isOwn(thread, receipt.change) ? receipt.change : null
  const Sign = SIGNS[outcome]
  return (
    <div className="mt-2 grid gap-1.5 text-[12.5px] text-ink-soft" data-receipt={outcome}>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="flex items-center gap-1.5" title={words.by(by.name)}>
          <Sign aria-hidden className="size-3.5 text-accent" />
          <span className="font-semibold text-ink">{words.outcomes[outcome]}</span>
          {sentAt === null ? <span>· {words.notTold}</span> : null}
        </span>
        {change && !showsChange ? (
          <button
            type="button"
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
            className="touch flex items-center gap-1 rounded-sm hover:text-ink"
          >
            {shown ? words.hideChange : words.whatChanged}
            <ChevronDown aria-hidden className={classes('size-3.5', shown && 'rotate-180')} />
          </button>
        ) : null}
        {onTakeBack && sentAt === null ? (
          <IconButton label={words.takeBack} className="ml-auto size-7" onClick={onTakeBack}>
            <Undo2 aria-hidden className="size-3.5" />
          </IconButton>
        ) : null}
      </div>
      {note ? (
        <p dir="auto" className="text-[14px] text-ink">
          {note}
        </p>
      ) : null}
      {change && shown ? <WhatChanged change={change} /> : null}
    </div>
  )
}
