import type * as Y from 'yjs'
import {
  bitsOf,
  elementOf,
  isContainer,
  isSceneBreak,
  itemsOf,
  sceneBreakBits,
  wordsOfBlock,
  blocksIn,
  partOf,
  type Bit,
} from '@/lib/text/bits'
import { FEWEST_CUT_WORDS, type Cut, type CutBit, type CutBlock, type Go } from '@/lib/text/cut'
import type { IdRange } from '@/lib/text/ranges'
import { countWords } from '@/lib/text/words'

/** So much of the words around a cut is told. UTF-16 code units. */
const NEAR = 60

const HAS_WORD = /[\p{L}\p{N}]/u

type List = { readonly _start: Y.Item | null }

/** Parts a range by the position at which its characters were inserted again elsewhere; null where they were not. */
export type MovesOf = (range: IdRange) => Iterable<IdRange & { readonly seq: number | null }>

/** A block of a passage while it is put together. */
interface OpenBlock {
  element: Y.XmlElement
  bits: CutBit[]
  whole: boolean
}

interface OpenPassage {
  blocks: OpenBlock[]
  before: string
  after: string
}

/**
 * The passages of a go: what was deleted, in the order in which it stood, parted where something stands between that
 * the person did not write meanwhile. Passages of fewer than three words are left out.
 * @param movesOf parts a range by the position at which its characters were last inserted again elsewhere
 */
export function passagesOf(root: Y.XmlFragment, go: Go, movesOf: MovesOf): Cut[] {
  // "A b c" is the shortest.
  if (go.characters < 2 * FEWEST_CUT_WORDS - 1) return []
  const walk = new PassageWalk(go, movesOf)
  walk.list(root)
  return cutsOf(walk.passages, go)
}

class PassageWalk {
  readonly passages: OpenPassage[] = []
  readonly #touched = new Set<Y.XmlElement>()
  #open: OpenPassage | null = null
  /** A passage that ended and whose words after it are not known yet. */
  #ended: OpenPassage | null = null
  #recent: string | Y.XmlElement = ''
  /** Full stops and the like since the last of the open passage. */
  #signs = ''

  constructor(
    private readonly go: Go,
    private readonly movesOf: MovesOf,
  ) {
    for (const block of go.blocks)
      for (let at: unknown = block; at && at !== block.doc; at = (at as Y.XmlElement).parent)
        this.#touched.add(at as Y.XmlElement)
  }

  list(list: List): void {
    for (const item of itemsOf(list)) {
      const element = elementOf(item)
      if (!element) continue
      if (!this.#touched.has(element)) this.#untouched(item, element)
      else if (isContainer(element)) this.list(element)
      else this.#block(element)
    }
  }

  #untouched(item: Y.Item, element: Y.XmlElement): void {
    if (item.deleted || this.go.wrote(item.id)) return
    this.#end()
    if (this.#ended && this.#ended.after === '') {
      const [first = element] = isContainer(element) ? blocksIn(element) : []
      this.#ended.after = wordsOfBlock(first).slice(0, NEAR)
    }
    this.#ended = null
    this.#recent = element
  }

  #block(element: Y.XmlElement): void {
    if (this.#ended?.after) this.#ended = null
    if (this.#signs) this.#signs += ' '
    const begun: OpenBlock[] = []
    let survives = false
    for (const bit of isSceneBreak(element) ? sceneBreakBits(element) : bitsOf(element))
      for (const { part, cut } of this.go.split(bit)) {
        if (cut) this.#add(cut, element, begun)
        else
          for (const { text, deleted } of this.#standing(part)) {
            survives = true
            // A full stop that two texts share does not part what was cut around it.
            if (HAS_WORD.test(text)) this.#end()
            if (!deleted) this.#live(text)
          }
      }
    for (const block of begun) block.whole = !survives
  }

  /** What of it stands, or was carried elsewhere in the go; not what was written in it. */
  *#standing(part: Bit): Generator<Bit> {
    if (!part.deleted) {
      if (!this.go.wrote(part)) yield part
      return
    }
    for (const move of this.movesOf(part))
      if (move.seq !== null && move.seq >= this.go.firstSeq) yield partOf(part, move)
  }

  #add(bit: CutBit, element: Y.XmlElement, begun: OpenBlock[]): void {
    const passage = (this.#open ??= this.#begin())
    this.#signs = ''
    const last = passage.blocks.at(-1)
    if (last?.element === element) {
      last.bits.push(bit)
      return
    }
    const block = { element, bits: [bit], whole: false }
    passage.blocks.push(block)
    begun.push(block)
  }

  #begin(): OpenPassage {
    this.#ended = null
    const recent = typeof this.#recent === 'string' ? this.#recent : lastWords(this.#recent)
    const passage = { blocks: [], before: recent.slice(-NEAR), after: '' }
    this.passages.push(passage)
    return passage
  }

  #end(): void {
    if (this.#open) {
      this.#ended = this.#open
      this.#ended.after = this.#signs
    }
    this.#open = null
    this.#signs = ''
  }

  #live(text: string): void {
    if (this.#open) this.#signs += text
    if (this.#ended) this.#ended.after = (this.#ended.after + text).slice(0, NEAR)
    this.#recent = typeof this.#recent === 'string' ? (this.#recent + text).slice(-NEAR) : text
  }
}

function lastWords(element: Y.XmlElement): string {
  const last = isContainer(element) ? [...blocksIn(element)].at(-1) : element
  return last ? wordsOfBlock(last) : ''
}

function cutsOf(passages: readonly OpenPassage[], go: Go): Cut[] {
  const named = new Map<number, number>()
  return passages.flatMap(({ blocks, before, after }): Cut[] => {
    const bits = blocks.flatMap((block) => block.bits)
    const [first] = bits
    const last = bits.at(-1)
    const words = countWords(blocks.map((block) => block.bits.map(({ text }) => text).join('')).join('\n'))
    if (!first || !last || words < FEWEST_CUT_WORDS) return []
    const fromSeq = Math.min(...bits.map(({ seq }) => seq))
    const number = (named.get(fromSeq) ?? 0) + 1
    named.set(fromSeq, number)
    return [
      {
        id: `${fromSeq}-${number}`,
        authorId: go.authorId,
        fromSeq,
        toSeq: Math.max(...bits.map(({ seq }) => seq)),
        at: Math.max(...bits.map(({ at }) => at)),
        blocks: blocks.map(blockOfCut),
        ...{ words, before, after },
        first: { client: first.client, clock: first.clock },
        last: { client: last.client, clock: last.clock + last.length - 1 },
        bits: blocks.flatMap((block, i) => withBorder(block.bits, i)),
      },
    ]
  })
}

function blockOfCut({ bits, whole }: OpenBlock): CutBlock {
  const form = bits[0]?.form ?? { kind: 'paragraph', level: 0, quotes: 0 }
  const runs: { text: string; marks: CutBit['marks'] }[] = []
  for (const { text, marks } of bits) {
    const run = runs.at(-1)
    if (run && JSON.stringify(run.marks) === JSON.stringify(marks)) run.text += text
    else if (text !== '') runs.push({ text, marks })
  }
  return { ...form, runs, whole }
}

/** The bits of a block as plain text has them: a border before each block but the first. */
function withBorder(bits: readonly CutBit[], index: number): Cut['bits'] {
  const inner = bits.map(({ client, clock, length, text }) => ({ client, clock, length, text }))
  return index === 0 ? inner : [{ client: -1, clock: 0, length: 1, text: '\n' }, ...inner]
}
