import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it/index.js'
import type { Mark, Node } from '@tiptap/pm/model'
import { cleanHref } from '@/lib/prose/links'
import { proseSchema } from '@/lib/prose/schema'

const { marks, nodes } = proseSchema

/**
 * What a chapter can carry and no more: HTML, code and footnotes stay text as written, link definitions are no
 * definitions (they would vanish), quotes and dashes are left alone.
 */
function inlineParser(): MarkdownIt {
  const parser = new MarkdownIt('zero', { html: false, typographer: false, linkify: false })
  parser.enable(['newline', 'escape', 'entity', 'emphasis', 'strikethrough', 'link', 'image', 'autolink'])
  parser.validateLink = (url) => cleanHref(url) !== null
  parser.normalizeLink = (url) => cleanHref(url) ?? url
  parser.normalizeLinkText = (text) => text
  return parser
}

const PARSER = inlineParser()

/** More brackets than this in one paragraph are no links; finding out would take seconds. */
const MAX_BRACKETS = 2000

/** More signs of emphasis than this in one paragraph are decoration or an attack: pairing them takes their square. */
const MAX_EMPHASIS_SIGNS = 10_000

function hasMoreThan(count: number, signs: RegExp, source: string): boolean {
  return source.length > count && (source.match(signs)?.length ?? 0) > count
}

/** The text of a paragraph that is not searched for emphasis and links: only escapes are undone. */
function withoutEscapes(source: string): string {
  return source.replace(/\\([!-/:-@[-`{-~])/g, '$1').replace(/\\\n/g, '\n')
}

/** Text nodes for `text`; a line end in it (written `&#10;`) is a hard break. */
function textNodes(text: string, active: readonly Mark[]): Node[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line === '' ? [] : [proseSchema.text(line, active)]
    return index === 0 ? words : [nodes.hardBreak.create(), ...words]
  })
}

function imageNodes(token: Token, active: readonly Mark[]): Node[] {
  const href = cleanHref(token.attrGet('src'))
  const title = token.attrGet('title')
  const words = [token.content, title === null ? '' : `(${title})`].filter((part) => part !== '').join(' ')
  const set = href === null ? active : marks.link.create({ href }).addToSet(active)
  return textNodes(words || (href ?? ''), set)
}

function markOf(token: Token): Mark | null {
  switch (token.tag) {
    case 'strong':
      return marks.bold.create()
    case 'em':
      return marks.italic.create()
    case 's':
      return marks.strike.create()
    case 'a': {
      const href = cleanHref(token.attrGet('href'))
      return href === null ? null : marks.link.create({ href })
    }
    default:
      return null
  }
}

function nodesOf(tokens: readonly Token[]): Node[] {
  const found: Node[] = []
  const open: { mark: Mark | null; title: string | null }[] = []
  const active = () => open.reduce<readonly Mark[]>((set, { mark }) => mark?.addToSet(set) ?? set, [])
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ mark: markOf(token), title: token.attrGet('title') })
    else if (token.nesting === -1) {
      const closed = open.pop()
      if (closed?.title) found.push(...textNodes(` (${closed.title})`, active()))
    } else if (token.type === 'hardbreak') found.push(nodes.hardBreak.create())
    else if (token.type === 'softbreak') found.push(proseSchema.text(' ', active()))
    else if (token.type === 'image') found.push(...imageNodes(token, active()))
    else found.push(...textNodes(token.content, active()))
  }
  return found
}

/**
 * The inline content of one Markdown paragraph or heading as nodes. `&nbsp;` alone is how our export writes an empty
 * block. Linear in `source` for all practical purposes: text with thousands of brackets, or ten thousand signs of
 * emphasis, is taken without its markup.
 */
export function inlineNodes(source: string): Node[] {
  if (source === '&nbsp;' || source === '') return []
  if (hasMoreThan(MAX_BRACKETS, /[[\]]/g, source) || hasMoreThan(MAX_EMPHASIS_SIGNS, /[*_~]/g, source))
    return textNodes(withoutEscapes(source), [])
  return nodesOf(PARSER.parseInline(source, {})[0]?.children ?? [])
}
