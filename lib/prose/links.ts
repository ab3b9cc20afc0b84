/** Longest link target the text may carry, in UTF-16 code units (what browsers and mail programs reliably follow). */
export const MAX_HREF_LENGTH = 2048

const ALLOWED_START = /^(?:https?:\/\/[^/?#]|mailto:[^?])/i
const ALLOWED_PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])
/** White space, control, format (zero-width, bidi) and unassigned characters, lone surrogates, and `\ " < > ^ { | }` with backtick. */
const FORBIDDEN = /[\s\p{C}\\"<>^`{|}]/u

/**
 * True when `href` may stand in a link mark: an absolute http, https or mailto address without any character a
 * browser would strip, decode or read differently than we do (control characters, white space, entities in front of
 * the scheme, backslashes). It is an allow-list, so every other scheme is refused, however it is spelled.
 */
export function isSafeHref(href: unknown): href is string {
  if (typeof href !== 'string' || href.length > MAX_HREF_LENGTH) return false
  if (!ALLOWED_START.test(href) || FORBIDDEN.test(href)) return false
  return URL.canParse(href) && ALLOWED_PROTOCOLS.has(new URL(href).protocol)
}

/**
 * What `raw` (an attribute of pasted or imported markup) becomes in a link mark: trimmed, inner spaces and the few
 * characters that are not allowed in an address percent-encoded. Null when it is not a safe link: the words then
 * stay as plain text.
 */
export function cleanHref(raw: string | null | undefined): string | null {
  if (raw === null || raw === undefined || raw.length > MAX_HREF_LENGTH) return null
  const href = raw.trim().replace(/[ "<>^`{|}]/g, (char) => encodeURIComponent(char))
  return isSafeHref(href) ? href : null
}
