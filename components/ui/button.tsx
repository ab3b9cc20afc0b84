import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'

/** accent: the one thing to do here; quiet: outlined; ghost: only words; danger: takes something away. */
export type ButtonTone = 'accent' | 'quiet' | 'ghost' | 'danger'
export type ButtonSize = 'small' | 'medium'

const TONES: Record<ButtonTone, string> = {
  accent: 'bg-accent text-accent-ink hover:bg-accent-strong',
  quiet:
    'border border-rule bg-transparent text-ink-soft hover:border-rule-strong hover:text-ink hover:bg-paper',
  ghost: 'text-ink-soft hover:text-ink hover:bg-ink/6',
  danger: 'border border-danger/40 text-danger hover:bg-danger hover:text-paper hover:border-danger',
}

const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-8 px-2.5 text-[13px] gap-1.5',
  medium: 'min-h-9 px-3.5 text-sm gap-2',
}

/** The classes of a button, for elements that only look like one. */
export function buttonClasses(
  tone: ButtonTone = 'quiet',
  size: ButtonSize = 'medium',
  more?: string,
): string {
  return classes(
    'touch inline-flex items-center justify-center rounded-control font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:opacity-55 disabled:cursor-not-allowed',
    TONES[tone],
    SIZES[size],
    more,
  )
}

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: ButtonTone
  size?: ButtonSize
  /** Shows that the work goes on and takes no second click. */
  busy?: boolean
}

/** A button. Its `type` is `button` unless said otherwise, so that no form is sent by accident. */
export function Button({ tone, size, busy, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClasses(tone, size, className)}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  )
}

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  tone?: ButtonTone
  size?: ButtonSize
}

/** A link that looks like a button. */
export function ButtonLink({ tone, size, className, ...rest }: ButtonLinkProps) {
  return <Link prefetch={false} {...rest} className={buttonClasses(tone, size, className)} />
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'busy' | 'size'> {
  /** What it does, for those who cannot see the sign and as its tip. */
  label: string
  children: ReactNode
}

/** A square button that shows a sign only; `label` names it. */
export function IconButton({ label, tone = 'ghost', className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(
        'touch inline-grid size-8 shrink-0 place-items-center rounded-control transition-colors duration-100',
        'disabled:opacity-55',
        TONES[tone],
        className,
      )}
    >
      {children}
    </button>
  )
}

/** The small turning ring of work that goes on. Decorative: say in words what goes on. */
export function Spinner() {
  return (
    <span
      aria-hidden
      className="size-3.5 animate-spin rounded-full border-2 border-current border-t-transparent motion-reduce:animate-none"
    />
  )
}
