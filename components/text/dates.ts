/** Dates as people say them. `zone` is an IANA name; absent = the reader's own. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const LOCALE = 'en-GB'

const SHAPES = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  day: { day: 'numeric', month: 'long' },
  exact: { dateStyle: 'full', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** A format is dear to make and cheap to use. */
function formatted(shape: keyof typeof SHAPES, date: Date, zone: string | undefined): string {
  const key = `${shape} ${zone ?? ''}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { ...SHAPES[shape], timeZone: zone })
    formats.set(key, format)
  }
  return format.format(date)
}

const sameYear = (date: Date, now: number) => date.getUTCFullYear() === new Date(now).getUTCFullYear()

/** “3 November 2026”. */
export function dateInWords(date: Date, zone?: string): string {
  return formatted('date', date, zone)
}

/** “Sunday 22 November 2026 at 21:40”. */
export function exactTime(date: Date, zone?: string): string {
  return formatted('exact', date, zone)
}

function distance(ms: number): string | null {
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`
  if (ms < DAY_MS) return `${Math.round(ms / HOUR_MS)} h`
  const days = Math.round(ms / DAY_MS)
  if (days === 1) return '1 day'
  return days < 14 ? `${days} days` : null
}

/** “just now”, “12 min ago”, “in 3 days”; further away than a fortnight the date: “3 November”. */
export function agoInWords(date: Date, now: number, zone?: string): string {
  const gap = now - date.getTime()
  if (Math.abs(gap) < 45_000) return 'just now'
  const words = distance(Math.abs(gap))
  if (words) return gap > 0 ? `${words} ago` : `in ${words}`
  if (!sameYear(date, now)) return dateInWords(date, zone)
  return formatted('day', date, zone)
}
