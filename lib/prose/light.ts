import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it/index.js'
import { isSafeHref } from './links'

/** Words of a comment as they are read: text, emphasis, links. */
export type LightSpan =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic'; spans: LightSpan[] }
  | { kind: 'link'; href: string; spans: LightSpan[] }

/** A comment in blocks. `start` is the first number of a numbered list, null for bullets. */
export type LightBlock =
  | { kind: 'paragraph'; spans: LightSpan[] }
  | { kind: 'quote'; blocks: LightBlock[] }
  | { kind: 'list'; start: number | null; items: LightBlock[][] }

/** Quotes and lists within each other that are kept as such; markdown-it leaves out what stands deeper. */
const MAX_NESTING = 24

/** More opening brackets than this are no links; finding out would hold the page (`lib/import/mdInline`). */
const MAX_BRACKETS = 500

/** What a comment can carry and no more. HTML, images, code, tables and headings stay text as written. */
function lightParser(): MarkdownIt {
  const parser = new MarkdownIt('zero', {
    ...{ html: false, linkify: true, typographer: false, maxNesting: MAX_NESTING },
  })
  parser.enable(['blockquote', 'list', 'newline', 'escape', 'emphasis', 'link', 'autolink', 'linkify'])
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  parser.validateLink = (url) => isSafeHref(url)
  parser.normalizeLink = (url) => url
  parser.normalizeLinkText = (text) => text
  return parser
}

let parser: MarkdownIt | null = null

/** Builds what lies between an opening and its closing token; the closing one is taken along. */
class Reading {
  #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  #next(closing: string | null): Token | null {
    const token = this.#tokens[this.#at]
    this.#at += 1
    return token && token.type !== closing ? token : null
  }

  blocks(closing: string | null = null): LightBlock[] {
    const blocks: LightBlock[] = []
    for (let token = this.#next(closing); token; token = this.#next(closing)) {
      if (token.type === 'inline')
        blocks.push({ kind: 'paragraph', spans: new Reading(token.children ?? []).spans() })
      else if (token.type === 'blockquote_open')
        blocks.push({ kind: 'quote', blocks: this.blocks('blockquote_close') })
      else if (token.type === 'bullet_list_open') blocks.push(this.#list('bullet_list_close', null))
      else if (token.type === 'ordered_list_open')
        blocks.push(this.#list('ordered_list_close', Number(token.attrGet('start') ?? 1)))
    }
    return blocks
  }

  #list(closing: string, start: number | null): LightBlock {
    const items: LightBlock[][] = []
    while (this.#next(closing)) items.push(this.blocks('list_item_close'))
    return { kind: 'list', start, items }
  }

  spans(closing: string | null = null): LightSpan[] {
    const spans: LightSpan[] = []
    for (let token = this.#next(closing); token; token = this.#next(closing)) {
      switch (token.type) {
        case 'softbreak':
        case 'hardbreak':
          spans.push({ kind: 'break' })
          break
        case 'strong_open':
          spans.push({ kind: 'bold', spans: this.spans('strong_close') })
          break
        case 'em_open':
          spans.push({ kind: 'italic', spans: this.spans('em_close') })
          break
        case 'link_open': {
          const href = token.attrGet('href')
          const inside = this.spans('link_close')
          spans.push(...(isSafeHref(href) ? [{ kind: 'link' as const, href, spans: inside }] : inside))
          break
        }
        default:
          if (token.content !== '') spans.push({ kind: 'text', text: token.content })
      }
    }
    return spans
  }
}

/** The words as typed, in paragraphs: for what has no formatting, or more of it than anybody reads. */
export function plainBlocks(body: string): LightBlock[] {
  return body
    .split(/\n\s*\n/)
    .filter((words) => words.trim() !== '')
    .map((words) => ({
      kind: 'paragraph',
      spans: words
        .split('\n')
        .flatMap((text, line): LightSpan[] => [
          ...(line > 0 ? [{ kind: 'break' as const }] : []),
          ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
        ]),
    }))
}

/**
 * Reads the light formatting of a comment: `**bold**`, `*italic*`, `[links](https://…)` and bare addresses, `> quotes`,
 * lists. Everything else is text as it was typed, HTML too; links lead to http, https and mailto only.
 */
export function readLight(body: string): LightBlock[] {
  if ((body.match(/\[/g)?.length ?? 0) > MAX_BRACKETS) return plainBlocks(body)
  const tokens = (parser ??= lightParser()).parse(body, {})
  const tooDeep = tokens.some(({ level }) => level >= MAX_NESTING - 1)
  return tooDeep ? plainBlocks(body) : new Reading(tokens).blocks()
}
