import type { Anchor } from '@/lib/text/anchor'
import { place } from '@/lib/text/placement'
import type { PlainText } from '@/lib/text/plain'
import { RECEIPT_LIMITS, type ReceiptChange } from './contract.receipts'

/** A few words beside a passage: enough to know the place again. UTF-16 code units. */
const AROUND = 40

/** As far from the passage its neighbours are looked for: a paragraph may have come in between. */
const FAR = 600

/** The last whole words of what stands before a passage. */
function lastWords(text: string): string {
  if (text.length <= AROUND) return text
  const end = text.slice(-AROUND)
  return end.slice(end.search(/\s/) + 1)
}

/** The first whole words of what stands after it. */
function firstWords(text: string): string {
  return text.length <= AROUND ? text : text.slice(0, AROUND).replace(/\s*\S*$/, '')
}

/**
 * What stood on both sides of a passage, and what stands between these neighbours and it now: words that came in right
 * before or behind it belong to the change. A side whose neighbour is not found is left out on both.
 */
function sides({ prefix, suffix }: Anchor, text: string, { from, to }: { from: number; to: number }) {
  const [left, right] = [lastWords(prefix), firstWords(suffix)]
  const before = text.slice(Math.max(0, from - FAR), from)
  const after = text.slice(to, to + FAR)
  const leftAt = left === '' ? -1 : before.lastIndexOf(left)
  const rightAt = right === '' ? -1 : after.indexOf(right)
  // Found by all of it, shown as far as the paragraph goes.
  const [leftShown, rightShown] = [left.split('\n').at(-1) ?? '', right.split('\n')[0] ?? '']
  return {
    left: leftAt < 0 ? ['', ''] : [leftShown, leftShown + before.slice(leftAt + left.length)],
    right: rightAt < 0 ? ['', ''] : [rightShown, after.slice(0, rightAt) + rightShown],
  } as const
}

/** Of words too long to keep: what differs, with a few around it. */
function fitted({ before, after }: ReceiptChange): ReceiptChange {
  const most = RECEIPT_LIMITS.wordsCharacters
  if (before.length <= most && after.length <= most) return { before, after }
  const least = Math.min(before.length, after.length)
  let head = 0
  while (head < least && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const cut = (words: string) => {
    const start = head > AROUND ? head - lastWords(words.slice(0, head)).length : 0
    const end =
      words.length - (tail > AROUND ? tail - firstWords(words.slice(words.length - tail)).length : 0)
    const [before, after] = [start > 0 ? '…' : '', end < words.length ? '…' : '']
    const kept = words.slice(start, end)
    return kept.length <= most - 2
      ? before + kept + after
      : `${before}${kept.slice(0, most - 2).replace(/[\uD800-\uDBFF]$/, '')}…`
  }
  return { before: cut(before), after: cut(after) }
}

/**
 * What became of the words of a note: what they were, and what stands in their place now. Cut words give an empty `after`.
 * @param quote what the note is about; not the anchor's own words when somebody pinned it elsewhere
 * @returns `same` when they read as they did, `unsure` when they may be several passages
 */
export function changeSince(
  quote: string,
  anchor: Anchor,
  plain: PlainText,
): ReceiptChange | 'same' | 'unsure' {
  const found = place(plain, anchor)
  if (found.state === 'unplaced' && found.reason === 'unsure') return 'unsure'
  if (found.state === 'unplaced' && found.reason === 'gone') return fitted({ before: quote, after: '' })
  const range =
    found.state === 'unplaced' ? { from: found.near, to: found.nearTo } : { from: found.from, to: found.to }
  const now = plain.text.slice(range.from, range.to)
  const isElsewhere = found.state === 'moved' || anchor.quote !== quote
  const none = ['', ''] as const
  const { left, right } = isElsewhere ? { left: none, right: none } : sides(anchor, plain.text, range)
  const change = { before: left[0] + quote + right[0], after: left[1] + now + right[1] }
  return change.before === change.after ? 'same' : fitted(change)
}

/** What an accepted suggestion made of its words. */
export function changeOfSuggestion(quote: string, replacement: string): ReceiptChange {
  return fitted({ before: quote, after: replacement })
}
