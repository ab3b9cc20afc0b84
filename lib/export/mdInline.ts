import type { Node } from '@tiptap/pm/model'
import { chapterLine, isSceneBreakLine } from '@/lib/prose/manuscriptLines'

type Emphasis = 'bold' | 'italic' | 'strike'
const EMPHASES: readonly Emphasis[] = ['bold', 'italic', 'strike']

/** A stretch of text with one set of marks, or a hard break. */
interface Span {
  readonly text: string
  readonly isBreak: boolean
  readonly marks: Set<Emphasis>
  readonly href: string | null
}

/** One opening or closing sign; both ends of a pair share `pair`, so that its sign is chosen once. */
interface Sign {
  readonly kind: 'sign'
  readonly opens: boolean
  readonly pair: { readonly mark: Emphasis; sign: string }
}
/** Text as one entry per code point, already escaped, so that the outermost can still be written as a reference. */
interface Words {
  readonly kind: 'words'
  readonly raw: string[]
  readonly units: string[]
}
interface Fixed {
  readonly kind: 'fixed'
  readonly source: string
}
type Token = Sign | Words | Fixed | { readonly kind: 'break' }

const SPACE = /^\s$/u
/** What CommonMark calls white space, fewer characters than JavaScript does. */
const MARKDOWN_SPACE = /^[\p{Zs}\t\n\v\f\r]$/u
/** Punctuation for every Markdown reader; astral characters and symbols are so for some only. */
const SURE_PUNCTUATION = /^[\p{P}$+<=>^`|~]/u
const SURE_WORD = /^[\p{L}\p{N}\p{M}]/u

function reference(char: string): string {
  const code = char.codePointAt(0) ?? 0
  const isControl = (code < 32 && code !== 9 && code !== 10 && code !== 12) || (code >= 127 && code < 160)
  return isControl ? char : `&#${code};`
}

function splitSpaces(span: Span): Span[] {
  const found = /^(\s*)([^]*?)(\s*)$/u.exec(span.text)
  if (span.isBreak || found === null) return [span]
  return [found[1], found[2], found[3]].flatMap((text) =>
    text ? [{ ...span, text, marks: new Set(span.marks) }] : [],
  )
}

function spansOf(block: Node): Span[] {
  const spans: Span[] = []
  block.forEach((node) => {
    const href = node.marks.find((mark) => mark.type.name === 'link')?.attrs.href as string | undefined
    const marks = new Set(EMPHASES.filter((name) => node.marks.some((mark) => mark.type.name === name)))
    const lines = node.isText ? (node.text ?? '').split('\n') : ['', '']
    lines.forEach((text, index) => {
      if (index > 0) spans.push({ text: '', isBreak: true, marks: new Set(), href: null })
      if (text !== '') spans.push({ text, isBreak: false, marks, href: href ?? null })
    })
  })
  return spans.flatMap(splitSpaces)
}

/** Takes an emphasis off the white space at its ends, which looks the same and is no emphasis in Markdown otherwise. */
function trimEmphasis(spans: readonly Span[]): void {
  for (const mark of EMPHASES) {
    for (const order of [spans, spans.toReversed()]) {
      let inside = false
      for (const span of order) {
        if (!span.marks.has(mark)) inside = false
        else if (!inside && SPACE.test(span.text[0] ?? '')) span.marks.delete(mark)
        else inside = true
      }
    }
  }
}

function escaped(chars: readonly string[]): string[] {
  return chars.map((char, index) => {
    const before = chars[index - 1] ?? ''
    const after = chars[index + 1] ?? ''
    if (char === '_') return /[a-z\d]/i.test(before) && /[a-z\d]/i.test(after) ? char : '\\_'
    if (char === '&') return /^[#a-z\d]?$/i.test(after) ? '\\&' : char
    if (char === '<') return SPACE.test(after) ? char : '\\<'
    return /[\\`*~[\]]/.test(char) ? `\\${char}` : char
  })
}

function words(text: string): Words {
  const raw = Array.from(text)
  return { kind: 'words', raw, units: escaped(raw) }
}

function linkTarget(href: string): string {
  const target = href.replaceAll('&', '&amp;')
  return /[()]/.test(target) ? `<${target}>` : target
}

/** How many spans from `index` on carry `mark`: the longest is opened first, so that it need not be closed early. */
function reach(spans: readonly Span[], index: number, mark: Emphasis): number {
  let end = index
  while (spans[end]?.marks.has(mark)) end += 1
  return end
}

function tokensOf(spans: readonly Span[]): Token[] {
  const tokens: Token[] = []
  const open: Sign['pair'][] = []
  const closeDownTo = (depth: number) => {
    while (open.length > depth) {
      const pair = open.pop()
      if (pair !== undefined) tokens.push({ kind: 'sign', opens: false, pair })
    }
  }
  spans.forEach((span, index) => {
    const firstEnding = open.findIndex((pair) => !span.marks.has(pair.mark))
    if (firstEnding >= 0) closeDownTo(firstEnding)
    const opening = EMPHASES.filter(
      (mark) => span.marks.has(mark) && !open.some((pair) => pair.mark === mark),
    )
    opening.sort((a, b) => reach(spans, index, b) - reach(spans, index, a))
    for (const mark of opening) {
      const pair = { mark, sign: mark === 'bold' ? '**' : mark === 'strike' ? '~~' : '_' }
      open.push(pair)
      tokens.push({ kind: 'sign', opens: true, pair })
    }
    if (span.isBreak) tokens.push({ kind: 'break' })
    else if (span.href === null) tokens.push(words(span.text))
    else {
      const before = tokens.at(-1)
      if (before?.kind === 'words' && before.raw.at(-1) === '!') before.units[before.units.length - 1] = '\\!'
      const target: Fixed = { kind: 'fixed', source: `](${linkTarget(span.href)})` }
      tokens.push({ kind: 'fixed', source: '[' }, words(span.text), target)
    }
  })
  closeDownTo(0)
  return tokens
}

function edge(token: Token | undefined, side: 'first' | 'last'): string {
  if (token === undefined || token.kind === 'break') return ''
  if (token.kind === 'words') {
    const unit = token.units.at(side === 'first' ? 0 : -1) ?? ''
    return Array.from(unit).at(side === 'first' ? 0 : -1) ?? ''
  }
  const source = token.kind === 'sign' ? token.pair.sign : token.source
  return source.at(side === 'first' ? 0 : -1) ?? ''
}

/** `_` cannot stand inside a word: there italics are `*`, unless another sign is its neighbour. */
function chooseItalicSigns(tokens: readonly Token[]): void {
  const inWord = new Set<Sign['pair']>()
  const crowded = new Set<Sign['pair']>()
  tokens.forEach((token, index) => {
    if (token.kind !== 'sign') return
    const neighbours = [tokens[index - 1], tokens[index + 1]]
    if (neighbours.some((other) => other?.kind === 'sign')) crowded.add(token.pair)
    const outside = token.opens ? edge(neighbours[0], 'last') : edge(neighbours[1], 'first')
    if (SURE_WORD.test(outside)) inWord.add(token.pair)
  })
  for (const pair of inWord) {
    if (pair.mark === 'italic' && !crowded.has(pair)) pair.sign = '*'
  }
}

function writeAsReference(token: Token | undefined, side: 'first' | 'last'): void {
  if (token?.kind !== 'words') return
  const index = side === 'first' ? 0 : token.units.length - 1
  token.units[index] = reference(token.raw[index] ?? '')
  // An underscore was left alone because letters stood on both sides of it.
  for (const other of [index - 1, index + 1]) {
    if (token.units[other] === '_') token.units[other] = '\\_'
  }
}

function secureSign(tokens: readonly Token[], index: number): void {
  const token = tokens[index]
  if (token?.kind !== 'sign') return
  const insideSide = token.opens ? 'first' : 'last'
  const outsideSide = token.opens ? 'last' : 'first'
  const inside = tokens[index + (token.opens ? 1 : -1)]
  const outside = tokens[index + (token.opens ? -1 : 1)]
  if (SPACE.test(edge(inside, insideSide))) writeAsReference(inside, insideSide)
  const outer = edge(outside, outsideSide)
  if (outer === '' || MARKDOWN_SPACE.test(outer) || SURE_PUNCTUATION.test(outer)) return
  if (token.pair.sign === '_' || !SURE_WORD.test(edge(inside, insideSide)))
    writeAsReference(outside, outsideSide)
}

/**
 * Makes every sign open or close (CommonMark 0.31, "left- and right-flanking"): where the character outside or white
 * space inside would forbid it, that character is written as a reference, which ends in punctuation.
 */
function secureSigns(tokens: readonly Token[]): void {
  const forward = Array.from(tokens.keys())
  // A one-letter passage written as a reference changes what the sign on its other side sees, hence both ways.
  for (const index of [...forward, ...forward.toReversed(), ...forward]) secureSign(tokens, index)
}

function sourceOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.kind === 'words') return token.units.join('')
      return token.kind === 'sign' ? token.pair.sign : token.kind === 'fixed' ? token.source : ''
    })
    .join('')
}

function secureLineEnds(line: readonly Token[]): void {
  const first = line[0]
  const last = line.at(-1)
  if (SPACE.test(edge(first, 'first'))) writeAsReference(first, 'first')
  if (SPACE.test(edge(last, 'last'))) writeAsReference(last, 'last')
}

/** Escapes what would make `line` a heading, quote, list, table, underline, scene break or chapter line. */
function secureLineStart(line: readonly Token[]): void {
  const source = sourceOf(line)
  const first = line.find((token) => token.kind === 'words')
  if (first === undefined || first.kind !== 'words') return
  if (isSceneBreakLine(source) || chapterLine(source) !== null) writeAsReference(first, 'first')
  else if (/^(?:#{1,6}(?:\s|$)|>|\||[-+](?:\s|$)|=+\s*$|-+\s*$)/u.test(source))
    first.units[0] = `\\${first.raw[0]}`
  const listed = /^(\d{1,9})[.)]/.exec(source)
  const sign = listed?.[1]?.length ?? 0
  if (listed !== null && first === line[0] && first.raw[sign] !== undefined)
    first.units[sign] = `\\${first.raw[sign]}`
}

function lines(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'break') found.push([])
    else found.at(-1)?.push(token)
  }
  return found
}

/** A line end that Markdown keeps needs text on both sides; elsewhere a hard break is the reference `&#10;`. */
const BREAK_REFERENCE = '&#10;'

function prepared(block: Node): Token[][] {
  const spans = spansOf(block)
  trimEmphasis(spans)
  const tokens = tokensOf(spans)
  chooseItalicSigns(tokens)
  secureSigns(tokens)
  const found = lines(tokens)
  found.forEach(secureLineEnds)
  return found
}

/** The inline content of a paragraph as Markdown source of one or more lines; '' when it is empty. */
export function paragraphSource(block: Node): string {
  const found = prepared(block)
  found.forEach(secureLineStart)
  const sources = found.map(sourceOf)
  return sources.reduce((source, line, index) => {
    if (index === 0) return line
    return source + (line === '' || sources[index - 1] === '' ? BREAK_REFERENCE : '\\\n') + line
  }, '')
}

/** The inline content of a heading as Markdown source on one line, for after the `#`s; '' when it is empty. */
export function headingSource(block: Node): string {
  const found = prepared(block)
  for (const line of found) {
    const last = line.at(-1)
    if (last?.kind === 'words' && last.raw.at(-1) === '#') last.units[last.units.length - 1] = '\\#'
    const first = line.find((token) => token.kind === 'words')
    if (isSceneBreakLine(`###### ${sourceOf(line)}`)) writeAsReference(first, 'first')
  }
  return found.map(sourceOf).join(BREAK_REFERENCE)
}
