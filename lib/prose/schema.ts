import { Schema } from '@tiptap/pm/model'
import type { MarkSpec, NodeSpec } from '@tiptap/pm/model'
import { cleanHref, isSafeHref } from './links'

/** Name of the `Y.XmlFragment` that holds a chapter's text (DESIGN §6; what Tiptap's Collaboration calls `field`). */
export const CHAPTER_FRAGMENT = 'default'

/**
 * Version of the schema below. It travels in the sync handshake; raise it with every change that an older editor
 * could not render, because an editor deletes for everyone what it cannot render.
 */
export const SCHEMA_VERSION = 1

/** Most levels of blocks within blocks, a top-level block being level 1 (DESIGN §4, step 6). */
export const MAX_DEPTH = 64

/** The heading levels a chapter may use. */
export const HEADING_LEVELS = [1, 2, 3] as const

function isHeadingLevel(value: unknown): boolean {
  return HEADING_LEVELS.some((level) => level === value)
}

function requireHeadingLevel(value: unknown): void {
  if (!isHeadingLevel(value)) throw new RangeError('A heading has level 1, 2 or 3')
}

function requireSafeHref(value: unknown): void {
  if (!isSafeHref(value)) throw new RangeError('A link leads to an http, https or mailto address')
}

/**
 * The nodes of a chapter, in schema order (`paragraph` first: it is what ProseMirror fills with). The editor wraps
 * exactly these specs: same names, content, group, attributes and order. There are no attributes besides
 * `heading.level`, and none is ever added for ids.
 *
 * A blockquote holds any blocks, quotes and scene breaks included, up to MAX_DEPTH.
 */
export const NODE_SPECS = {
  doc: { content: 'block+' },
  paragraph: {
    group: 'block',
    content: 'inline*',
    parseDOM: [{ tag: 'p' }],
    toDOM: () => ['p', 0],
  },
  heading: {
    group: 'block',
    content: 'inline*',
    defining: true,
    attrs: { level: { default: 1, validate: requireHeadingLevel } },
    parseDOM: [
      { tag: 'h1', attrs: { level: 1 } },
      { tag: 'h2', attrs: { level: 2 } },
      { tag: 'h3', attrs: { level: 3 } },
      { tag: 'h4', attrs: { level: 3 } },
      { tag: 'h5', attrs: { level: 3 } },
      { tag: 'h6', attrs: { level: 3 } },
    ],
    toDOM: (node) => [`h${Number(node.attrs.level)}`, 0],
  },
  blockquote: {
    group: 'block',
    content: 'block+',
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
  sceneBreak: {
    group: 'block',
    parseDOM: [{ tag: 'hr' }],
    toDOM: () => ['hr'],
  },
  hardBreak: {
    group: 'inline',
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
  text: { group: 'inline' },
} as const satisfies Record<string, NodeSpec>

/**
 * The marks of a chapter. **The order is the rank**: `link` is outermost in HTML, then bold, italic, strike, and a
 * node's marks are always sorted so. Give the Tiptap extensions descending priorities in this order, or two schemas
 * will disagree on equal documents. Each mark excludes only itself (the default), so y-tiptap stores it under its
 * plain name: `bold: {}`, `link: { href }`.
 */
export const MARK_SPECS = {
  link: {
    attrs: { href: { validate: requireSafeHref } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (element) => {
          const href = cleanHref(element.getAttribute('href'))
          return href === null ? false : { href }
        },
      },
    ],
    toDOM: (mark) => ['a', { href: String(mark.attrs.href), rel: 'noopener noreferrer nofollow' }, 0],
  },
  bold: {
    parseDOM: [
      { tag: 'strong' },
      {
        // Google Docs wraps whatever is copied in <b style="font-weight:normal">.
        tag: 'b',
        getAttrs: (element) => (/^(?:normal|[1-5]00)$/.test(element.style.fontWeight) ? false : null),
      },
      { style: 'font-weight=400', clearMark: (mark) => mark.type.name === 'bold' },
      { style: 'font-weight=normal', clearMark: (mark) => mark.type.name === 'bold' },
      { style: 'font-weight', getAttrs: (value) => (/^(?:bold(?:er)?|[6-9]00)$/.test(value) ? null : false) },
    ],
    toDOM: () => ['strong', 0],
  },
  italic: {
    parseDOM: [
      { tag: 'em' },
      { tag: 'i', getAttrs: (element) => (element.style.fontStyle === 'normal' ? false : null) },
      { style: 'font-style=normal', clearMark: (mark) => mark.type.name === 'italic' },
      { style: 'font-style=italic' },
      { style: 'font-style=oblique' },
    ],
    toDOM: () => ['em', 0],
  },
  strike: {
    parseDOM: [
      { tag: 's' },
      { tag: 'strike' },
      { tag: 'del' },
      {
        style: 'text-decoration',
        consuming: false,
        getAttrs: (value) => (value.includes('line-through') ? null : false),
      },
      {
        style: 'text-decoration-line',
        consuming: false,
        getAttrs: (value) => (value.includes('line-through') ? null : false),
      },
    ],
    toDOM: () => ['s', 0],
  },
} as const satisfies Record<string, MarkSpec>

/** Names of the nodes a chapter may hold. */
export type ProseNodeName = keyof typeof NODE_SPECS
/** Names of the marks a chapter may hold. */
export type ProseMarkName = keyof typeof MARK_SPECS

/**
 * The chapter schema: the one that gate, import, export and versions use, and that the editor's must equal
 * (compare with `schemaSignature`). Built once; immutable.
 */
export const proseSchema = new Schema<ProseNodeName, ProseMarkName>({
  nodes: NODE_SPECS,
  marks: MARK_SPECS,
  topNode: 'doc',
})

/**
 * What must be equal in two schemas for their documents to mean the same, as one string: nodes with content, group,
 * attributes and allowed marks, and the marks in rank order. The editor's tests compare its Tiptap schema with
 * `schemaSignature(proseSchema)`.
 */
export function schemaSignature(schema: Schema): string {
  const nodes = Object.values(schema.nodes).map((type) => ({
    name: type.name,
    content: type.spec.content ?? '',
    groups: (type.spec.group ?? '').split(' ').filter((group) => group !== ''),
    attrs: Object.keys(type.spec.attrs ?? {}).sort(),
    inline: type.isInline,
    marks: type.markSet === null ? 'all' : type.markSet.map((mark) => mark.name),
  }))
  const marks = Object.values(schema.marks).map((type) => ({
    name: type.name,
    attrs: Object.keys(type.spec.attrs ?? {}).sort(),
    excludes: Object.values(schema.marks)
      .filter((other) => type.excludes(other))
      .map((other) => other.name),
  }))
  nodes.sort((a, b) => (a.name < b.name ? -1 : 1))
  return JSON.stringify({ nodes, marks })
}
