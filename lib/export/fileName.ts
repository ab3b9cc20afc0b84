/** Longest name without its ending, in UTF-16 code units: 255 bytes are the limit of most file systems. */
const MAX_NAME_LENGTH = 60
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
/** Control, format and private characters, lone surrogates, and what Windows or a shell reads in a name. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%`$]/gu

/**
 * A file name for `title`: no path, control or direction characters, no name that Windows keeps for itself, at most
 * 60 characters before the dot.
 * @param extension without its dot, e.g. `md`
 */
export function fileNameFor(title: string, extension: string): string {
  const cleaned = title.normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/gu, ' ')
  const cut = Array.from(cleaned.trim().replace(/^[.\s~-]+/u, '')).slice(0, MAX_NAME_LENGTH)
  const base = cut
    .join('')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/\p{Cs}/gu, '')
    .replace(/[.\s]+$/u, '')
  const name = base === '' ? 'Untitled' : base
  return `${RESERVED.test(name) ? '_' : ''}${name}.${extension}`
}

/**
 * The `Content-Disposition` header that saves a response as `fileName`: an ASCII name for old programs and the true
 * one after RFC 5987 and RFC 6266. The result is ASCII without quotes or line ends inside, whatever the name.
 */
export function contentDisposition(fileName: string): string {
  const ascii = fileName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '_')
    .replace(/["\\%;/]/g, '_')
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
