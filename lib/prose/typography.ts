/** The marks one language uses. Pairs are [opening, closing]; French ones carry their narrow no-break spaces. */
export interface Quotes {
  readonly double: readonly [string, string]
  readonly single: readonly [string, string]
  /** What `--` becomes. */
  readonly dash: '—' | '–'
}

/** What the editor writes instead of the typed character: delete `deleteBefore` UTF-16 units, then insert `insert`. */
export interface TypographicReplacement {
  readonly deleteBefore: number
  readonly insert: string
}

const APOSTROPHE = '’'
const NARROW = '\u202f'

const ENGLISH: Quotes = { double: ['“', '”'], single: ['‘', '’'], dash: '—' }
const LOW_HIGH_LEFT: Quotes = { double: ['„', '“'], single: ['‚', '‘'], dash: '–' }
const LOW_HIGH_RIGHT: Quotes = { double: ['„', '”'], single: ['«', '»'], dash: '—' }
const RIGHT_RIGHT: Quotes = { double: ['”', '”'], single: ['’', '’'], dash: '–' }
const GUILLEMETS: Quotes = { double: ['«', '»'], single: ['“', '”'], dash: '—' }

/** After Unicode CLDR's `delimiters`, with the usage of printed fiction where that differs (Danish, Finnish, Dutch). */
const BY_LANGUAGE: Readonly<Record<string, Quotes>> = {
  en: ENGLISH,
  de: LOW_HIGH_LEFT,
  'de-ch': { double: ['«', '»'], single: ['‹', '›'], dash: '–' },
  cs: LOW_HIGH_LEFT,
  sk: LOW_HIGH_LEFT,
  sl: LOW_HIGH_LEFT,
  et: LOW_HIGH_LEFT,
  lt: LOW_HIGH_LEFT,
  is: LOW_HIGH_LEFT,
  bg: LOW_HIGH_LEFT,
  pl: LOW_HIGH_RIGHT,
  ro: LOW_HIGH_RIGHT,
  hr: { double: ['„', '”'], single: ['‘', '’'], dash: '–' },
  hu: { double: ['„', '”'], single: ['»', '«'], dash: '–' },
  sv: RIGHT_RIGHT,
  fi: RIGHT_RIGHT,
  da: { double: ['»', '«'], single: ['›', '‹'], dash: '–' },
  no: { double: ['«', '»'], single: ['‘', '’'], dash: '–' },
  nb: { double: ['«', '»'], single: ['‘', '’'], dash: '–' },
  nn: { double: ['«', '»'], single: ['‘', '’'], dash: '–' },
  nl: { double: ['“', '”'], single: ['‘', '’'], dash: '–' },
  fr: { double: [`«${NARROW}`, `${NARROW}»`], single: ['“', '”'], dash: '—' },
  'fr-ch': { double: [`«${NARROW}`, `${NARROW}»`], single: ['‹', '›'], dash: '–' },
  es: GUILLEMETS,
  ca: GUILLEMETS,
  it: { ...GUILLEMETS, dash: '–' },
  el: GUILLEMETS,
  pt: { double: ['“', '”'], single: ['‘', '’'], dash: '—' },
  'pt-pt': GUILLEMETS,
  ru: { double: ['«', '»'], single: ['„', '“'], dash: '—' },
  uk: { double: ['«', '»'], single: ['„', '“'], dash: '—' },
  tr: ENGLISH,
}

/**
 * The quotation marks and dash of a language.
 * @param language a BCP 47 tag such as `de` or `de-CH`, any case; English when unknown or empty
 */
export function quotesFor(language: string): Quotes {
  const tag = language.toLowerCase().replaceAll('_', '-')
  const parts = tag.split('-')
  const found = [tag, `${parts[0]}-${parts.at(-1)}`, parts[0] ?? ''].find((key) =>
    Object.hasOwn(BY_LANGUAGE, key),
  )
  return (found === undefined ? undefined : BY_LANGUAGE[found]) ?? ENGLISH
}

const OPENS_AFTER = /(?:^|[\s([{¿¡/“„«»‘‚‹›”’])$/u
const WORD_BEFORE = /[\p{L}\p{N}]\p{M}*$/u
const DASH_BEFORE = /[-–—]$/u

/** True while a quote opened in `before` is not closed. Pairs of equal marks are counted by parity. */
function isOpen(before: string, [opening, closing]: readonly [string, string]): boolean {
  const open = opening.trim()
  const close = closing.trim()
  let depth = 0
  for (const char of before) {
    if (open === close) depth = char === open ? 1 - depth : depth
    else if (char === open) depth += 1
    else if (char === close && depth > 0) depth -= 1
  }
  return depth > 0
}

/** Whether a quote typed after `before` opens: after a space or bracket, and after a dash unless one is open (“I was—”). */
function opens(before: string, pair: readonly [string, string]): boolean {
  if (DASH_BEFORE.test(before)) return !isOpen(before, pair)
  if (!OPENS_AFTER.test(before)) return false
  // Right after the other pair's mark: a nested quote opens there or closes there.
  if (/[“„«»‘‚‹›”’]$/u.test(before)) return !isOpen(before, pair)
  return true
}

function doubleQuote(before: string, { double }: Quotes): TypographicReplacement {
  return { deleteBefore: 0, insert: opens(before, double) ? double[0] : double[1] }
}

function singleQuote(before: string, { single }: Quotes): TypographicReplacement {
  const isSingleShaped = /^[‘’‚‹›]$/.test(single[0])
  const isApostrophe = !isSingleShaped || (WORD_BEFORE.test(before) && !isOpen(before, single))
  if (isApostrophe) return { deleteBefore: 0, insert: APOSTROPHE }
  return { deleteBefore: 0, insert: opens(before, single) ? single[0] : single[1] }
}

/**
 * What typing `typed` after `before` should give: quotes, apostrophes, dashes and ellipses as `language` prints them.
 *
 * - `"` and `'` open after a space, a bracket or the start of the block, and close elsewhere; `'` after a letter is
 *   an apostrophe (don’t) unless it closes an open single quote; it always is one in languages without single quotes.
 * - `--` becomes the language's dash, except at the start of a block, where it may be on its way to a scene break
 *   (`---`); there it waits for the space after it, as in a line of dialogue.
 * - `...` becomes `…`.
 *
 * @param before the text of the block up to the cursor
 * @param typed the one character typed
 * @returns null when it stays as typed. The editor makes the replacement a step of its own, so that undo brings
 * back what was typed
 */
export function typographicReplacement(
  before: string,
  typed: string,
  language: string,
): TypographicReplacement | null {
  const quotes = quotesFor(language)
  switch (typed) {
    case '"':
      return doubleQuote(before, quotes)
    case "'":
      return singleQuote(before, quotes)
    case '-':
      if (!/[^\s-]\s?-$/u.test(before)) return null
      return { deleteBefore: 1, insert: quotes.dash }
    case ' ':
      return before === '--' ? { deleteBefore: 2, insert: `${quotes.dash} ` } : null
    case '.':
      return /(?:^|[^.])\.\.$/.test(before) ? { deleteBefore: 2, insert: '…' } : null
    default:
      return null
  }
}
