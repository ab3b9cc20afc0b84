'use client'

import { Bookmark, ChevronDown, ChevronUp, RotateCcw, Trash2 } from 'lucide-react'
import { versionsText as words } from '@/components/text/versions'
import { Button, IconButton } from '@/components/ui/button'
import { Choice, Field, Select } from '@/components/ui/field'
import type { ComparisonView, VersionSummary } from '@/lib/manuscript/contract.versions'
import { nameOf } from './days'

/** What the summary says of a comparison. */
export function Figures({ comparison }: { comparison: ComparisonView }) {
  const { wordsIn, wordsOut, moved, blocks } = comparison
  if (blocks.every(({ state }) => state === 'same'))
    return <span className="text-ink-soft">{words.same}</span>
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <span className="font-medium text-suggest-in">+ {words.changesIn(wordsIn)}</span>
      <span className="font-medium text-suggest-out">− {words.changesOut(wordsOut)}</span>
      {moved > 0 ? <span className="font-medium text-clarity">↕ {words.moved(moved)}</span> : null}
    </span>
  )
}

interface VersionBarProps {
  version: VersionSummary
  versions: readonly VersionSummary[]
  /** Id of the version it is compared with, or `now`. */
  against: string
  onAgainst: (id: string) => void
  comparison: ComparisonView | null
  mode: 'marked' | 'sideBySide'
  onMode: (mode: 'marked' | 'sideBySide') => void
  onRestore: () => void
  onName: () => void
  onRemove: () => void
  onStep: (by: 1 | -1) => void
  zone?: string
}

/** Above the sheet: which version, compared with what, how different it is, and what can be done with it. */
export function VersionBar(props: VersionBarProps) {
  const { version, versions, against, comparison, mode, zone } = props
  return (
    <div className="mb-7 grid gap-4 border-b border-rule pb-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="font-serif text-[25px] leading-tight font-semibold">{nameOf(version, zone)}</h1>
          <p className="mt-1 text-[13.5px] text-ink-soft">
            {[
              words.kinds[version.kind],
              words.words(version.words),
              version.writers.length > 0
                ? words.by(version.writers.map(({ name }) => name).join(', '))
                : words.nobody,
            ].join(' · ')}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {version.kind === 'named' ? (
            <IconButton label={words.remove} onClick={props.onRemove} className="size-9">
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          ) : null}
          <Button onClick={props.onName}>
            <Bookmark aria-hidden className="size-4" />
            {version.name ? words.rename : words.name}
          </Button>
          <Button tone="accent" onClick={props.onRestore}>
            <RotateCcw aria-hidden className="size-4" />
            {words.restore}
          </Button>
        </div>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <Field label={words.to} className="min-w-0 flex-1 basis-56 sm:max-w-80">
          {(wiring) => (
            <Select {...wiring} value={against} onChange={(event) => props.onAgainst(event.target.value)}>
              <option value="now">{words.now}</option>
              {versions
                .filter(({ id }) => id !== version.id)
                .map((other) => (
                  <option key={other.id} value={other.id}>
                    {nameOf(other, zone)}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        <div className="max-[900px]:hidden">
          <Choice
            label={words.view}
            value={mode}
            options={[
              { value: 'marked', label: words.marked },
              { value: 'sideBySide', label: words.sideBySide },
            ]}
            onChange={props.onMode}
          />
        </div>
      </div>
      <div
        className="flex min-h-8 flex-wrap items-center justify-between gap-3 text-[13.5px]"
        aria-live="polite"
      >
        {comparison ? (
          <Figures comparison={comparison} />
        ) : (
          <span className="text-ink-soft">{words.comparing}</span>
        )}
        <span className="flex items-center gap-1">
          <IconButton label={words.previousChange} onClick={() => props.onStep(-1)}>
            <ChevronUp aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={words.nextChange} onClick={() => props.onStep(1)}>
            <ChevronDown aria-hidden className="size-4" />
          </IconButton>
        </span>
      </div>
    </div>
  )
}
