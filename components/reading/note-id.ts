const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** An id for a note that is made where there is no server: what is sent twice under it is kept once. */
export function newNoteId(): string {
  return [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => ALPHABET.charAt(byte & 31)).join('')
}
