/** An instant as a `datetime-local` field holds it, in the reader's own time; empty for none. */
export function localDate(instant: string | null): string {
  if (!instant) return ''
  const date = new Date(instant)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What a `datetime-local` field holds as an instant; null for nothing. */
export function instantOf(local: string): string | null {
  return local === '' ? null : new Date(local).toISOString()
}
