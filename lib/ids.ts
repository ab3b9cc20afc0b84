import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Length of an id made by `newId`: 20 characters of 5 bits, 100 random bits. */
export const ID_LENGTH = 20

/** A new random id, safe in URLs, file names and WebSocket paths: 20 characters of Crockford's base 32. */
export function newId(): string {
  let id = ''
  for (const byte of randomBytes(ID_LENGTH)) id += ALPHABET.charAt(byte & 31)
  return id
}

/** A secret of 32 random bytes for tokens and links, base64url, 43 characters. Stored only as its SHA-256. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
