/** With what a table begins: spreadsheets read a file without the mark as the machine's own old encoding. */
export const CSV_BEGIN = '\ufeff'

/** What a spreadsheet would take for a formula (OWASP, CSV injection); an apostrophe before it makes it words. */
const FORMULA = /^[=+\-@\t\r]|^\s+[=+\-@]/

/** A cell after RFC 4180. */
function cell(value: string | number): string {
  const words = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words
}

/** One row of a table, with its line end. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}
