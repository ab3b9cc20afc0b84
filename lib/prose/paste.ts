import { isSceneBreakLine } from './manuscriptLines'

/** What has no words for a chapter, or must never run. */
const DROPPED = new Set(
  (
    'script,style,head,title,meta,link,xml,template,noscript,iframe,object,embed,svg,math,canvas,video,audio,img,' +
    'picture,button,input,select,textarea,nav'
  ).split(','),
)

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  (
    'p,div,h1,h2,h3,h4,h5,h6,blockquote,hr,ul,ol,li,dl,dt,dd,table,caption,thead,tbody,tfoot,tr,td,th,pre,section,article,' +
    'aside,header,footer,main,figure,figcaption,address,center,details,summary,fieldset,form'
  ).split(','),
)
/** Blocks that stay; every other block becomes paragraphs. */
const KEPT_BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'hr'])
/** Elements nested deeper than this are read as their text: nobody writes so, and recursion has to end. */
const MAX_PASTE_DEPTH = 200

/** Quotes within quotes that are kept; a chapter may hold more (MAX_DEPTH), people do not. */
const MAX_QUOTES = 16

interface Style {
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly isStruck: boolean
}

function nameOf(node: Node): string {
  return node.nodeName.toLowerCase()
}

function isElement(node: Node): node is HTMLElement {
  return node.nodeType === 1
}

/** Comments, Word's conditional ones among them, in a string that is not parsed yet. */
function withoutComments(html: string): string {
  return html
    .replace(/<!--\[if [^\]]*\]>[^]*?<!\[endif\]-->/gi, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/<!\[(?:if|endif)[^>]*>/gi, '')
    .replace(/<\?xml[^>]*>/gi, '')
}

function property(element: HTMLElement, name: string): string {
  const style = element.getAttribute('style') ?? ''
  const found = style.split(';').find((part) => part.trim().toLowerCase().startsWith(`${name}:`))
  return (
    found
      ?.slice(found.indexOf(':') + 1)
      .trim()
      .toLowerCase() ?? ''
  )
}

function isHidden(element: HTMLElement): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true
  return property(element, 'display') === 'none' || property(element, 'mso-hide') === 'all'
}

/** How `element` changes the style around it, from its name and from the style that word processors write instead. */
function styleOf(element: HTMLElement, around: Style): Style {
  const name = nameOf(element)
  const weight = property(element, 'font-weight')
  const slant = property(element, 'font-style')
  const decoration = `${property(element, 'text-decoration')} ${property(element, 'text-decoration-line')}`
  const isHeading = /^h[1-6]$/.test(name)
  const isBold =
    weight === ''
      ? name === 'b' || name === 'strong' || around.isBold
      : /^(?:bold|bolder|[6-9]00)$/.test(weight)
  const isItalic =
    slant === ''
      ? ['i', 'em', 'cite', 'dfn'].includes(name) || around.isItalic
      : /^(?:italic|oblique)/.test(slant)
  const isStruck =
    ['s', 'strike', 'del'].includes(name) || decoration.includes('line-through') || around.isStruck
  return { isBold: isBold && !isHeading, isItalic, isStruck: isStruck && !/\bnone\b/.test(decoration) }
}

/** The tag a block becomes: Word names its headings by class, Google Docs and screen readers by role. */
function blockTag(element: HTMLElement): string {
  const name = nameOf(element)
  const wordClass = /(?:^|\s)Mso(Title|Subtitle|Heading(\d)|Quote|IntenseQuote)/i.exec(element.className)
  const kind = wordClass?.[1]?.toLowerCase() ?? ''
  if (kind === 'title') return 'h1'
  if (kind === 'subtitle') return 'h2'
  if (kind.startsWith('heading')) return `h${Math.min(Math.max(Number(wordClass?.[2]), 1), 3)}`
  if (element.getAttribute('role') === 'heading')
    return `h${Math.min(Number(element.getAttribute('aria-level')) || 2, 3)}`
  if (/^h[4-6]$/.test(name)) return 'h3'
  return KEPT_BLOCKS.has(name) ? name : 'p'
}

/** Collects clean blocks: text with at most `a`, `strong`, `em`, `s` and `br` around it, in paragraphs and the like. */
class Cleaner {
  readonly #page: Document
  #out: HTMLElement
  #block: HTMLElement | null = null
  #pendingBreaks = 0

  constructor(page: Document) {
    this.#page = page
    this.#out = page.createElement('body')
  }

  clean(root: Node): HTMLElement {
    this.#children(
      root,
      { isBold: false, isItalic: false, isStruck: false },
      { tag: 'p', href: null, depth: 0, isPre: false, quotes: 0 },
    )
    this.#close()
    return this.#out
  }

  #children(parent: Node, style: Style, place: Place): void {
    for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType === 3) this.#text(child.nodeValue ?? '', style, place)
      else if (isElement(child)) this.#element(child, style, place)
    }
  }

  #element(element: HTMLElement, around: Style, place: Place): void {
    const name = nameOf(element)
    if (DROPPED.has(name) || isHidden(element)) return
    if (place.depth > MAX_PASTE_DEPTH) {
      this.#text(element.textContent, around, place)
      return
    }
    const inner = { ...place, depth: place.depth + 1 }
    const style = styleOf(element, around)
    if (name === 'br') this.#pendingBreaks += 1
    else if (name === 'hr') this.#rule()
    else if (name === 'blockquote') this.#quote(element, style, inner)
    else if (BLOCKS.has(name)) {
      this.#close()
      const tag = blockTag(element)
      this.#children(element, style, {
        ...inner,
        tag: tag === 'p' ? place.tag : tag,
        isPre: place.isPre || name === 'pre',
      })
      this.#close()
    } else if (name === 'a')
      this.#children(element, style, { ...inner, href: element.getAttribute('href') ?? place.href })
    else this.#children(element, style, inner)
  }

  #rule(): void {
    this.#close()
    this.#out.append(this.#page.createElement('hr'))
  }

  #quote(element: HTMLElement, style: Style, place: Place): void {
    this.#close()
    if (place.quotes >= MAX_QUOTES) {
      this.#children(element, style, place)
      this.#close()
      return
    }
    const outer = this.#out
    this.#out = this.#page.createElement('blockquote')
    this.#children(element, style, { ...place, tag: 'p', quotes: place.quotes + 1 })
    this.#close()
    if (this.#out.firstChild !== null) outer.append(this.#out)
    this.#out = outer
  }

  #text(raw: string, style: Style, place: Place): void {
    const lines = place.isPre ? raw.split('\n') : [raw.replace(/[ \t\r\n\f]+/g, ' ')]
    lines.forEach((line, index) => {
      if (index > 0) this.#pendingBreaks += 1
      if (line === '' || (line === ' ' && (this.#block === null || this.#pendingBreaks > 0))) return
      this.#settleBreaks()
      this.#block ??= this.#page.createElement(place.tag)
      this.#block.append(this.#styled(line, style, place.href))
    })
  }

  /** One `<br>` inside a block is a hard break, two or more in a row end the paragraph. */
  #settleBreaks(): void {
    if (this.#pendingBreaks === 1 && this.#block !== null) this.#block.append(this.#page.createElement('br'))
    else if (this.#pendingBreaks > 1) this.#close()
    this.#pendingBreaks = 0
  }

  #styled(text: string, style: Style, href: string | null): Node {
    const wrappers = [style.isStruck && 's', style.isItalic && 'em', style.isBold && 'strong'].filter(
      (tag) => tag !== false,
    )
    const inner = wrappers.reduce<Node>((node, tag) => {
      const wrapper = this.#page.createElement(tag)
      wrapper.append(node)
      return wrapper
    }, this.#page.createTextNode(text))
    if (href === null) return inner
    const link = this.#page.createElement('a')
    link.setAttribute('href', href)
    link.append(inner)
    return link
  }

  #close(): void {
    this.#pendingBreaks = 0
    const block = this.#block
    this.#block = null
    if (block === null) return
    const text = block.textContent
    if (isSceneBreakLine(text)) this.#out.append(this.#page.createElement('hr'))
    else if (/\S/u.test(text)) {
      tidySpaces(block)
      this.#out.append(block)
    }
  }
}

interface Place {
  readonly tag: string
  readonly href: string | null
  readonly depth: number
  readonly isPre: boolean
  readonly quotes: number
}

function textsIn(block: Node): Text[] {
  const found: Text[] = []
  const queue: Node[] = Array.from(block.childNodes).toReversed()
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node.nodeType === 3) found.push(node as Text)
    else queue.push(...Array.from(node.childNodes).toReversed())
  }
  return found
}

/**
 * Word and browsers write a no-break space wherever two spaces meet or a line begins with one. One that stands
 * between letters, or before French punctuation and after an opening guillemet, was meant; the others become spaces.
 */
function tidySpaces(block: HTMLElement): void {
  const texts = textsIn(block)
  texts.forEach((text, index) => {
    const value = text.data.replace(/[ \u00a0]{2,}/g, ' ').replace(/^\u00a0$/, ' ')
    const start = index === 0 ? value.replace(/^[ \u00a0]+/, '') : value
    text.data = index === texts.length - 1 ? start.replace(/[ \u00a0]+$/, '') : start
  })
}

/**
 * Pasted HTML (Word, Google Docs, LibreOffice, web pages) as the plain structure a chapter has: paragraphs, headings,
 * quotes and scene breaks with strong, em, s, links and hard breaks inside; everything else becomes paragraphs of its
 * words (lists, tables cell by cell, `pre` with its line ends) or is dropped (pictures, scripts, styles, hidden text).
 *
 * - bold, italic and strike are taken from tags and from `style`; Google Docs' `<b style="font-weight:normal">` is none
 * - Word's `MsoTitle` and `MsoHeading1` … are headings; its tracked deletions come as struck text, its comments go
 * - a paragraph `***`, `* * *`, `-----`, `#`, `⁂` is a scene break; two `<br>` in a row end a paragraph
 * - link targets are left as they are: the schema's parser (`cleanHref`) judges them
 *
 * @param page any inert document, e.g. `new DOMParser().parseFromString(html, 'text/html')`; it makes the elements
 * @returns a new `<body>` that is in no document; give it to ProseMirror's `DOMParser`, or take its `innerHTML`
 */
export function cleanPastedDocument(page: Document): HTMLElement {
  return new Cleaner(page).clean(page.body)
}

/**
 * The same for a string, for ProseMirror's `transformPastedHTML`. Word's conditional comments are taken out before
 * parsing, because browsers read some of them as text.
 * @param parse how HTML becomes an inert document, e.g. `(html) => new DOMParser().parseFromString(html, 'text/html')`
 */
export function cleanPastedHtml(html: string, parse: (html: string) => Document): string {
  return cleanPastedDocument(parse(withoutComments(html))).innerHTML
}
