import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { chanceFrom, type Chance } from '@/tests/support/random'
import type { Spot } from './passages'
import { COLOURS, TYPISTS } from './people'
import { VOCABULARY } from './sentences'

/** One key of a typist, as two frames' payloads in base64: what it writes, and where the cursor stands after it. */
export interface Key {
  update: string
  presence: string
}

/** All that a typist will type, made beforehand: nothing is computed while others are measured. */
export interface Script {
  clientId: number
  name: string
  keys: Key[]
  /** The letters, in the order of the keys. */
  letters: string[]
  /** How many keys are typed in one place before the next. */
  keysPerPlace: number
}

const KEYS_PER_PLACE = 25
/** Typists who stay near what the browser shows; the others are all over the chapter. */
const IN_VIEW = 2
/** Blocks on each side of the browser's caret that count as in view. */
const NEAR_BLOCKS = 3

/** Where each of the seven types: the browser's spot in the middle of the chapter, and those of the six, in turn. */
export interface Places {
  own: Spot
  byTypist: Spot[][]
}

/**
 * No two of them share a place, so that what each typed stands there in one piece.
 * @param places how many places each typist goes to in turn
 */
export function placesOf(spots: readonly Spot[], places: number): Places {
  const own = spots[spots.length >> 1]!
  const isNear = ({ block }: Spot) => Math.abs(block - own.block) <= NEAR_BLOCKS
  const near = pickEvenly(
    spots.filter((spot) => isNear(spot) && spot.position !== own.position),
    places * IN_VIEW,
  )
  const others = TYPISTS.length - IN_VIEW
  const far = pickEvenly(
    spots.filter((spot) => !isNear(spot)),
    places * others,
  )
  // Long ways between one place and the next: every so many-th, which visits each once.
  const step = coprimeTo(far.length)
  const byTypist = TYPISTS.map((_, typist) =>
    Array.from({ length: places }, (_, i) =>
      typist < IN_VIEW
        ? near[i * IN_VIEW + typist]!
        : far[((i * others + typist - IN_VIEW) * step) % far.length]!,
    ),
  )
  return { own, byTypist }
}

function pickEvenly(from: readonly Spot[], many: number): Spot[] {
  if (from.length < many) throw new RangeError(`${from.length} places are too few for ${many}.`)
  return Array.from({ length: many }, (_, i) => from[Math.floor(((i + 0.5) * from.length) / many)]!)
}

function coprimeTo(count: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b))
  let step = Math.max(1, Math.round(count * 0.38))
  while (divides(step, count) > 1) step += 1
  return step
}

/** Words, letter by letter, that begin with the blank after the word before. */
export function lettersOf(count: number, chance: Chance): string[] {
  let text = ''
  while (text.length < count) text += ` ${chance.pick(VOCABULARY)}`
  return [...text.slice(0, count)]
}

/** What each typist types into a chapter in this state, `keys` keys each. */
export function scriptsFor(state: Uint8Array, spots: readonly Spot[], keys: number): Script[] {
  const { byTypist } = placesOf(spots, Math.ceil(keys / KEYS_PER_PLACE))
  return byTypist.map((places, typist) => scriptOf(state, places, typist, keys))
}

function scriptOf(state: Uint8Array, places: readonly Spot[], typist: number, keys: number): Script {
  const chance = chanceFrom(7_001 + typist)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.clientID = 100_000_000 + chance.below(2_000_000_000)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const user = { name: TYPISTS[typist]!, color: COLOURS[typist % COLOURS.length]! }
  const letters = lettersOf(keys, chance)
  const made = letters.map((letter, i): Key => {
    const spot = places[Math.floor(i / KEYS_PER_PLACE)]!
    const at = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(spot.place), doc)
    if (!(at?.type instanceof Y.XmlText)) throw new RangeError('A spot is not in a text.')
    const index = at.index + (i % KEYS_PER_PLACE)
    updates.length = 0
    at.type.insert(index, letter)
    const place = Y.createRelativePositionFromTypeIndex(at.type, index + 1)
    const presence = presenceOf(doc.clientID, i + 1, { user, cursor: { anchor: place, head: place } })
    return { update: base64(updates[0]!), presence: base64(presence) }
  })
  return { clientId: doc.clientID, name: user.name, keys: made, letters, keysPerPlace: KEYS_PER_PLACE }
}

const AWARENESS = 1

/** An awareness frame with one state, as `y-protocols` writes it. */
function presenceOf(clientId: number, clock: number, state: object): Uint8Array {
  const states = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    encoding.writeVarUint8Array(encoder, states)
  })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** What stands in each place of a typist after so many keys. */
export function typedBy({ letters, keysPerPlace }: Script, keys: number): string[] {
  const typed: string[] = []
  for (let from = 0; from < keys; from += keysPerPlace)
    typed.push(letters.slice(from, Math.min(keys, from + keysPerPlace)).join(''))
  return typed
}
