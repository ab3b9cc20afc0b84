import { createHash } from 'node:crypto'

/**
 * SHA-256 of a secret as hexadecimal: all that is stored of tokens and links. They have 256 random bits, so a
 * plain hash cannot be searched, and looking one up by its hash takes the same time for every guess.
 */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}
