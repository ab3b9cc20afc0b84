/** What can be done to the selected words of a comment while it is written. */
export type Marking = 'bold' | 'italic' | 'link' | 'quote' | 'list'

/** The text of a field and what is selected in it, in UTF-16 code units. */
export interface Selected {
  text: string
  from: number
  to: number
}

const AROUND = { bold: '**', italic: '*' } as const
const BEFORE = { quote: '> ', list: '- ' } as const

/** Replaces `from` to `to` of the text by `words`, then selects `selectFrom` to `selectTo` of the result. */
export interface Replacement {
  from: number
  to: number
  words: string
  selectFrom: number
  selectTo: number
}

function around({ text, from, to }: Selected, sign: string): Replacement {
  const has = text.slice(Math.max(0, from - sign.length), from) === sign
  const isBold = sign === '*' && text.slice(Math.max(0, from - 2), from) === '**'
  if (has && !isBold && text.slice(to, to + sign.length) === sign)
    return {
      ...{ from: from - sign.length, to: to + sign.length, words: text.slice(from, to) },
      ...{ selectFrom: from - sign.length, selectTo: to - sign.length },
    }
  return {
    ...{ from, to, words: sign + text.slice(from, to) + sign },
    ...{ selectFrom: from + sign.length, selectTo: to + sign.length },
  }
}

/** An address that was selected becomes where the link leads, other words become what it says. */
function link({ text, from, to }: Selected): Replacement {
  const chosen = text.slice(from, to)
  const isAddress = /^(?:https?:\/\/|mailto:)\S+$/i.test(chosen)
  const [label, href] = isAddress ? ['', chosen] : [chosen, 'https://']
  const words = `[${label}](${href})`
  if (isAddress || chosen === '') return { from, to, words, selectFrom: from + 1, selectTo: from + 1 }
  const hrefAt = from + label.length + 3
  return { from, to, words, selectFrom: hrefAt, selectTo: hrefAt + href.length }
}

/** Puts a sign before each line that the selection touches, or takes it away where all have it. */
function lines({ text, from, to }: Selected, sign: string): Replacement {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = text.indexOf('\n', to) < 0 ? text.length : text.indexOf('\n', to)
  const each = text.slice(start, end).split('\n')
  const all = each.every((line) => line.startsWith(sign))
  const words = each.map((line) => (all ? line.slice(sign.length) : sign + line)).join('\n')
  return {
    ...{ from: start, to: end, words },
    ...{ selectFrom: each.length > 1 ? start : start + words.length, selectTo: start + words.length },
  }
}

/** What marking the selection changes. Marking what is marked already takes the marks away. */
export function mark(selected: Selected, marking: Marking): Replacement {
  switch (marking) {
    case 'bold':
    case 'italic':
      return around(selected, AROUND[marking])
    case 'link':
      return link(selected)
    case 'quote':
    case 'list':
      return lines(selected, BEFORE[marking])
  }
}

const KEYS: Record<string, Marking> = { b: 'bold', i: 'italic', k: 'link' }

/** The marking that Ctrl or Cmd with this key asks for. */
export function markingOf(event: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}): Marking | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  return (ctrlKey || metaKey) && !altKey && !shiftKey ? (KEYS[key.toLowerCase()] ?? null) : null
}
