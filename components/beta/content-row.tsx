'use client'

import { X } from 'lucide-react'
import type { EditionSummary } from '@/lib/beta/contract'
import { betaText } from '@/components/text/beta'
import { IconButton } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { ParagraphSelect } from './paragraph-select'
import type { ContentDraft } from './question-drafts'

const words = betaText.questions

interface ContentRowProps {
  sessionId: string
  editions: readonly EditionSummary[]
  draft: ContentDraft
  onChange: (draft: ContentDraft) => void
  onRemove: () => void
}

/** One passage that somebody may rather not read, with what is in it and the bridge over it. */
export function ContentRow({ sessionId, editions, draft, onChange, onRemove }: ContentRowProps) {
  const edition = editions.find(({ chapterId }) => chapterId === draft.chapterId)
  const paragraph = (key: 'from' | 'to') =>
    edition ? (
      <ParagraphSelect
        sessionId={sessionId}
        editionId={edition.id}
        label={words[key]}
        value={draft[key]}
        onChange={(index) => onChange({ ...draft, [key]: index })}
      />
    ) : null
  return (
    <li className="grid gap-3 border-t border-rule py-4 first:border-t-0 sm:grid-cols-2">
      <div className="flex items-start gap-1 sm:col-span-2">
        <Field label={words.what} className="flex-1">
          {(wiring) => (
            <Input
              {...wiring}
              required
              maxLength={200}
              value={draft.what}
              placeholder={words.whatExample}
              onChange={(event) => onChange({ ...draft, what: event.currentTarget.value })}
            />
          )}
        </Field>
        <span className="mt-7">
          <IconButton label={words.removeContent} onClick={onRemove}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </span>
      </div>
      <Field label={words.chapter} className="sm:col-span-2">
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.chapterId}
            onChange={(event) => onChange({ ...draft, chapterId: event.currentTarget.value, from: 0, to: 0 })}
          >
            {editions.map(({ chapterId, title }) => (
              <option key={chapterId} value={chapterId}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {paragraph('from')}
      {paragraph('to')}
      <Field label={words.bridge} optional className="sm:col-span-2">
        {(wiring) => (
          <Textarea
            {...wiring}
            maxLength={2_000}
            value={draft.bridge}
            onChange={(event) => onChange({ ...draft, bridge: event.currentTarget.value })}
          />
        )}
      </Field>
    </li>
  )
}
