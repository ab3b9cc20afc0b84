/** A whole number with thousands marks. `Intl` would take 20 ms to begin, while a page is being opened. */
export function figures(many: number): string {
  return String(many).replace(/\B(?=(\d{3})+$)/g, ',')
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** A number as a book writes it: in words up to ten, then in figures with thousands marks. */
export function numberInWords(many: number): string {
  return WORDS[many] ?? figures(many)
}

/** A number with its noun: `1 chapter`, `2,143 words`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${figures(many)} ${many === 1 ? one : more}`
}

/** As `count`, in words: `three chapters`. */
export function countInWords(many: number, one: string, more = `${one}s`): string {
  return `${numberInWords(many)} ${many === 1 ? one : more}`
}

/** A sentence with a capital at its start. */
export function sentence(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

/** Silent readers of English manage about 238 words a minute (Brysbaert 2019). */
const WORDS_PER_MINUTE = 238

/** How long reading takes: `9 min to read`. */
export function readingTime(words: number): string {
  const minutes = Math.max(1, Math.round(words / WORDS_PER_MINUTE))
  return minutes < 90 ? `${minutes} min to read` : `${Math.round(minutes / 60)} h to read`
}
