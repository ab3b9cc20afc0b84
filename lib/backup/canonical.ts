import { createHash } from 'node:crypto'

/**
 * The one JSON text of a value: keys in the order of their UTF-16 code units, no white space, absent values left out,
 * times as ISO 8601, numbers and strings as `JSON.stringify` writes them (RFC 8785 for the values we have). Equal
 * values give equal texts wherever and whenever they are made.
 * @throws {TypeError} for what JSON has no form for: numbers that are not finite, functions, bytes
 */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    if (ArrayBuffer.isView(value)) throw new TypeError('Bytes have no canonical JSON: hash them first')
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number')
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new TypeError(`JSON has no form for ${typeof value}`)
  return text
}

/** SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
