import type * as Y from 'yjs'
import { BlockReading } from '@/lib/text/block-reading'
import { PlainText, plainText } from '@/lib/text/plain'

/** What is known of a chapter that is open, until it changes. */
class Keeper {
  readonly #readings = new WeakMap<Y.XmlElement, BlockReading>()
  #plain: PlainText | null = null

  constructor(
    private readonly fragment: Y.XmlFragment,
    doc: Y.Doc,
  ) {
    // Before anybody is told of a change and can ask for the text after it.
    doc.on('beforeObserverCalls', ({ changed }) => this.#forget(changed.keys()))
  }

  get plain(): PlainText {
    this.#plain ??= new PlainText(this.fragment, (element) => this.#read(element))
    return this.#plain
  }

  #read(element: Y.XmlElement): BlockReading {
    const known = this.#readings.get(element)
    if (known) return known
    const made = new BlockReading(element)
    this.#readings.set(element, made)
    return made
  }

  #forget(changed: Iterable<unknown>): void {
    for (const type of changed) {
      this.#plain = null
      for (let at: unknown = type; isType(at); at = at.parent) this.#readings.delete(at as Y.XmlElement)
    }
  }
}

function isType(value: unknown): value is Y.AbstractType<unknown> {
  return typeof value === 'object' && value !== null && 'parent' in value
}

const keepers = new WeakMap<Y.XmlFragment, Keeper>()

/**
 * `plainText` of a chapter that stays open: the same one while the chapter is as it was, and after a change only the blocks
 * that changed are read anew. It keeps its chapter's blocks in memory as long as the chapter is.
 */
export function keptPlainText(fragment: Y.XmlFragment): PlainText {
  const { doc } = fragment
  // In the middle of a change, and while others are told of it, what changed is not known yet.
  if (doc === null || doc._transaction !== null || doc._transactionCleanups.length > 0)
    return plainText(fragment)
  const known = keepers.get(fragment)
  if (known) return known.plain
  const made = new Keeper(fragment, doc)
  keepers.set(fragment, made)
  return made.plain
}
