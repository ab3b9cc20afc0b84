import * as Y from 'yjs'
import { Mapping, type StepMap } from '@tiptap/pm/transform'
import type { Node } from '@tiptap/pm/model'
import { plainMap } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'

/** A chapter's plain text, and for each of its code units the Yjs id of its character; client `BREAK` for line breaks. */
export interface Letters {
  text: string
  clients: number[]
  clocks: number[]
}

/** A chapter's plain text, and for each of its code units which character it is; `BREAK` for line breaks. */
export interface Reading {
  text: string
  who: number[]
  /**
   * Where a writer typed a letter beside an equal one, Yjs may take the one for the other: which characters these are, too,
   * by the writer's hand. Nobody can tell from the text.
   */
  also: ReadonlyMap<number, number>
}

/** A character, and which it is by the writer's hand: the same, but where Yjs took an equal letter for it. */
export interface Character {
  who: number
  hand: number
}

/** Characters that are carried: the clipboard's, a version's. Without line breaks. */
export interface Carried {
  text: string
  letters: readonly Character[]
}

/** Which character each code unit of the new text should be, where an act says so. */
export interface Hints {
  /** Those that stood before. */
  kept: readonly (Character | undefined)[]
  /** Those that came from the clipboard: they may stand elsewhere as well. */
  pasted: ReadonlyMap<number, Character>
}

const NO_HINTS: Hints = { kept: [], pasted: new Map() }

/** What stands for line breaks in a reading. */
export const BREAK = -1

/** A character with an id that was never seen. */
const UNKNOWN = -2

/** Reads a doc by its items alone, without any of the code that places threads. */
export function lettersOf(doc: Y.Doc): Letters {
  const parts: string[] = []
  const clients: number[] = []
  const clocks: number[] = []
  const addBreak = () => {
    parts.push('\n')
    clients.push(BREAK)
    clocks.push(0)
  }
  const readText = (text: Y.XmlText) => {
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      parts.push(item.content.str)
      for (let i = 0; i < item.length; i++) {
        clients.push(item.id.client)
        clocks.push(item.id.clock + i)
      }
    }
  }
  let isFirst = true
  const readBlocks = (parent: Y.XmlFragment) => {
    for (const element of parent.toArray()) {
      if (!(element instanceof Y.XmlElement)) continue
      if (element.nodeName === 'blockquote') {
        readBlocks(element)
        continue
      }
      if (!isFirst) addBreak()
      isFirst = false
      for (const child of element.nodeName === 'sceneBreak' ? [] : element.toArray())
        if (child instanceof Y.XmlText) readText(child)
        else addBreak()
    }
  }
  readBlocks(doc.getXmlFragment(CHAPTER_FRAGMENT))
  return { text: parts.join(''), clients, clocks }
}

const idOf = (client: number, clock: number) => `${client}:${clock}`

/** Characters that undo brought back are copies with other ids. */
export interface Copy {
  from: { client: number; clock: number }
  to: { client: number; clock: number }
  length: number
}

/** All copies in a doc that was not stored in between. */
export function copiesIn(doc: Y.Doc): Copy[] {
  return [...doc.store.clients.values()].flatMap((structs) =>
    structs.flatMap((item) =>
      item instanceof Y.Item && item.redone ? [{ from: item.id, to: item.redone, length: item.length }] : [],
    ),
  )
}

/** The characters of a reading, line breaks among them. */
export function charactersOf({ who, also }: Reading): Character[] {
  return who.map((one, at) => ({ who: one, hand: also.get(at) ?? one }))
}

/** A reading, or what of it stands from `from` to `to`, without its line breaks. */
export function withoutBreaks(reading: Reading, from = 0, to = reading.text.length): Carried {
  const letters = charactersOf(reading).slice(from, to)
  const text = reading.text.slice(from, to)
  return {
    text: letters.map(({ who }, i) => (who === BREAK ? '' : text[i])).join(''),
    letters: letters.filter(({ who }) => who !== BREAK),
  }
}

/**
 * Where an editor's own steps took each character, and where what it pasted stands: the hints for the text after them.
 * @param steps transactions, in their order
 */
export function followed(
  before: { prose: Node; reading: Reading },
  after: Node,
  steps: readonly { mapping: { maps: readonly StepMap[] } }[],
  pasted: Carried | null,
): Hints {
  const mapping = new Mapping(steps.flatMap((tr) => tr.mapping.maps))
  const [from, to] = [plainMap(before.prose), plainMap(after)]
  const { text } = before.reading
  const kept: (Character | undefined)[] = []
  charactersOf(before.reading).forEach((one, offset) => {
    if (one.who === BREAK) return
    const place = mapping.mapResult(from.positionAt(offset), 1)
    const now = place.deletedAfter ? -1 : to.offsetAt(place.pos)
    if (now >= 0 && to.text[now] === text[offset]) kept[now] = one
  })
  const added = offsetsWithout(to.text, kept)
  const isAll = pasted !== null && added.map((at) => to.text[at]).join('') === pasted.text
  const paste = isAll ? pasted.letters.map((one, i) => [added[i] ?? 0, one] as const) : []
  return { kept, pasted: new Map(paste) }
}

/** Offsets of a text at which nothing was kept, without line breaks. */
function offsetsWithout(text: string, kept: readonly (Character | undefined)[]): number[] {
  const offsets: number[] = []
  for (let at = 0; at < text.length; at++) if (text[at] !== '\n' && kept[at] === undefined) offsets.push(at)
  return offsets
}

/**
 * Knows every character of a chapter for as long as it lives, in every copy of the doc: by its Yjs id, and where an act
 * writes old words anew (Enter, joining, pasting, undo, restoring) by what that act did. It never compares words to find
 * them, and nothing of `lib/text` is in it: what it says is what placements are judged by.
 */
export class Characters {
  /** Which character each id is, by client and clock. */
  readonly #known = new Map<number, number[]>()
  /** Which characters ids are by the writers' hands, where Yjs took an equal letter for them. */
  readonly #also = new Map<string, number>()
  #next = 0

  /** How many characters were ever seen: the next new one has this number. */
  get known(): number {
    return this.#next
  }

  /** Which characters stand in a doc. Those that were never seen become new ones. */
  read(letters: Letters): Reading {
    return this.settle(letters, NO_HINTS)
  }

  /**
   * After an act in one copy of the doc: what has no known id is the character that the act says, if that stands nowhere
   * else any more, or one of those that were carried there; else it is new.
   */
  settle({ text, clients, clocks }: Letters, hints: Hints, carried: Carried | null = null): Reading {
    const who = clients.map((client, at) => (client === BREAK ? BREAK : this.#get(client, clocks[at] ?? 0)))
    if (who.includes(UNKNOWN)) this.#learn({ text, clients, clocks }, who, hints, carried)
    hints.kept.forEach((kept, at) => {
      if (kept !== undefined && kept.hand !== who[at])
        this.#also.set(idOf(clients[at] ?? 0, clocks[at] ?? 0), kept.hand)
    })
    return { text, who, also: this.#alsoIn(clients, clocks) }
  }

  /** Says in `who` which characters those with unknown ids are. */
  #learn({ text, clients, clocks }: Letters, who: number[], hints: Hints, carried: Carried | null): void {
    const standing = new Set(who)
    const take = (at: number, one: Character) => {
      this.#set(clients[at] ?? 0, clocks[at] ?? 0, one)
      who[at] = one.who
      standing.add(one.who)
    }
    const left: number[] = []
    who.forEach((one, at) => {
      if (one !== UNKNOWN) return
      const pasted = hints.pasted.get(at)
      const kept = hints.kept[at]
      if (pasted !== undefined) take(at, pasted)
      else if (kept !== undefined && !standing.has(kept.who)) take(at, kept)
      else left.push(at)
    })
    const missing = [...hints.pasted].filter(([at, one]) => who[at] !== one.who && !standing.has(one.who))
    const rest = carried ?? {
      text: missing.map(([at]) => text[at]).join(''),
      letters: missing.map(([, one]) => one),
    }
    for (const at of receive(text, left, rest, take)) {
      take(at, { who: this.#next, hand: this.#next })
      this.#next += 1
    }
  }

  /**
   * After others' changes came in, or an undo: a browser writes words anew by itself where two wrote in one empty paragraph,
   * or undo brings words back into one that somebody wrote in since. These are the characters that went away.
   */
  settleNews(letters: Letters, before: Carried): Reading {
    const { clients, clocks } = letters
    const standing = new Set(clients.map((client, at) => this.#get(client, clocks[at] ?? 0)))
    if (!standing.has(UNKNOWN)) return this.read(letters)
    const isLost = ({ who }: Character) => !standing.has(who)
    return this.settle(letters, NO_HINTS, {
      text: before.letters.map((one, i) => (isLost(one) ? before.text[i] : '')).join(''),
      letters: before.letters.filter(isLost),
    })
  }

  /** After an undo or redo: a copy is the character that it is a copy of. */
  settleUndo(letters: Letters, copies: readonly Copy[]): Reading {
    // A copy can have been copied again: until nothing more is learnt.
    for (let isNew = true; isNew;) {
      isNew = false
      for (const { from, to, length } of copies)
        for (let i = 0; i < length; i++) {
          const who = this.#get(from.client, from.clock + i)
          if (who === UNKNOWN || this.#get(to.client, to.clock + i) !== UNKNOWN) continue
          const hand = this.#also.get(idOf(from.client, from.clock + i)) ?? who
          this.#set(to.client, to.clock + i, { who, hand })
          isNew = true
        }
    }
    return this.read(letters)
  }

  #alsoIn(clients: readonly number[], clocks: readonly number[]): Map<number, number> {
    const also = new Map<number, number>()
    if (this.#also.size === 0) return also
    clients.forEach((client, at) => {
      const one = this.#also.get(idOf(client, clocks[at] ?? 0))
      if (one !== undefined) also.set(at, one)
    })
    return also
  }

  #get(client: number, clock: number): number {
    return this.#known.get(client)?.[clock] ?? UNKNOWN
  }

  #set(client: number, clock: number, { who, hand }: Character): void {
    if (hand !== who) this.#also.set(idOf(client, clock), hand)
    const known = this.#known.get(client) ?? []
    known[clock] = who
    this.#known.set(client, known)
  }
}

/**
 * Gives characters to what is left, where it reads the same in one piece. Where equal letters stand beside a pasted passage,
 * Yjs may keep these as its letters, and write others for them at its end.
 * @returns what is still left
 */
function receive(
  text: string,
  left: number[],
  { text: wanted, letters }: Carried,
  take: (at: number, one: Character) => void,
): number[] {
  const start =
    wanted === ''
      ? -1
      : left
          .map((at) => text[at])
          .join('')
          .indexOf(wanted)
  if (start < 0) return left
  letters.forEach((one, i) => take(left[start + i] ?? 0, one))
  return [...left.slice(0, start), ...left.slice(start + letters.length)]
}
