import { classes } from '@/components/ui/classes'

/** The looks of what can be pressed in the reading room. Plain elements, so that its pages load next to no scripts. */
const BASE =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-[12px] px-4 text-[15px] font-medium select-none transition-colors duration-100 disabled:opacity-55'

const LOOKS = {
  accent: 'bg-accent text-accent-ink hover:bg-accent-strong',
  quiet: 'border border-rule text-ink-soft hover:border-rule-strong hover:text-ink',
  plain: 'text-ink-soft hover:text-ink hover:bg-ink/6',
  danger: 'border border-danger/40 text-danger hover:bg-danger hover:text-paper',
} as const

/** The classes of a button, or of a link that looks like one. */
export function control(look: keyof typeof LOOKS = 'quiet', more?: string): string {
  return classes(BASE, LOOKS[look], more)
}

/** The classes of a field for words. */
export const FIELD =
  'block w-full rounded-[12px] border border-rule-strong bg-raised px-3.5 py-2.5 text-[16px] leading-normal text-ink placeholder:text-ink-faint'
