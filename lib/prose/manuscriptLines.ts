/**
 * How lines of a plain manuscript file are read, shared by import and export: what one writes the other must read.
 */

/**
 * U+2060 WORD JOINER: invisible and without width. At the start or end of a line of an exported file it says "take
 * this line as it is": it is no chapter line, no scene break, and its white space counts. Import takes one away.
 */
export const LINE_GUARD = '\u2060'

const ORNAMENT = '*#~_=+•·∙⁂❧❦☙❖✦✻❋§◆◇○●⚬'
const ORNAMENT_LINE = new RegExp(`^[-–—${ORNAMENT}\\s]{1,200}$`, 'u')
const SINGLE_ORNAMENT = /^(?:[*#~⁂❧❦☙❖✦✻❋§◆◇○●•]+|(?:[*#~]\s*)+)$/u

/**
 * True for a line that stands for a scene break: `-----`, `***`, `* * *`, `~~~`, `#` alone, `⁂`, `❧` and the like.
 * Dots are left out: "..." is something people say. Dashes count from three on.
 */
export function isSceneBreakLine(line: string): boolean {
  if (line.length > 400) return false
  const bare = line.trim()
  if (!ORNAMENT_LINE.test(bare)) return false
  return SINGLE_ORNAMENT.test(bare) || bare.replace(/\s/gu, '').length >= 3
}

/** A heading that plain text announces by its first word. */
export interface ChapterLine {
  /** As written, without a colon at its end. */
  readonly title: string
  /** True for "Part One", "Book II": a level above chapters. */
  readonly isPart: boolean
}

const CHAPTER_WORDS =
  'chapter|chap\\.|kapitel|kap\\.|chapitre|cap[ií]tulo|cap[ií]tol|capitolo|capitolul|kapittel|kapitola|hoofdstuk|' +
  'luku|rozdzia[łl]|poglavl?je|fejezet|kafli|skyrius|noda[lļ]a|peat[üu]kk|b[öo]l[üu]m|глава|розділ|раздел|κεφάλαιο'
const PART_WORDS =
  'part|book|volume|teil|buch|partie|livre|parte|libro|livro|deel|boek|osa|kirja|część|księga|tome|del|bok|část|часть|книга'
const ALONE_WORDS =
  'prologue?|epilogue?|prolog|epilog|prólogo|epílogo|prologo|epilogo|prologi|epilogi|prolog[uo]s|epilog[uo]s|пролог|эпилог|' +
  'foreword|preface|interlude|afterword|vorwort|nachwort|préface|postface|esipuhe|förord|efterord'
const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|' +
  'nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|' +
  'first|second|third|fourth|last|final|the (?:first|second|third|last)|' +
  'eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|' +
  'un|deux|trois|quatre|cinq|sept|huit|neuf|dix|premier|première|' +
  'uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|primero|primera|' +
  'due|tre|quattro|cinque|sei|sette|otto|nove|dieci|primo|prima|um|dois|três|quatro|' +
  'ett|två|fyra|fem|sex|sju|åtta|nio|tio|första|en|to|fire|seks|syv|åtte|ni|ti|' +
  'een|twee|drie|vijf|zes|zeven|negen|tien|yksi|kaksi|kolme|neljä|viisi|kuusi|pierwszy|drugi|trzeci|první|druhá'
const NUMBER = `(?:\\d{1,4}|[ivxlc]{1,9}|${NUMBER_WORDS})`
const NUMBERED = new RegExp(
  `^(?:(${CHAPTER_WORDS})|(${PART_WORDS}))\\s+(${NUMBER})(?![\\p{L}\\p{N}])\\s*(.*)$`,
  'isu',
)
const REVERSED = new RegExp(`^\\d{1,4}\\.?\\s+(?:${CHAPTER_WORDS})\\s*([.:–—-].*)?$`, 'iu')
const ALONE = new RegExp(`^(?:${ALONE_WORDS})(?:\\s*[:–—-]\\s*\\S.*)?\\s*:?$`, 'iu')
const CJK = /^第\s*[\d〇零一二三四五六七八九十百千]{1,9}\s*[章回部卷話话](?:[\s:：].*)?$/u

/** Longest line that is looked at as a heading, in UTF-16 code units. */
const MAX_CHAPTER_LINE = 120

/** Whether what follows the number is a title (`: Rain`, ` – Rain`, ` The Rain`) and not the rest of a sentence. */
function isTitleTail(tail: string): boolean {
  if (tail === '' || /^[:.]$/.test(tail)) return true
  if (/^[.:–—-]\s*\S/u.test(tail)) return true
  return /^[\p{Lu}\p{Lt}\p{Lo}\p{N}“"„«‘(]/u.test(tail) && !/[.,;]$/.test(tail)
}

/**
 * What a line such as "Chapter 1", "CHAPTER XII – Rain", "Chapter One: The Salt Road", "Prologue", "Kapitel 3" or
 * "Part Two" announces, in the languages of most of our writers; null for anything else, above all for sentences
 * ("Part of him wanted to go.", "Chapter 3 was the hardest.").
 */
export function chapterLine(line: string): ChapterLine | null {
  if (line.length > 2 * MAX_CHAPTER_LINE) return null
  const bare = line.trim().replace(/^([*_]{1,3})(.+)\1$/su, '$2')
  if (bare === '' || bare.length > MAX_CHAPTER_LINE) return null
  const numbered = NUMBERED.exec(bare)
  const isHeading =
    numbered !== null
      ? isTitleTail(numbered[4] ?? '')
      : REVERSED.test(bare) || ALONE.test(bare) || CJK.test(bare)
  if (!isHeading) return null
  return { title: bare.replace(/\s*[:：]$/u, ''), isPart: numbered?.[2] !== undefined }
}

/** How many characters of `signs` end `text`. (A regular expression would take quadratic time on inner spaces.) */
function trailing(text: string, signs: string): number {
  let length = text.length
  while (length > 0 && signs.includes(text[length - 1] ?? '')) length -= 1
  return text.length - length
}

/** `text` without spaces and tabs at its end; other white space stays. Linear, whatever the text. */
export function withoutEndSpaces(text: string): string {
  return text.slice(0, text.length - trailing(text, ' \t'))
}

/** A Markdown heading line (`## Rain ##`) as level and words, or null. A line of signs alone is a scene break. */
export function hashHeading(line: string): { level: number; words: string } | null {
  if (!/^ {0,3}#/.test(line)) return null
  const found = /^ {0,3}(#{1,6})[ \t]+([^ \t].*)$/s.exec(line)
  if (found === null || isSceneBreakLine(line)) return null
  const whole = withoutEndSpaces(found[2] ?? '')
  const signs = whole.length - trailing(whole, '#')
  // Closing signs (`## Rain ##`) count only after a space.
  const words =
    signs < whole.length && /[ \t]/.test(whole[signs - 1] ?? '')
      ? withoutEndSpaces(whole.slice(0, signs))
      : whole
  return { level: found[1]?.length ?? 1, words }
}

/**
 * The level of the heading that `underline` makes of `line` (1 for `===`, 2 for `---`), or null. Fiction uses
 * `-----` for scene breaks far more often, so dashes underline only a short line that stands alone and is no sentence.
 */
export function underlinedLevel(line: string, underline: string): 1 | 2 | null {
  const bare = line.trim()
  if (bare === '' || bare.length > MAX_CHAPTER_LINE || isSceneBreakLine(bare)) return null
  if (/^ {0,3}={2,}[ \t]*$/.test(underline)) return 1
  const isSentence = /[.,;!?…:”"»’'*_—–-]$/u.test(bare)
  return !isSentence && /^ {0,3}-{3,}[ \t]*$/.test(underline) ? 2 : null
}

/** Runs of lines between blank ones. */
export function lineGroups(lines: readonly string[]): string[][] {
  const groups: string[][] = []
  let open: string[] | null = null
  for (const line of lines) {
    if (line.trim() === '') open = null
    else if (open === null) groups.push((open = [line]))
    else open.push(line)
  }
  return groups
}

/** Fewest inner lines, and the line lengths, that can tell a hard-wrapped file from verse. */
const MIN_WRAPPED_LINES = 3
const WRAP_WIDTHS = { from: 50, to: 120 }

/**
 * True when the line ends inside paragraphs come from a program that wrapped at a fixed width: in 9 of 10 inner lines
 * the next line's first word would not have fitted any more. Verse and addresses fail this.
 */
export function isHardWrapped(groups: readonly (readonly string[])[]): boolean {
  const pairs: [string, string][] = []
  for (const group of groups) {
    for (let index = 0; index + 1 < group.length; index += 1) {
      pairs.push([(group[index] ?? '').trimEnd(), (group[index + 1] ?? '').trim()])
    }
  }
  if (pairs.length < MIN_WRAPPED_LINES) return false
  const width = pairs.reduce((widest, [line]) => Math.max(widest, line.length), 0)
  if (width < WRAP_WIDTHS.from || width > WRAP_WIDTHS.to) return false
  const full = pairs.filter(
    ([line, next]) => line.length + 1 + (/^\S*/.exec(next)?.[0].length ?? 0) > width - 1,
  )
  return full.length >= pairs.length * 0.9
}
