import type { Cut } from '@/lib/text/cut'
import { blocksIn, wordsOfBlock } from '@/lib/text/bits'
import type { Trace } from '@/lib/text/trace'

/** What is looked for among the cut passages of a chapter. Times are milliseconds since 1970. */
export interface CutsAsk {
  /** Each of these words stands in the passage; case and accents do not matter. */
  words: string
  since: number
  until: number
  /** Only those older than this one, in the order of the list. */
  after: { at: number; id: string } | null
  most: number
}

export interface FoundCuts {
  /** Newest first. */
  cuts: { cut: Cut; isBack: boolean }[]
  /** How many there are in all. */
  found: number
  more: boolean
  /** Milliseconds since 1970 from which on the history is kept; null for all of it. */
  since: number | null
}

/** A text as it is searched: without case, accents and differences of white space. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

function textOf({ bits }: Cut): string {
  return bits.map(({ text }) => text).join('')
}

/** Tells whether the words of a cut stand in the text again. */
export function isBackIn({ root }: Trace): (cut: Cut) => boolean {
  const standing = folded([...blocksIn(root)].map(wordsOfBlock).join(' '))
  return (cut) => standing.includes(folded(textOf(cut)))
}

function isOlder(a: { at: number; id: string }, b: { at: number; id: string }): boolean {
  return a.at < b.at || (a.at === b.at && a.id < b.id)
}

/** The cut passages that a query finds, newest first. */
export function findCuts(trace: Trace, { words, since, until, after, most }: CutsAsk): FoundCuts {
  const wanted = folded(words)
    .split(' ')
    .filter((word) => word !== '')
  const all = trace
    .cuts()
    .filter(({ at }) => at >= since && at < until)
    .filter((cut) => {
      if (wanted.length === 0) return true
      const text = folded(textOf(cut))
      return wanted.every((word) => text.includes(word))
    })
    .sort((a, b) => (isOlder(a, b) ? 1 : -1))
  const left = after ? all.filter((cut) => isOlder(cut, after)) : all
  const isBack = isBackIn(trace)
  return {
    cuts: left.slice(0, most).map((cut) => ({ cut, isBack: isBack(cut) })),
    found: all.length,
    more: left.length > most,
    since: trace.since,
  }
}
