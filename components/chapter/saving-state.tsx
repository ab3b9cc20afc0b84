'use client'

import { CloudOff, Lock, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { chapterText as words, savingTrouble, savingWord } from '@/components/text/chapter'
import { Button, buttonClasses } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import type { Saving } from '@/lib/sync/client/saving'

function signOf(saving: Saving): ReactNode {
  switch (saving.state) {
    case 'saved':
    case 'read_only':
      return <span className="size-2 rounded-full bg-praise" />
    case 'opening':
    case 'typed':
    case 'saving':
      return <span className="size-2 rounded-full border-2 border-ink-faint" />
    case 'not_saved':
      return <TriangleAlert className="size-3.5 text-danger" />
    case 'offline':
      return <CloudOff className="size-3.5 text-line" />
    case 'signed_out':
    case 'gone':
    case 'locked':
      return <Lock className="size-3.5 text-danger" />
  }
}

/** The dot and its word in the bar: the truth about what is on the server's disk. */
export function SavingMark({ saving }: { saving: Saving }) {
  const word = savingWord(saving)
  return (
    <span className="flex items-center gap-1.5 text-[13px] text-ink-soft" data-saving={saving.state}>
      <span aria-hidden className="grid size-4 place-items-center">
        {signOf(saving)}
      </span>
      <span role="status" className="max-sm:max-w-[14ch] max-sm:truncate">
        {word}
      </span>
    </span>
  )
}

/** Puts text on the clipboard, also on plain-http addresses where browsers hide the clipboard API. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

/** Copies the chapter as it is here, read at the moment of the click. */
export function CopyText({ read, label = words.copyText }: { read: () => string; label?: string }) {
  const [isDone, setIsDone] = useState(false)
  const copy = async () => {
    await copyText(read())
    setIsDone(true)
    setTimeout(() => setIsDone(false), 2_000)
  }
  return (
    <Button size="small" onClick={() => void copy()}>
      <span aria-live="polite">{isDone ? words.copied : label}</span>
    </Button>
  )
}

interface TroubleProps {
  saving: Saving
  /** The chapter is in quarantine: read only for everybody, until it is repaired. */
  isDamaged: boolean
  readText: () => string
  onRetry: () => void
  /** This page's path, to come back to after signing in. */
  here: string
}

/** What happened, what is safe and what to do, above the text; nothing while all is well. */
export function SavingTrouble({ saving, isDamaged, readText, onRetry, here }: TroubleProps) {
  const trouble = savingTrouble(saving, isDamaged)
  const isQuiet = isDamaged || (saving.state === 'offline' && (!saving.unsaved || saving.keptHere))
  return (
    <div aria-live="polite">
      {trouble === null ? null : (
        <div
          className={classes(
            'mx-auto mb-4 flex max-w-[calc(var(--measure)+10rem)] flex-wrap items-center gap-x-4 gap-y-2 rounded-card border bg-raised px-4 py-3 shadow-card',
            isQuiet ? 'border-line/40' : 'border-danger/50',
          )}
        >
          <p className="min-w-[20ch] flex-1">{trouble}</p>
          <Ways saving={saving} here={here} onRetry={onRetry} />
          {'unsaved' in saving && !saving.unsaved ? null : <CopyText read={readText} />}
        </div>
      )}
    </div>
  )
}

function Ways({ saving, here, onRetry }: Pick<TroubleProps, 'saving' | 'here' | 'onRetry'>) {
  switch (saving.state) {
    case 'offline':
      return (
        <Button size="small" onClick={onRetry}>
          {words.tryNow}
        </Button>
      )
    case 'signed_out':
      return (
        <a href={`/sign-in?next=${encodeURIComponent(here)}`} className={buttonClasses('accent', 'small')}>
          {words.signIn}
        </a>
      )
    case 'gone':
      return (
        <Link href="/" className={buttonClasses('quiet', 'small')}>
          {words.backToDesk}
        </Link>
      )
    case 'locked':
      return saving.reason === 'read_only' ? null : (
        <Button size="small" tone="accent" onClick={() => window.location.reload()}>
          {words.reload}
        </Button>
      )
    case 'opening':
    case 'saved':
    case 'typed':
    case 'saving':
    case 'not_saved':
    case 'read_only':
      return null
  }
}
