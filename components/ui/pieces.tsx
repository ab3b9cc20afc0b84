import type { ReactNode } from 'react'
import { classes } from './classes'

export type Hue = 'accent' | 'praise' | 'line' | 'clarity' | 'pacing' | 'character' | 'plain'

const HUES: Record<Hue, string> = {
  accent: 'border-accent/45 text-accent',
  praise: 'border-praise/45 text-praise',
  line: 'border-line/45 text-line',
  clarity: 'border-clarity/45 text-clarity',
  pacing: 'border-pacing/45 text-pacing',
  character: 'border-character/45 text-character',
  plain: 'border-rule text-ink-soft',
}

interface PillProps {
  children: ReactNode
  hue?: Hue
  /** A small shape before the words, so that the meaning never hangs on the hue alone. */
  sign?: ReactNode
  className?: string
}

/** A short fact in a rounded frame: a status, a role, a date. */
export function Pill({ children, hue = 'plain', sign, className }: PillProps) {
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1.5 rounded-full border bg-paper px-2.5 py-[3px] text-[12.5px] leading-[1.35] font-medium whitespace-nowrap',
        HUES[hue],
        className,
      )}
    >
      {sign}
      {children}
    </span>
  )
}

interface PanelProps {
  title?: ReactNode
  /** What can be done with the whole panel, beside its title. */
  actions?: ReactNode
  children: ReactNode
  className?: string
  id?: string
  /** Names the panel when it has no title. */
  label?: string
}

/** A sheet of paper on the desk, with a heading. */
export function Panel({ title, actions, children, className, id, label }: PanelProps) {
  return (
    <section
      id={id}
      aria-label={label}
      className={classes('min-w-0 rounded-card border border-rule bg-paper p-4 sm:px-6 sm:py-5', className)}
    >
      {title ? (
        <header className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
          <h2 className="text-[15px] font-semibold">{title}</h2>
          {actions}
        </header>
      ) : null}
      {children}
    </section>
  )
}

interface EmptyStateProps {
  title: string
  /** What will stand here and why it is worth the next step. */
  children?: ReactNode
  /** The next step. */
  action?: ReactNode
  className?: string
}

/** What an empty place says: what belongs here, and the next step. */
export function EmptyState({ title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classes('grid justify-items-center gap-1 px-4 py-9 text-center', className)}>
      <span aria-hidden className="mb-2 font-serif text-[26px] leading-none text-ink-faint">
        ❧
      </span>
      <p className="font-serif text-[18px] font-semibold">{title}</p>
      {children ? <div className="max-w-[46ch] text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}

/** A grey bar where words will be. Decorative: announce the waiting elsewhere. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classes('animate-breathe block rounded-md bg-ink/8', className)} />
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-md border border-rule border-b-2 bg-paper px-1.5 py-0.5 font-sans text-[12px] text-ink-soft">
      {children}
    </kbd>
  )
}
