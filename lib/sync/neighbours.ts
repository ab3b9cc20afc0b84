import * as Y from 'yjs'

/**
 * True when something that a transaction brought says of itself that it stands where nothing can stand: between things
 * of two different lists, or behind what comes after it. No Yjs makes that, and where such a thing comes to stand depends
 * on the order in which a replica hears of others, so that replicas would end up with other texts.
 * To be asked inside the transaction. Costs as much as the new structs; a list is looked through once when something
 * was written there by several at once.
 */
export function standsNowhere(doc: Y.Doc, { beforeState }: Y.Transaction): boolean {
  const orders = new Map<unknown, Map<Y.Item, number>>()
  for (const [client, structs] of doc.store.clients) {
    const known = beforeState.get(client) ?? 0
    const last = structs.at(-1)
    if (!last || last.id.clock + last.length <= known) continue
    for (let i = known === 0 ? 0 : Y.findIndexSS(structs, known); i < structs.length; i++) {
      const struct = structs[i]
      if (struct instanceof Y.Item && !standsBetween(doc, struct, orders)) return true
    }
  }
  return false
}

/** True when an item stands behind its origin and before its right origin, in the list of both. */
function standsBetween(doc: Y.Doc, item: Y.Item, orders: Map<unknown, Map<Y.Item, number>>): boolean {
  const { origin, rightOrigin, parent, parentSub, left, right } = item
  if (!rightOrigin) return true
  // The values of one key follow each other: nothing is put before one.
  if (parentSub !== null) return false
  const isBehind = !origin || (left !== null && isLastIn(left, origin))
  if (isBehind && right !== null && Y.compareIDs(right.id, rightOrigin)) return true
  const [before, after] = [origin && itemAt(doc, origin), itemAt(doc, rightOrigin)]
  // All that stood in a deleted place was freed together: then the new struct has been freed too and is no item.
  if (before === undefined || !after || after.parent !== parent || after.parentSub !== null) return false
  if (before && (before.parent !== parent || before.parentSub !== null)) return false
  const order = orders.get(parent) ?? orderOf(parent as Y.AbstractType<unknown>)
  orders.set(parent, order)
  const at = (one: Y.Item) => order.get(one) ?? NaN
  return (!before || at(before) < at(item)) && at(item) < at(after)
}

function isLastIn({ id, length }: Y.Item, { client, clock }: Y.ID): boolean {
  return id.client === client && id.clock + length - 1 === clock
}

function itemAt(doc: Y.Doc, { client, clock }: Y.ID): Y.Item | undefined {
  const structs = doc.store.clients.get(client)
  const struct = structs?.[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item ? struct : undefined
}

/** The place of each item in a list, deleted ones included. */
function orderOf(list: Y.AbstractType<unknown>): Map<Y.Item, number> {
  const order = new Map<Y.Item, number>()
  for (let item = list._start; item; item = item.right) order.set(item, order.size)
  return order
}
