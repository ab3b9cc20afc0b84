/** Words quoted by a caller, with some of the text around them to tell equal passages apart. */
export interface Quote {
  readonly exact: string
  readonly prefix?: string | undefined
  readonly suffix?: string | undefined
}

/**
 * The one passage of `text` that reads `exact`, with `prefix` right before and `suffix` right after it when given.
 * Nothing is guessed: no change of case, of blanks, of quotation marks. An empty quote is `not_found`. Standings that
 * overlap count each.
 */
export function findQuote(
  text: string,
  quote: Quote,
): { from: number; to: number } | 'not_found' | 'ambiguous' {
  const { exact, prefix = '', suffix = '' } = quote
  if (exact === '') return 'not_found'
  const whole = prefix + exact + suffix
  const first = text.indexOf(whole)
  if (first < 0) return 'not_found'
  if (text.indexOf(whole, first + 1) >= 0) return 'ambiguous'
  const from = first + prefix.length
  return { from, to: from + exact.length }
}
