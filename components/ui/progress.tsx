'use client'

import { Progress } from 'radix-ui'
import { text } from '@/components/text/en'
import { Button } from './button'

interface LongWorkProps {
  /** What is being done, as words: “Reading the-last-ferry.md”. */
  label: string
  /** 0 to 100, or null while it cannot be known. */
  percent: number | null
  onCancel?: () => void
}

/** Work that takes a while: what it is, how far it is, and a way to stop it. */
export function LongWork({ label, percent, onCancel }: LongWorkProps) {
  return (
    <div className="grid gap-2.5">
      <div className="flex items-center justify-between gap-4">
        <p aria-live="polite" className="min-w-0 truncate">
          {label}
        </p>
        {onCancel ? (
          <Button size="small" onClick={onCancel}>
            {text.cancel}
          </Button>
        ) : null}
      </div>
      <Progress.Root
        value={percent}
        aria-label={label}
        className="h-1.5 overflow-hidden rounded-full bg-ink/10"
      >
        <Progress.Indicator
          className={
            percent === null
              ? 'animate-breathe h-full w-full rounded-full bg-accent'
              : 'h-full rounded-full bg-accent transition-[width] duration-100'
          }
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </Progress.Root>
    </div>
  )
}
