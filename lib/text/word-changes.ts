import diff from 'fast-diff'

/** At `at` of the old text, `out` characters give way to `put`, which stands at `putAt` of the new one. */
export interface WordChange {
  readonly at: number
  readonly out: number
  readonly put: string
  readonly putAt: number
}

/** A word with what joins its parts, a run of blanks, a line break, or one other sign: never half a surrogate pair. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\n|[^\S\n]+|[^\p{L}\p{M}\p{N}\s]/gu

/** Beyond so many tokens that differ the whole stretch is one change: the cost of a diff grows with the square. */
const MOST_TOKENS = 3_000

const FIRST_UNIT = 0x4e00

/** How words look, besides how they read: two are the same only when both are. */
export type LookAt = (from: number, to: number) => string

interface Token {
  readonly text: string
  /** What makes it the same as another. */
  readonly key: string
}

function tokensOf(text: string, look?: LookAt): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    text: token,
    key: look ? `${token}\n${look(index, index + token.length)}` : token,
  }))
}

/**
 * What makes one text of another, in whole words, from its start to its end. Adjacent changes are one.
 * @param looks of the old and of the new words, when these matter
 */
export function wordChanges(
  before: string,
  after: string,
  looks?: { before: LookAt; after: LookAt },
): WordChange[] {
  const [old, wanted] = [tokensOf(before, looks?.before), tokensOf(after, looks?.after)]
  const isSame = (i: number, j: number) => old[i]?.key === wanted[j]?.key
  const most = Math.min(old.length, wanted.length)
  let head = 0
  while (head < most && isSame(head, head)) head += 1
  let tail = 0
  while (tail < most - head && isSame(old.length - 1 - tail, wanted.length - 1 - tail)) tail += 1
  const [out, put] = [old.slice(head, old.length - tail), wanted.slice(head, wanted.length - tail)]
  const start = lengthOf(old.slice(0, head))
  if (out.length === 0 && put.length === 0) return []
  if (out.length + put.length > MOST_TOKENS)
    return [{ at: start, out: lengthOf(out), put: textOf(put), putAt: start }]
  return changesBetween(out, put, start)
}

function changesBetween(old: readonly Token[], wanted: readonly Token[], start: number): WordChange[] {
  const units = new Map<string, string>()
  const spelled = (tokens: readonly Token[]) => tokens.map(({ key }) => unitOf(key, units)).join('')
  const changes: WordChange[] = []
  let [at, putAt, i, j] = [start, start, 0, 0]
  let open: { at: number; out: number; put: string; putAt: number } | null = null
  for (const [kind, run] of diff(spelled(old), spelled(wanted))) {
    if (kind === diff.EQUAL) {
      if (open) changes.push(open)
      open = null
      const length = lengthOf(old.slice(i, i + run.length))
      at += length
      putAt += length
      i += run.length
      j += run.length
      continue
    }
    open ??= { at, out: 0, put: '', putAt }
    if (kind === diff.DELETE) {
      const length = lengthOf(old.slice(i, i + run.length))
      open.out += length
      at += length
      i += run.length
    } else {
      const put = textOf(wanted.slice(j, j + run.length))
      open.put += put
      putAt += put.length
      j += run.length
    }
  }
  if (open) changes.push(open)
  return changes
}

function unitOf(token: string, units: Map<string, string>): string {
  const known = units.get(token)
  if (known !== undefined) return known
  const unit = String.fromCharCode(FIRST_UNIT + units.size)
  units.set(token, unit)
  return unit
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}

function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { text }) => sum + text.length, 0)
}
