const OWN_QUOTES = /^[“”„«»"](.*)[“”“«»"]$/su

/** Words in quotation marks; a passage that brings its own pair keeps that one, and marks within become single. */
export function quoted(words: string): string {
  return OWN_QUOTES.test(words) ? words : `“${words.replaceAll('“', '‘').replaceAll('”', '’')}”`
}
