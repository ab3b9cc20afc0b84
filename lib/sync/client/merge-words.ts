import diff from 'fast-diff'
import { Fragment } from '@tiptap/pm/model'
import type { Node } from '@tiptap/pm/model'
import { proseSchema } from '@/lib/prose/schema'
import { Speller } from './speller'

/** A word or another sign, each with the white space behind it; white space where neither stands before. */
const TOKEN = /(?:[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[^\p{L}\p{M}\p{N}\s])\s*|\s+/gu

const LETTERS = /[\p{L}\p{M}\p{N}]/gu

/** Two texts with less of their letters in common, by this share of the shorter, are two texts and not one. */
const LEAST_COMMON = 1 / 3

/** The beginning of a block (without what is in it), or a piece of what stands in blocks. */
interface Token {
  node: Node
  begins: boolean
  /** Of a piece of text, with the white space behind it; empty for others. */
  text: string
  /** The end of a word whose beginning looks otherwise and stands right before. */
  goesOn: boolean
}

/** One side as it came from the base. */
interface Side {
  letters: number
  /** For each token of the base what stands for it here, maybe in another dress; undefined when it was taken out. */
  keeps: (Token | undefined)[]
  /** What was put before each token of the base, and at last what was put at the end. */
  puts: Token[][]
}

/** The blocks of one stretch on all sides. */
export interface Stretch {
  base: readonly Node[]
  mine: readonly Node[]
  theirs: readonly Node[]
}

/** True when the words of these blocks can be merged one by one: none of them holds other blocks. */
export function hasPlainBlocks({ base, mine, theirs }: Stretch): boolean {
  return [...base, ...mine, ...theirs].every((block) => block.isTextblock || block.isLeaf)
}

/**
 * Merges a stretch that both sides changed, word by word: what one side took out is gone, what one side put in stands,
 * and what both put in stands once. Null when both wrote most of it anew, so that the words of one among those of the
 * other would make no sense.
 */
export function mergeWords(stretch: Stretch): { blocks: Node[]; isConflict: boolean } | null {
  const speller = new Speller()
  const base = tokensOf(stretch.base)
  const spelled = spell(speller, base)
  const sideOf = (blocks: readonly Node[]) => {
    const tokens = tokensOf(blocks)
    return sideFrom(base, spelled, tokens, spell(speller, tokens))
  }
  const mine = sideOf(stretch.mine)
  const theirs = sideOf(stretch.theirs)
  if (speller.isFull) return null
  const merged: Token[] = []
  let isConflict = false
  for (let i = 0; i <= base.length; i += 1) {
    const put = putTogether(theirs.puts[i] ?? [], mine.puts[i] ?? [])
    isConflict ||= put.isBoth && standsInPlaceOf(base, i, mine) && standsInPlaceOf(base, i, theirs)
    merged.push(...put.tokens)
    const token = whatStays(base, i, mine, theirs)
    if (token) merged.push(token)
  }
  const common = lettersOf(base.filter((_, i) => mine.keeps[i] && theirs.keeps[i]))
  if (isConflict && common < LEAST_COMMON * Math.min(mine.letters, theirs.letters)) return null
  return { blocks: blocksOf(merged), isConflict }
}

/** A token stays when nobody took it out; a block also when one side took all of it out and the other wrote in it. */
function whatStays(base: readonly Token[], at: number, mine: Side, theirs: Side): Token | undefined {
  const token = base[at]
  const [my, their] = [mine.keeps[at], theirs.keeps[at]]
  if (token && my && their) return my.node.eq(token.node) ? their : my
  if (!token?.begins) return undefined
  const [keeper, other] = my ? [mine, theirs] : [theirs, mine]
  let isWritten = false
  let end = at + 1
  for (; end < base.length && !base[end]?.begins; end += 1) {
    if (other.keeps[end]) return undefined
    isWritten ||= lettersOf(keeper.puts[end] ?? []) > 0
  }
  return isWritten || lettersOf(keeper.puts[end] ?? []) > 0 ? keeper.keeps[at] : undefined
}

/** True when a side took out what stood right before this place: what it put there is instead of it. */
function standsInPlaceOf(base: readonly Token[], at: number, side: Side): boolean {
  return at > 0 && base[at - 1]?.begins === false && !side.keeps[at - 1]
}

/** What both put in one place: once where one goes on with what the other began, else theirs and then mine. */
function putTogether(theirs: Token[], mine: Token[]): { tokens: Token[]; isBoth: boolean } {
  const [their, my] = [written(theirs), written(mine)]
  if (my.startsWith(their)) return { tokens: mine, isBoth: false }
  if (their.startsWith(my)) return { tokens: theirs, isBoth: false }
  return { tokens: [...theirs, ...mine], isBoth: true }
}

const written = (tokens: readonly Token[]) =>
  tokens
    .map(({ node, begins, text }) => (begins || text === '' ? `\n${node.type.name}\n` : text))
    .join('')
    .replace(/ +$/, '')

const lettersOf = (tokens: readonly Token[]) =>
  tokens.reduce((sum, { text }) => sum + (text.match(LETTERS)?.length ?? 0), 0)

const endsInWord = (token: Token | undefined) => /[\p{L}\p{M}\p{N}]$/u.test(token?.text ?? '')

const beginsWord = (text: string) => /^[\p{L}\p{M}\p{N}]/u.test(text)

function tokensOf(blocks: readonly Node[]): Token[] {
  return blocks.flatMap((block) => {
    const tokens: Token[] = [{ node: block.type.create(block.attrs), begins: true, text: '', goesOn: false }]
    for (const child of block.children) {
      if (!child.isText) tokens.push({ node: child, begins: false, text: '', goesOn: false })
      for (const text of child.text?.match(TOKEN) ?? []) {
        const goesOn = endsInWord(tokens.at(-1)) && beginsWord(text)
        tokens.push({ node: proseSchema.text(text, child.marks), begins: false, text, goesOn })
      }
    }
    return tokens
  })
}

/** The same for equal words, whatever their dress and the space behind them, and for all blocks with words. */
function spell(speller: Speller, tokens: readonly Token[]): string {
  return tokens
    .map(({ node, text }) =>
      speller.unit(text === '' ? (node.isLeaf ? `\n${node.type.name}` : '\n') : text.trim()),
    )
    .join('')
}

function sideFrom(base: readonly Token[], spelled: string, tokens: readonly Token[], side: string): Side {
  const keeps = new Array<Token | undefined>(base.length).fill(undefined)
  const puts: Token[][] = Array.from({ length: base.length + 1 }, () => [])
  let at = 0
  let bt = 0
  /** Where what is put in the place of the run before belongs. */
  let place = 0
  for (const [kind, run] of diff(spelled, side)) {
    if (kind === diff.EQUAL) for (let i = 0; i < run.length; i += 1) keeps[at + i] = tokens[bt + i]
    if (kind === diff.INSERT) {
      // Where a block was taken out, words came to the end of the one before it.
      const goesBefore = base[place]?.begins && !tokens[bt]?.begins
      puts[goesBefore ? place : at]?.push(...tokens.slice(bt, bt + run.length))
    }
    const start = at
    if (kind !== diff.INSERT) at += run.length
    if (kind !== diff.DELETE) bt += run.length
    place = kind === diff.DELETE ? start : at
  }
  return { letters: lettersOf(tokens), keeps, puts }
}

function blocksOf(tokens: readonly Token[]): Node[] {
  const blocks: { as: Node; content: Node[] }[] = []
  for (const [i, { node, begins, text, goesOn }] of tokens.entries()) {
    const last = blocks.at(-1)
    if (begins) blocks.push({ as: node, content: [] })
    else if (last && !last.as.isLeaf) {
      // Words that stand next to each other only now need the space that neither of them brought.
      if (endsInWord(tokens[i - 1]) && beginsWord(text) && !goesOn) last.content.push(proseSchema.text(' '))
      last.content.push(node)
    } else blocks.push({ as: proseSchema.nodes.paragraph.create(), content: [node] })
  }
  return blocks.map(({ as, content }) => as.type.createChecked(as.attrs, Fragment.from(content)))
}
