'use client'

import { useEffect, useRef } from 'react'
import { suggestionText as words } from '@/components/text/suggestions'
import { Button } from '@/components/ui/button'
import { Choice, Textarea } from '@/components/ui/field'
import type { NoteDraft } from './drafts'
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
          onChange({ ...draft, replacement: what === 'comment' ? undefined : passage.quote })
        }
      />
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
