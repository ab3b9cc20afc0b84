'use client'

import { useEffect, useRef } from 'react'
import { suggestionText as words } from '@/components/text/suggestions'
import { Button } from '@/components/ui/button'
import { Choice, Textarea } from '@/components/ui/field'
import { putIn } from '@/lib/text/insertion'
import type { DraftPassage, NoteDraft } from './drafts'
import { Changed } from './suggestion'

interface SuggestFieldsProps {
  draft: NoteDraft
  onChange: (draft: NoteDraft) => void
}

/** Whether the note comments on its words or suggests others. */
export function WhatNote({ draft, onChange }: SuggestFieldsProps) {
  const { passage, replacement } = draft
  if (!passage) return null
  return (
    <div className="mb-2.5 [&_legend]:sr-only">
      <Choice
        label={words.what}
        value={replacement === undefined ? 'comment' : 'suggestion'}
        options={[
          { value: 'comment', label: words.asComment },
          { value: 'suggestion', label: words.suggest },
        ]}
        onChange={(what) =>
          onChange({
            ...draft,
            replacement: what === 'comment' ? undefined : passage.quote,
            put: undefined,
          })
        }
      />
    </div>
  )
}

interface PutFieldsProps extends SuggestFieldsProps {
  passage: DraftPassage
  put: { at: number; words: string }
}

/** Words that are only put in, between those that stay. */
function PutFields({ draft, passage, put, onChange }: PutFieldsProps) {
  const { quote } = passage
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  const replacement = putIn(quote, put.at, put.words)
  return (
    <div className="mb-1 grid gap-2">
      <Textarea
        ref={field}
        aria-label={words.putHere}
        placeholder={words.putHere}
        value={put.words}
        rows={2}
        onChange={({ target }) =>
          onChange({
            ...draft,
            put: { ...put, words: target.value },
            replacement: putIn(quote, put.at, target.value),
          })
        }
        className="bg-paper font-serif text-[15px] max-sm:text-[16px]"
      />
      {replacement === quote ? (
        <p className="text-[12.5px] text-ink-soft">{words.nothingYet}</p>
      ) : (
        <Changed from={quote} to={replacement} />
      )}
      <Button
        size="small"
        tone="ghost"
        className="justify-self-start"
        onClick={() => onChange({ ...draft, put: undefined })}
      >
        {words.beside}
      </Button>
    </div>
  )
}

/** The new words of a suggestion, with what they change; or that the words are to be cut. */
export function SuggestFields({ draft, onChange }: SuggestFieldsProps) {
  const { passage, replacement } = draft
  const field = useRef<HTMLTextAreaElement>(null)
  const isWriting = passage !== null && replacement !== undefined && replacement !== ''
  useEffect(() => {
    if (isWriting) field.current?.focus({ preventScroll: true })
  }, [isWriting])
  if (!passage || replacement === undefined) return null
  if (draft.put) return <PutFields draft={draft} passage={passage} put={draft.put} onChange={onChange} />
  const change = (to: string) => onChange({ ...draft, replacement: to })
  return (
    <div className="mb-1 grid gap-2">
      {replacement === '' ? (
        <p className="text-[13.5px]">{words.isCut}</p>
      ) : (
        <Textarea
          ref={field}
          aria-label={words.newWords}
          value={replacement}
          rows={3}
          onChange={({ target }) => change(target.value)}
          className="bg-paper font-serif text-[15px] max-sm:text-[16px]"
        />
      )}
      {replacement === passage.quote ? (
        <p className="text-[12.5px] text-ink-soft">{words.unchanged}</p>
      ) : (
        <Changed from={passage.quote} to={replacement} />
      )}
      <Button
        size="small"
        tone="ghost"
        className="justify-self-start"
        onClick={() => change(replacement === '' ? passage.quote : '')}
      >
        {replacement === '' ? words.keep : words.cut}
      </Button>
    </div>
  )
}

/** True when a draft suggests something: other words than those that stand there. */
export function suggestsSomething({ passage, replacement }: NoteDraft): boolean {
  return passage !== null && replacement !== undefined && replacement !== passage.quote
}
