'use client'

import { Bookmark, BookOpen, History, RotateCcw, Upload, type LucideIcon } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { exactTime } from '@/components/text/dates'
import { versionsText as words } from '@/components/text/versions'
import { AvatarRow } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import type { VersionKind, VersionSummary } from '@/lib/manuscript/contract.versions'
import { byDay, clockOf } from './days'

const SIGNS: Record<VersionKind, LucideIcon> = {
  automatic: History,
  named: Bookmark,
  before_restore: RotateCcw,
  before_import: Upload,
  edition: BookOpen,
}

interface TimelineProps {
  versions: readonly VersionSummary[]
  selectedId: string | null
  onSelect: (version: VersionSummary) => void
  /** Milliseconds since 1970, for “today”. */
  now: number
  /** IANA name of a time zone; the reader's own when absent. */
  zone?: string
}

/** Arrow keys go from one version to the next; Tab leaves the list. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-version]')]
  const at = all.findIndex((one) => one === document.activeElement)
  event.preventDefault()
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus()
}

function Delta({ words: delta }: { words: number | null }) {
  if (delta === null) return null
  const hue = delta > 0 ? 'text-suggest-in' : delta < 0 ? 'text-suggest-out' : 'text-ink-faint'
  return (
    <span className={classes('shrink-0 text-[12.5px] tabular-nums', hue)}>
      <span aria-hidden>{words.delta(delta)}</span>
      <span className="sr-only">{words.deltaInWords(delta)}</span>
    </span>
  )
}

function Entry({
  version,
  selected,
  onSelect,
  zone,
}: {
  version: VersionSummary
  selected: boolean
  onSelect: () => void
  zone?: string
}) {
  const Sign = SIGNS[version.kind]
  const people = version.writers.map(({ userId, name, colour }) => ({ id: userId, name, colour }))
  const time = clockOf(version.createdAt, zone)
  return (
    <button
      type="button"
      data-version={version.id}
      aria-current={selected || undefined}
      onClick={onSelect}
      className={classes(
        'touch relative grid w-full grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-x-2.5 rounded-control px-2.5 py-2 text-left',
        selected ? 'bg-raised shadow-card' : 'hover:bg-ink/6',
      )}
    >
      <Sign
        aria-hidden
        className={classes(
          'mt-[3px] size-[15px]',
          version.kind === 'named' ? 'fill-current text-accent' : 'text-ink-faint',
        )}
      />
      <span className="min-w-0">
        <span className={classes('block truncate', version.name && 'font-serif text-[15.5px] font-semibold')}>
          {version.name ?? words.kinds[version.kind]}
        </span>
        <span className="block text-[12.5px] text-ink-soft">
          <time dateTime={version.createdAt} title={exactTime(new Date(version.createdAt), zone)}>
            {time}
          </time>
          {' · '}
          {words.words(version.words)}
        </span>
      </span>
      <span className="flex flex-col items-end gap-1 pt-0.5">
        <Delta words={version.delta} />
        {people.length > 0 ? <AvatarRow people={people} most={3} size="small" on="desk" /> : null}
      </span>
    </button>
  )
}

/** The versions of a chapter by day, newest first: when, who wrote, and how many words came or went. */
export function Timeline({ versions, selectedId, onSelect, now, zone }: TimelineProps) {
  return (
    <nav aria-label={words.timeline} onKeyDown={onArrow} className="grid gap-5">
      {byDay(versions, now, zone).map(({ day, versions: ofDay }) => (
        <section key={day} aria-label={day}>
          <h2 className="mb-1 px-2.5 text-[12.5px] font-semibold text-ink-soft">{day}</h2>
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
            {ofDay.map((version) => (
              <li key={version.id}>
                <Entry
                  version={version}
                  selected={version.id === selectedId}
                  onSelect={() => onSelect(version)}
                  zone={zone}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </nav>
  )
}
