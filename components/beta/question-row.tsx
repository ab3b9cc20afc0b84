'use client'

import { ArrowUp, X } from 'lucide-react'
import type { EditionSummary } from '@/lib/beta/contract'
import { betaText } from '@/components/text/beta'
import { IconButton } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { ParagraphSelect } from './paragraph-select'
import { atPlace, placeOf, type QuestionDraft } from './question-drafts'

const words = betaText.questions

interface QuestionRowProps {
  sessionId: string
  /** The newest edition of each chapter, in reading order. */
  editions: readonly EditionSummary[]
  draft: QuestionDraft
  onChange: (draft: QuestionDraft) => void
  onRemove: () => void
  /** Null for the first one. */
  onUp: (() => void) | null
}

function Place({ sessionId, editions, draft, onChange }: Omit<QuestionRowProps, 'onRemove' | 'onUp'>) {
  const edition = editions.find(({ chapterId }) => chapterId === draft.chapterId)
  return (
    <>
      <Field label={words.where}>
        {(wiring) => (
          <Select
            {...wiring}
            value={placeOf(draft)}
            onChange={(event) => onChange(atPlace(draft, event.currentTarget.value, editions))}
          >
            <option value="end">{words.atEnd}</option>
            {editions.map(({ chapterId, title }) => (
              <option key={`after ${chapterId}`} value={`after ${chapterId}`}>
                {words.after(title)}
              </option>
            ))}
            {editions.map(({ chapterId, title }) => (
              <option key={`inside ${chapterId}`} value={`inside ${chapterId}`}>
                {words.inside(title)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {edition && draft.paragraph !== null ? (
        <div className="sm:col-span-2">
          <ParagraphSelect
            sessionId={sessionId}
            editionId={edition.id}
            label={words.paragraph}
            value={draft.paragraph}
            onChange={(paragraph) => onChange({ ...draft, paragraph })}
          />
        </div>
      ) : null}
    </>
  )
}

/** One question, with how it is answered and where it is asked. */
export function QuestionRow({ onRemove, onUp, ...row }: QuestionRowProps) {
  const { draft, onChange } = row
  return (
    <li className="grid gap-3 border-t border-rule py-4 first:border-t-0 sm:grid-cols-2">
      <div className="flex items-start gap-1 sm:col-span-2">
        <Field label={words.prompt} className="flex-1">
          {(wiring) => (
            <Input
              {...wiring}
              required
              maxLength={500}
              value={draft.prompt}
              placeholder={words.promptExample}
              onChange={(event) => onChange({ ...draft, prompt: event.currentTarget.value })}
            />
          )}
        </Field>
        <span className="mt-7 flex">
          {onUp ? (
            <IconButton label={words.up} onClick={onUp}>
              <ArrowUp aria-hidden className="size-4" />
            </IconButton>
          ) : null}
          <IconButton label={words.remove} onClick={onRemove}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </span>
      </div>
      <Field label={words.kind}>
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.kind}
            disabled={draft.id !== undefined}
            onChange={(event) =>
              onChange({ ...draft, kind: event.currentTarget.value as QuestionDraft['kind'] })
            }
          >
            {(['text', 'scale', 'choice'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {words.kinds[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Place {...row} />
      {draft.kind === 'text' ? null : (
        <Field
          label={words.options}
          hint={draft.kind === 'scale' ? words.optionsHint : undefined}
          className="sm:col-span-2"
        >
          {(wiring) => (
            <Textarea
              {...wiring}
              required={draft.kind === 'choice'}
              value={draft.options}
              onChange={(event) => onChange({ ...draft, options: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </li>
  )
}
