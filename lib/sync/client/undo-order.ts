import * as Y from 'yjs'

/**
 * Makes undo put words back where they stood. What undo brings back is a copy, and Yjs (13.6) looks for the place behind it
 * by the beginning of the copy alone: when somebody typed in the middle of the copy since, what stood behind it comes back
 * in the middle too. So before each undo or redo originals and copies are divided at the same places, and the copy of the
 * last piece is the end of the whole.
 */
export function undoInOrder(doc: Y.Doc): void {
  doc.on('beforeTransaction', (transaction) => {
    if (transaction.origin instanceof Y.UndoManager) divideAlike(transaction)
  })
}

function divideAlike(transaction: Y.Transaction): void {
  const { clients } = transaction.doc.store
  // A copy can have been deleted and copied again: dividing it parts it from its own original.
  let isDivided = true
  while (isDivided) {
    isDivided = false
    for (const structs of clients.values())
      // A piece that is parted off stands right behind, and is looked at next.
      for (let i = 0; i < structs.length; i++) {
        const struct = structs[i]
        if (struct instanceof Y.Item && struct.redone) isDivided = divide(transaction, struct) || isDivided
      }
  }
}

/** Divides the longer of an original and its copy where the shorter ends. @returns false when both are of one length */
function divide(transaction: Y.Transaction, original: Y.Item): boolean {
  if (!original.redone) return false
  const copy: unknown = Y.getItemCleanStart(transaction, original.redone)
  if (!(copy instanceof Y.Item) || copy.length === original.length) return false
  const [longer, length] = copy.length > original.length ? [copy, original.length] : [original, copy.length]
  Y.getItemCleanStart(transaction, Y.createID(longer.id.client, longer.id.clock + length))
  return true
}
