import * as Y from 'yjs'

/**
 * True when something that a transaction brought says of itself that it stands where nothing can stand: between things
 * of two different lists, or between a thing and itself. No Yjs makes that, and whether and where it is seen depends on
 * the order in which a replica hears of others, so that replicas would end up with other texts. (An origin behind the
 * right origin is no such sign: undo makes that, see decision 0013.)
 * To be asked inside the transaction. Costs as much as the new structs.
 */
export function standsNowhere(doc: Y.Doc, { beforeState }: Y.Transaction): boolean {
  for (const [client, structs] of doc.store.clients) {
    const known = beforeState.get(client) ?? 0
    const last = structs.at(-1)
    if (!last || last.id.clock + last.length <= known) continue
    for (let i = known === 0 ? 0 : Y.findIndexSS(structs, known); i < structs.length; i++) {
      const struct = structs[i]
      if (struct instanceof Y.Item && !hasOnePlace(doc, struct)) return true
    }
  }
  return false
}

function hasOnePlace(doc: Y.Doc, { origin, rightOrigin, parent, parentSub }: Y.Item): boolean {
  if (!origin || !rightOrigin) return true
  if (Y.compareIDs(origin, rightOrigin)) return false
  return [origin, rightOrigin].every((id) => {
    const neighbour = structAt(doc, id)
    // All that stood in a deleted place was freed together: then the new struct has been freed too and is no item.
    return neighbour instanceof Y.Item && neighbour.parent === parent && neighbour.parentSub === parentSub
  })
}

function structAt(doc: Y.Doc, { client, clock }: Y.ID): Y.Item | Y.GC | undefined {
  const structs = doc.store.clients.get(client)
  return structs?.[Y.findIndexSS(structs, clock)]
}
