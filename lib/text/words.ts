/**
 * What parts words: white space (Unicode White_Space and the byte order mark), the dashes U+2012 to U+2015,
 * U+2E3A and U+2E3B, and two or more hyphens in a row, as typewriters write a dash. One hyphen joins.
 */
const BETWEEN_WORDS = /(?:[\p{White_Space}\uFEFF\u2012-\u2015\u2E3A\u2E3B]|-{2,})+/u

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/**
 * Counts words: runs between white space or dashes that hold a letter or a digit.
 * `well-known` and `don’t` are one word, `night—day` two, `***` none. Text in a script without spaces counts
 * as one word per run.
 */
export function countWords(text: string): number {
  let words = 0
  for (const run of text.split(BETWEEN_WORDS)) if (LETTER_OR_DIGIT.test(run)) words += 1
  return words
}
