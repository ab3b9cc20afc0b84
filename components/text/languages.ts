/** The languages a manuscript can be set in by choice; any other tag that is stored stays as it is. */
export const LANGUAGES: readonly { tag: string; name: string }[] = [
  { tag: 'en', name: 'English' },
  { tag: 'en-GB', name: 'English (Britain)' },
  { tag: 'en-US', name: 'English (United States)' },
  { tag: 'ar', name: 'Arabic' },
  { tag: 'zh', name: 'Chinese' },
  { tag: 'cs', name: 'Czech' },
  { tag: 'da', name: 'Danish' },
  { tag: 'nl', name: 'Dutch' },
  { tag: 'fi', name: 'Finnish' },
  { tag: 'fr', name: 'French' },
  { tag: 'de', name: 'German' },
  { tag: 'el', name: 'Greek' },
  { tag: 'he', name: 'Hebrew' },
  { tag: 'hi', name: 'Hindi' },
  { tag: 'hu', name: 'Hungarian' },
  { tag: 'is', name: 'Icelandic' },
  { tag: 'ga', name: 'Irish' },
  { tag: 'it', name: 'Italian' },
  { tag: 'ja', name: 'Japanese' },
  { tag: 'ko', name: 'Korean' },
  { tag: 'nb', name: 'Norwegian Bokmål' },
  { tag: 'fa', name: 'Persian' },
  { tag: 'pl', name: 'Polish' },
  { tag: 'pt', name: 'Portuguese' },
  { tag: 'pt-BR', name: 'Portuguese (Brazil)' },
  { tag: 'ro', name: 'Romanian' },
  { tag: 'ru', name: 'Russian' },
  { tag: 'es', name: 'Spanish' },
  { tag: 'sv', name: 'Swedish' },
  { tag: 'tr', name: 'Turkish' },
  { tag: 'uk', name: 'Ukrainian' },
  { tag: 'cy', name: 'Welsh' },
]

/** The name of a language, or its tag when it has none here. */
export function languageName(tag: string): string {
  return LANGUAGES.find((language) => language.tag === tag)?.name ?? tag
}
