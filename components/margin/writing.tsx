'use client'

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { sentenceOf } from '@/components/use-work'
import { Button } from '@/components/ui/button'
import { Textarea } from '@/components/ui/field'
import { marginText as words } from '@/components/text/margin'
import { CallingList } from './calling-list'
import { calledIn } from './mentions'
import { useCalling } from './use-calling'
import { readersOf } from './use-readers'
import { markingOf } from './marking'
import { markIn } from './marking-field'
import { MarkingBar } from './marking-bar'

/** Longest comment, in UTF-16 code units (`CRITIQUE_LIMITS.commentCharacters`, checked by a test). */
export const MOST_CHARACTERS = 10_000

interface WritingProps {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  /** The chapter whose readers may be called by name. */
  chapterId: string
  /** Sends it, with the ids of those who are called. What it throws is shown; the words stay. */
  onPost: (mentions: string[]) => Promise<void>
  /** Esc: closes without losing a word. */
  onClose: () => void
  act: string
  /** There is something to send besides the words, which may be left out then; false: not yet. */
  besides?: boolean
  autoFocus?: boolean
  /** What is written before the words. */
  lead?: ReactNode
  children?: ReactNode
}

/** Where a comment is written. Ctrl or Cmd + Enter posts, Esc closes and keeps the words. */
export function Writing({
  label,
  placeholder,
  chapterId,
  value,
  onChange,
  onPost,
  onClose,
  act,
  besides,
  autoFocus,
  lead,
  children,
}: WritingProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  useEffect(() => {
    // The margin has placed the card by then; scrolling there is its own affair.
    if (autoFocus) field.current?.focus({ preventScroll: true })
  }, [autoFocus])
  const calling = useCalling({ field, chapterId, onChange })
  const ready = (besides ?? value.trim() !== '') && !busy
  const post = async () => {
    if (!ready) return
    setBusy(true)
    setError(undefined)
    try {
      const people = value.includes('@') ? await readersOf(chapterId) : []
      await onPost(calledIn(value, people))
    } catch (failure) {
      setError(sentenceOf(failure))
    } finally {
      setBusy(false)
    }
  }
  const keys = (event: KeyboardEvent) => {
    if (event.target === field.current && calling.onKey(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void post()
    } else if (field.current && event.target === field.current && markingOf(event)) {
      // Not the browser's own: Ctrl+K would go to its search, Ctrl+B to its bookmarks.
      event.preventDefault()
      markIn(field.current, markingOf(event) ?? 'bold', onChange)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
  }
  return (
    <div role="group" aria-label={label} className="group/writing grid gap-2" onKeyDown={keys}>
      {lead}
      <Textarea
        ref={field}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxLength={MOST_CHARACTERS}
        rows={2}
        title={words.keys}
        {...calling.aria}
        onChange={(event) => {
          onChange(event.target.value)
          calling.look(event.target.value, event.target.selectionStart)
        }}
        onSelect={({ currentTarget: { value: text, selectionStart } }) => calling.look(text, selectionStart)}
        onBlur={calling.close}
        className="bg-paper text-[14.5px] max-sm:text-[16px]"
      />
      <CallingList calling={calling} />
      <MarkingBar
        left={MOST_CHARACTERS - value.length}
        onMark={(marking) => {
          if (field.current) markIn(field.current, marking, onChange)
        }}
      />
      {error ? (
        <p role="alert" className="text-[13px] font-medium text-danger">
          {error}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <span className="flex-1" />
        {(besides ?? value.trim() !== '') ? (
          <Button tone="accent" size="small" busy={busy} onClick={() => void post()}>
            {act}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
