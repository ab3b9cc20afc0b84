import { AppError } from '@/lib/errors'
import { MAX_IMPORT_BYTES } from './contract'

const SAVE_AS = 'Save it as plain text (.txt, UTF-8) or Markdown (.md) and import that file.'

/** First bytes of files that people mistake for text, as Latin-1, with what they are. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['%PDF', 'a PDF'],
  ['PK\x03\x04', 'a Word, LibreOffice, EPUB or ZIP file'],
  ['\xd0\xcf\x11\xe0', 'an old Word document'],
  ['{\\rtf', 'a rich text (RTF) file'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['RIFF', 'a picture, sound or film'],
  ['\x1f\x8b', 'a compressed file'],
  ['7z\xbc\xaf', 'a compressed file'],
  ['Rar!', 'a compressed file'],
  ['BZh', 'a compressed file'],
  ['SQLite format 3', 'a database'],
  ['\x7fELF', 'a program'],
  ['bplist', 'a settings file'],
]

/** Windows-1252, 0x80 to 0x9F; the five places it leaves undefined are U+FFFD. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

/** Control characters that no text editor writes. Tab, line feed, vertical tab, form feed, return and DOS's end mark are. */
const CONTROL = /[\x00-\x08\x0e-\x19\x1b-\x1f]/

function refuseKnownBinary(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  const known = MAGIC.find(([magic]) => start.startsWith(magic))
  if (known !== undefined)
    throw new AppError('unsupported', `This is ${known[1]}, not a text file. ${SAVE_AS}`)
}

function notText(): AppError {
  return new AppError('unsupported', `This file holds data that is no text. ${SAVE_AS}`)
}

function damaged(encoding: string): AppError {
  return new AppError(
    'invalid',
    `This file is damaged: it is ${encoding} text with bytes that do not belong there, and importing it would lose ` +
      'characters. Open it in the program that wrote it and save it again as UTF-8.',
  )
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  const text = bytes.length % 2 === 0 ? tryDecode(bytes, encoding) : null
  if (text === null) throw damaged('UTF-16')
  return text
}

/** Share of the characters whose high bytes (at even or odd places) are zero or the commonest other one; 0 without zeros. */
function highByteShare(bytes: Uint8Array, first: 0 | 1): number {
  const counts = new Map<number, number>()
  const sample = Math.min(bytes.length, 65_536)
  for (let index = first; index < sample; index += 2) {
    const byte = bytes[index] ?? 0
    counts.set(byte, (counts.get(byte) ?? 0) + 1)
  }
  const zeros = counts.get(0) ?? 0
  counts.delete(0)
  const most = Array.from(counts.values()).reduce((largest, count) => Math.max(largest, count), 0)
  return zeros === 0 ? 0 : (zeros + most) / Math.ceil((sample - first) / 2)
}

/**
 * UTF-16 without a byte order mark shows by its high bytes, at even places (big endian) or odd ones (little endian):
 * spaces and line ends have zero there, and nearly all other characters of a text one and the same value.
 */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const shares = { big: highByteShare(bytes, 0), little: highByteShare(bytes, 1) }
  if (Math.max(shares.big, shares.little) < 0.8) return null
  if (shares.big > 0 && shares.little > 0 && Math.abs(shares.big - shares.little) < 0.2) return null
  return shares.big > shares.little ? 'utf-16be' : 'utf-16le'
}

/** Counts complete multi-byte UTF-8 characters and the bytes from 0x80 on that belong to none. */
function utf8Balance(bytes: Uint8Array): { whole: number; stray: number } {
  let whole = 0
  let stray = 0
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0
    if (lead < 0x80) continue
    const more =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0
    const rest = bytes.subarray(index + 1, index + 1 + more)
    if (more > 0 && rest.length === more && rest.every((byte) => (byte & 0xc0) === 0x80)) {
      whole += 1
      index += more
    } else stray += 1
  }
  return { whole, stray }
}

/** Above this share of letters from 0xC0 on, text is no western European language and Windows-1252 only garbles it. */
const MAX_WESTERN_LETTER_SHARE = 0.35

function decodeWindows1252(bytes: Uint8Array): string {
  const high = bytes.reduce((count, byte) => count + (byte >= 0xc0 ? 1 : 0), 0)
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)))
  }
  const text = parts
    .join('')
    .replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? '\ufffd')
  if (CONTROL.test(text)) throw notText()
  if (high > bytes.length * MAX_WESTERN_LETTER_SHARE || text.includes('\ufffd')) {
    throw new AppError(
      'invalid',
      'The characters of this file cannot be read: it is neither UTF-8 nor UTF-16 nor Windows-1252. ' +
        'Open it in the program that wrote it and save it as UTF-8.',
    )
  }
  return text
}

function decodeBytes(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) throw damaged('UTF-32')
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be')
  const order = utf16Order(bytes)
  if (order !== null) return decodeUtf16(bytes, order)
  const text = tryDecode(bytes, 'utf-8')
  if (text !== null) return text
  const { whole, stray } = utf8Balance(bytes)
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf
  if (isMarked || whole > stray) throw damaged('UTF-8')
  return decodeWindows1252(bytes)
}

/**
 * The text of a file: UTF-8 or UTF-16 with or without a byte order mark, else Windows-1252. Line ends become `\n`;
 * nothing else is changed.
 * @throws {AppError} with a sentence that says what to do: `invalid` (empty, damaged, unreadable characters),
 * `unsupported` (no text at all), `too_large` (more than MAX_IMPORT_BYTES)
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > MAX_IMPORT_BYTES) {
    const limit = MAX_IMPORT_BYTES / 1024 / 1024
    throw new AppError(
      'too_large',
      `This file is larger than ${limit} MB. Split it into parts and import them one by one.`,
    )
  }
  if (bytes.length === 0) throw new AppError('invalid', 'This file is empty. Choose a file that holds text.')
  refuseKnownBinary(bytes)
  const text = decodeBytes(bytes).replace(/\r\n?/g, '\n').replace(/\x1a$/, '')
  if (CONTROL.test(text)) throw notText()
  if (!/\S/u.test(text))
    throw new AppError('invalid', 'This file holds no words. Choose a file that holds text.')
  return text
}
