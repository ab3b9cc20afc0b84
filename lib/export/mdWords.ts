/** Signs with a meaning in Markdown, in a line that is somebody's title or name or the chapter's words. */
export function mdLine(line: string): string {
  return line.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ')
}

/**
 * Somebody's words as a quote of Markdown: what they begin with cannot begin anything outside of it, and they are no
 * HTML. Their own light formatting stays.
 */
export function mdQuote(body: string): string {
  return body
    .replace(/<(?!https?:|mailto:)/g, '\\<')
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
}
