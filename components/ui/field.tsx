'use client'

import { ChevronDown, Eye, EyeOff } from 'lucide-react'
import { useId, useState, type ComponentProps, type ReactNode } from 'react'
import { text } from '@/components/text/en'
import { classes } from './classes'

const CONTROL =
  'w-full min-h-10 rounded-control border border-rule-strong/70 bg-raised px-3 py-2 text-[15px] text-ink ' +
  'transition-colors duration-100 hover:border-rule-strong aria-invalid:border-danger disabled:opacity-60'

/** What a control needs to know of its field. */
export interface Wiring {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

interface FieldProps {
  label: string
  /** One quiet sentence under the control. */
  hint?: ReactNode
  /** What is wrong with the answer, as a sentence. */
  error?: string
  optional?: boolean
  /** The label is for screen readers only. */
  hideLabel?: boolean
  className?: string
  children: (wiring: Wiring) => ReactNode
}

/** A label, a control, a hint and an error that belong together for eye and screen reader. */
export function Field({ label, hint, error, optional, hideLabel, className, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={classes('grid gap-1.5', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-[13.5px] font-medium text-ink'}>
        {label}
        {optional ? <span className="font-normal text-ink-faint"> {text.optional}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-[13px] text-ink-soft">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-[13px] font-medium text-danger">
          {error}
        </p>
      ) : null}
    </div>
  )
}

/** A one-line text control. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classes(CONTROL, className)} />
}

/** A text control of several lines that grows with its words. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea rows={3} {...rest} className={classes(CONTROL, 'field-sizing-content max-h-80', className)} />
  )
}

/** A choice of one from a few, by the platform's own list: best on a phone and with a keyboard. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classes('relative block', className)}>
      <select {...rest} className={classes(CONTROL, 'appearance-none truncate pr-9')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-soft"
      />
    </span>
  )
}

/** A password control whose words can be shown. */
export function PasswordInput({ className, ...rest }: ComponentProps<'input'>) {
  const [shown, setShown] = useState(false)
  const Sign = shown ? EyeOff : Eye
  return (
    <span className="relative block">
      <input {...rest} type={shown ? 'text' : 'password'} className={classes(CONTROL, 'pr-12', className)} />
      <button
        type="button"
        aria-label={shown ? text.hidePassword : text.showPassword}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-ink-soft hover:text-ink"
      >
        <Sign aria-hidden className="size-4" />
      </button>
    </span>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; sign?: ReactNode }[]
  onChange: (value: T) => void
  disabled?: boolean
}

/** A row of two to four choices of which one holds: radio buttons that look like one control. */
export function Choice<T extends string>({ label, value, options, onChange, disabled }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1.5 text-[13.5px] font-medium text-ink">{label}</legend>
      <div className="grid grid-cols-2 gap-1 rounded-[10px] border border-rule bg-desk/60 p-1 sm:inline-flex sm:flex-wrap">
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              'touch relative inline-flex min-h-8 cursor-pointer items-center justify-center gap-2 rounded-[7px]',
              'px-3 text-[13.5px] font-medium whitespace-nowrap transition-colors duration-100',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              option.value === value ? 'bg-raised text-ink shadow-card' : 'text-ink-soft hover:text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.sign}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** The line that says why a form was not taken. Announced at once; empty when there is nothing to say. */
export function FormError({ children }: { children?: ReactNode }) {
  return (
    <div
      role="alert"
      className={
        children ? 'rounded-control border-l-3 border-danger bg-danger/8 px-3 py-2.5 text-ink' : 'sr-only'
      }
    >
      {children}
    </div>
  )
}
