import * as Y from 'yjs'
import { NodeType } from '@tiptap/pm/model'
import type { MarkType } from '@tiptap/pm/model'
import { isSafeHref } from './links'
import { CHAPTER_FRAGMENT, MAX_DEPTH, proseSchema } from './schema'

/** Why content is not a chapter's. Codes are stable: they stand in logs and refusals. */
export type ProseProblemCode =
  'unknown_root' | 'unknown_node' | 'bad_content' | 'bad_attribute' | 'bad_mark' | 'bad_link' | 'too_deep'

/** The first thing found wrong. `detail` names node and mark types for a log line; it never holds the chapter's words. */
export interface ProseProblem {
  readonly code: ProseProblemCode
  readonly detail: string
}

/** What `checkTouched` needs of a `Y.Transaction`. */
export type TouchedTypes = Pick<Y.Transaction, 'changed' | 'beforeState'>

type AnyType = Y.AbstractType<unknown>

function problem(code: ProseProblemCode, detail: string): ProseProblem {
  return { code, detail: detail.slice(0, 80) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nodeTypeNamed(name: string): NodeType | undefined {
  if (!Object.hasOwn(proseSchema.nodes, name) || name === 'doc' || name === 'text') return undefined
  return proseSchema.nodes[name as keyof typeof proseSchema.nodes]
}

function checkMark(name: string, value: unknown): ProseProblem | null {
  const mark: MarkType | undefined = Object.hasOwn(proseSchema.marks, name)
    ? proseSchema.marks[name as keyof typeof proseSchema.marks]
    : undefined
  if (mark === undefined) return problem('bad_mark', `unknown mark ${name}`)
  if (value === null) return null
  const known = Object.keys(mark.spec.attrs ?? {})
  // y-tiptap writes {} for a mark without attributes; `true` is what scripts write, and editors read it alike.
  if (known.length === 0 && value === true) return null
  if (!isRecord(value)) return problem('bad_mark', `${name} with a value that is no object`)
  const given = Object.keys(value)
  if (given.length !== known.length || given.some((key) => !known.includes(key))) {
    return problem('bad_mark', `${name} with other attributes than it has`)
  }
  if (known.includes('href') && !isSafeHref(value.href)) return problem('bad_link', 'link target refused')
  return null
}

function checkText(text: Y.XmlText): ProseProblem | null {
  for (const item of text._map.values()) {
    if (!item.deleted) return problem('bad_attribute', 'attribute on text')
  }
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || item.content instanceof Y.ContentString) continue
    if (!(item.content instanceof Y.ContentFormat)) return problem('bad_content', 'embed in text')
    const found = checkMark(item.content.key, item.content.value)
    if (found !== null) return found
  }
  return null
}

function checkAttributes(element: Y.XmlElement, type: NodeType): ProseProblem | null {
  const specs = type.spec.attrs ?? {}
  for (const [name, item] of element._map) {
    if (item.deleted) continue
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (spec === undefined || typeof spec.validate !== 'function') {
      return problem('bad_attribute', `${type.name}.${name} is not an attribute`)
    }
    try {
      spec.validate(item.content.getContent()[item.length - 1])
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return problem('bad_attribute', `${type.name}.${name} out of range`)
    }
  }
  return null
}

/**
 * Null when every visible child of `element` is one that `type` allows there. A blockquote may be empty: two people
 * who each delete one of its two paragraphs leave it so, neither did wrong, and the next editor that opens the
 * chapter removes the empty shell, which holds no words.
 */
function checkChildren(element: Y.XmlElement, type: NodeType, depth: number): ProseProblem | null {
  let match = type.contentMatch
  let children = 0
  for (let item = element._start; item !== null; item = item.right) {
    if (item.deleted) continue
    children += 1
    const child: unknown = item.content instanceof Y.ContentType ? item.content.type : null
    if (child instanceof Y.XmlText) {
      if (!type.inlineContent) return problem('bad_content', `text directly in ${type.name}`)
      const found = checkText(child)
      if (found !== null) return found
      continue
    }
    const found = checkElement(child, depth + 1)
    if (!(found instanceof NodeType)) return found
    const next = match.matchType(found)
    if (next === null) return problem('bad_content', `${found.name} in ${type.name}`)
    match = next
  }
  if (match.validEnd || (children === 0 && type.name === 'blockquote')) return null
  return problem('bad_content', `${type.name} incomplete`)
}

function checkElement(value: unknown, depth: number): NodeType | ProseProblem {
  if (depth > MAX_DEPTH) return problem('too_deep', `more than ${MAX_DEPTH} levels`)
  if (!(value instanceof Y.XmlElement)) return problem('unknown_node', 'not an element')
  const type = nodeTypeNamed(value.nodeName)
  if (type === undefined) return problem('unknown_node', `unknown node ${value.nodeName}`)
  return checkAttributes(value, type) ?? checkChildren(value, type, depth) ?? type
}

/**
 * Null when `block` (a child of the chapter's fragment, integrated in a doc) is a valid top-level block with all that
 * is in it. Reads the Yjs items themselves, without building an editor and without changing anything; the cost is
 * linear in the block's items, and recursion ends at MAX_DEPTH.
 *
 * What concurrent honest edits can bring about is valid: neighbouring or empty `Y.XmlText`s, a blockquote emptied by
 * two deletions. What makes an editor delete words for everyone, or fail, is not: unknown nodes, text outside text
 * blocks, blocks in text blocks, embeds, strange attributes.
 */
export function checkBlock(block: unknown): ProseProblem | null {
  const found = checkElement(block, 1)
  if (!(found instanceof NodeType)) return found
  return found.isBlock ? null : problem('bad_content', `${found.name} outside a text block`)
}

function checkFragmentItems(
  fragment: Y.XmlFragment,
  isTouched: (item: Y.Item) => boolean,
): ProseProblem | null {
  for (const item of fragment._map.values()) {
    if (!item.deleted) return problem('bad_attribute', 'attribute on the chapter')
  }
  for (let item = fragment._start; item !== null; item = item.right) {
    if (item.deleted || !isTouched(item)) continue
    const found = checkBlock(item.content instanceof Y.ContentType ? item.content.type : null)
    if (found !== null) return found
  }
  return null
}

/** Null when every block of `fragment` is valid. An empty fragment is: editors show one empty paragraph for it. */
export function checkFragment(fragment: Y.XmlFragment): ProseProblem | null {
  return checkFragmentItems(fragment, () => true)
}

/** The child of `fragment` that holds `type`, null when `type` or anything above it is deleted. */
function topBlockOf(type: AnyType, fragment: Y.XmlFragment): AnyType | ProseProblem | null {
  let current = type
  for (let depth = 0; depth <= MAX_DEPTH + 1; depth += 1) {
    const item = current._item
    if (item === null) return problem('unknown_root', 'content outside the chapter')
    if (item.deleted) return null
    if (item.parent === fragment) return current
    if (!(item.parent instanceof Y.AbstractType)) return null
    current = item.parent as AnyType
  }
  return problem('too_deep', `more than ${MAX_DEPTH} levels`)
}

/**
 * Null when all blocks that `transaction` touched are valid now; the others are taken to have been so before. Call it
 * at the end of the transaction (`afterTransaction`, or on a scratch doc), with the fragment that
 * `doc.getXmlFragment(CHAPTER_FRAGMENT)` gave **before** the update was applied: a root that Yjs creates lazily is
 * replaced by another object when it is first asked for. Roots that hold anything besides the chapter are found only
 * when this transaction changed them; `checkRoots` finds them all.
 */
export function checkTouched(fragment: Y.XmlFragment, transaction: TouchedTypes): ProseProblem | null {
  const isNew = (item: Y.Item): boolean => item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)
  const blocks = new Set<AnyType>()
  for (const changed of transaction.changed.keys()) {
    if ((changed as unknown) === fragment) {
      const found = checkFragmentItems(fragment, isNew)
      if (found !== null) return found
      continue
    }
    const block = topBlockOf(changed as unknown as AnyType, fragment)
    if (block !== null && !(block instanceof Y.AbstractType)) return block
    if (block !== null) blocks.add(block)
  }
  for (const block of blocks) {
    const found = checkBlock(block)
    if (found !== null) return found
  }
  return null
}

/**
 * Null when `doc` holds nothing besides the chapter's fragment. A root that a remote update named is an untyped
 * `AbstractType` until somebody asks for it; a root that was only asked for and never written to holds no items and
 * is no content.
 */
export function checkRoots(doc: Y.Doc): ProseProblem | null {
  for (const [name, root] of doc.share) {
    if (name === CHAPTER_FRAGMENT) {
      if (root.constructor === Y.AbstractType || root.constructor === Y.XmlFragment) continue
      return problem('unknown_root', 'the chapter is no XmlFragment')
    }
    if (root._start !== null || root._map.size > 0) return problem('unknown_root', `unknown root ${name}`)
  }
  return null
}
