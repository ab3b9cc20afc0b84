'use client'

import { Search } from 'lucide-react'
import { notesText } from '@/components/text/notes'
import { marginText } from '@/components/text/margin'
import { receiptsText } from '@/components/text/receipts'
import { classes } from '@/components/ui/classes'
import { Field, Input, Select } from '@/components/ui/field'
import { Pick } from '@/components/ui/pick'
import type { ThreadView } from '@/lib/critique/contract'
import { useCategories } from './categories'
import { NO_KIND, type NoteFilter } from './filter'

const words = notesText.filter
const RECEIPTS = Object.entries(receiptsText.filter.options)

interface FilterFieldsProps {
  filter: NoteFilter
  onChange: (filter: NoteFilter) => void
  people: readonly ThreadView['author'][]
  className?: string
}

/** The longest search, in UTF-16 code units (`MOST_SEARCHED` of the contract, checked by a test). */
export const MOST_WORDS = 200

const STATES = ['open', 'settled', 'all'] as const
const KINDS = ['comment', 'suggestion', 'reader_note', 'critique'] as const

/** What can be asked of notes: words, a person, a state, a category, a form, what became of them. */
export function FilterFields({ filter, onChange, people, className }: FilterFieldsProps) {
  const { all } = useCategories()
  return (
    <div role="search" aria-label={words.open} className={classes('grid gap-3', className)}>
      <Field label={words.words} hint={words.wordsHint} className="col-span-full">
        {(wiring) => (
          <span className="relative block">
            <Search
              aria-hidden
              className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
            />
            <Input
              {...wiring}
              type="search"
              value={filter.words}
              maxLength={MOST_WORDS}
              onChange={(event) => onChange({ ...filter, words: event.currentTarget.value })}
              className="pl-9"
            />
          </span>
        )}
      </Field>
      <Pick
        label={words.person}
        value={filter.person}
        every={words.everybody}
        options={people.map(({ userId, name }) => [userId, name] as const)}
        onChange={(person) => onChange({ ...filter, person })}
      />
      <Field label={words.state}>
        {(wiring) => (
          <Select
            {...wiring}
            value={filter.state}
            onChange={(event) =>
              onChange({ ...filter, state: event.currentTarget.value as NoteFilter['state'] })
            }
          >
            {STATES.map((state) => (
              <option key={state} value={state}>
                {words.states[state]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Pick
        label={words.category}
        value={filter.category}
        every={words.everyCategory}
        options={[...all.map(({ key, label }) => [key, label] as const), [NO_KIND, marginText.noCategory]]}
        onChange={(category) => onChange({ ...filter, category })}
      />
      <Pick
        label={words.kind}
        value={filter.kind}
        every={words.everyKind}
        options={KINDS.map((kind) => [kind, words.kinds[kind]] as const)}
        onChange={(kind) => onChange({ ...filter, kind: kind as NoteFilter['kind'] })}
      />
      <Pick
        label={receiptsText.filter.label}
        value={filter.receipt}
        every={receiptsText.filter.every}
        options={RECEIPTS}
        onChange={(receipt) => onChange({ ...filter, receipt: receipt as NoteFilter['receipt'] })}
      />
    </div>
  )
}
