import * as Y from 'yjs'

/** Longest encoded relative position that is looked at. Two varints and a sign need 17 bytes; the rest is hostile. */
export const MAX_POSITION_BYTES = 256

/** An encoded position bound to the character `skip` code units after the item's first. */
export function encodeId(id: Y.ID, skip: number, assoc: number): Uint8Array {
  const item = { client: id.client, clock: id.clock + skip }
  return Y.encodeRelativePosition(Y.createRelativePositionFromJSON({ item, assoc }))
}

/** An encoded position bound to the start (assoc −1) or end (assoc 0) of the Yjs type that an item holds. */
export function encodeType(id: Y.ID, assoc: number): Uint8Array {
  const type = { client: id.client, clock: id.clock }
  return Y.encodeRelativePosition(Y.createRelativePositionFromJSON({ type, assoc }))
}

const decoded = new WeakMap<Uint8Array, Y.RelativePosition | null>()

/**
 * Reads an encoded relative position; null when the bytes are none (bad, too long or empty). Never throws. The same bytes,
 * which nobody changes, are read once: a thread's are asked for whenever typing pauses.
 */
export function decodePosition(bytes: Uint8Array): Y.RelativePosition | null {
  const known = decoded.get(bytes)
  if (known !== undefined) return known
  const position = readPosition(bytes)
  decoded.set(bytes, position)
  return position
}

function readPosition(bytes: Uint8Array): Y.RelativePosition | null {
  if (bytes.length === 0 || bytes.length > MAX_POSITION_BYTES) return null
  try {
    const position = Y.decodeRelativePosition(bytes)
    return position.item || position.type || position.tname !== null ? position : null
  } catch {
    // lib0 throws on a short read and on integers out of range: hostile or cut bytes, an expected outcome.
    return null
  }
}
