/** How a reader likes his pages: kept in a cookie of the device, so that the server draws them so at once. */
export interface Look {
  theme: 'paper' | 'sepia' | 'night' | 'system'
  /** Size of the text in CSS pixels, 15 to 30. */
  size: number
  spacing: 'close' | 'book' | 'wide'
  /** What becomes of passages under a content note. */
  noted: 'skip' | 'blur' | 'show'
}

export const LOOK_COOKIE = 'scriptorium.page-look'

export const SIZES = { least: 15, most: 30 } as const

export const DEFAULT_LOOK: Look = { theme: 'system', size: 19, spacing: 'book', noted: 'skip' }

const THEMES = ['paper', 'sepia', 'night', 'system'] as const
const SPACINGS = ['close', 'book', 'wide'] as const
const CHOICES = ['skip', 'blur', 'show'] as const

function oneOf<Word extends string>(words: readonly Word[], word: string | undefined, other: Word): Word {
  return words.find((one) => one === word) ?? other
}

/** The look that a cookie holds; whatever is odd in it is as nobody chose. */
export function lookIn(cookie: string | undefined): Look {
  const [theme, size, spacing, noted] = (cookie ?? '').split('.')
  const pixels = /^\d{2}$/.test(size ?? '') ? Number(size) : DEFAULT_LOOK.size
  return {
    theme: oneOf(THEMES, theme, DEFAULT_LOOK.theme),
    size: Math.min(SIZES.most, Math.max(SIZES.least, pixels)),
    spacing: oneOf(SPACINGS, spacing, DEFAULT_LOOK.spacing),
    noted: oneOf(CHOICES, noted, DEFAULT_LOOK.noted),
  }
}

/** The cookie's value. */
export function lookAsCookie({ theme, size, spacing, noted }: Look): string {
  return [theme, size, spacing, noted].join('.')
}

const LEADING = { close: 1.45, book: 1.62, wide: 1.9 } as const

/** The style of the element that holds the pages. */
export function styleOf({ size, spacing }: Look): Record<string, string> {
  return { '--text': `${size}px`, '--leading': String(LEADING[spacing]) }
}
