import type { Placement } from '@/lib/text/placement'
import { withoutBreaks, type Carried, type Reading } from './characters'

/** A thread whose characters are known since it was made. */
export interface PlantedThread {
  id: string
  quote: string
  /** Its passage's characters, without line breaks. */
  letters: Carried
  /** Characters below this were there when it was made; what was written since may stand in its middle. */
  planted: number
}

/** What many histories came to. */
export interface Tally {
  histories: number
  acts: Map<string, number>
  judged: number
  states: Map<string, number>
  /** Placed on words of which none is the passage's. */
  wrong: string[]
  /** Placed on the passage and on more of its neighbours than of it. */
  wide: string[]
  /** Said to be gone while half of the words or more stand somewhere. */
  goneButStands: string[]
  /** Passages that stand whole and once. */
  standing: number
  missed: string[]
  /** Server, browsers and a cold reader that did not say the same. */
  different: string[]
  reports: number
}

/** Nothing yet. */
export function emptyTally(): Tally {
  return {
    histories: 0,
    acts: new Map(),
    judged: 0,
    states: new Map(),
    wrong: [],
    wide: [],
    goneButStands: [],
    standing: 0,
    missed: [],
    different: [],
    reports: 0,
  }
}

/** Counts one more. */
export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function whoOf({ letters }: Carried): number[] {
  return letters.map(({ who }) => who)
}

/** Where a passage stands whole, in one piece but for line breaks, and nowhere else, by its characters and its words. */
function standsWhole(reading: Reading, { letters }: PlantedThread): { from: number; to: number } | null {
  const flat = withoutBreaks(reading)
  if (flat.text.indexOf(letters.text) !== flat.text.lastIndexOf(letters.text)) return null
  const [all, own] = [whoOf(flat), whoOf(letters)]
  const [first] = own
  const begin = all.indexOf(first ?? 0)
  if (begin < 0 || all.includes(first ?? 0, begin + 1)) return null
  if (!own.every((one, i) => all[begin + i] === one)) return null
  const from = reading.who.indexOf(first ?? 0)
  const to = reading.who.indexOf(own.at(-1) ?? 0, from) + 1
  return { from, to }
}

/** The share of the passage's words that stand somewhere, each with all of its letters side by side. */
function standingShare(reading: Reading, { letters }: PlantedThread): number {
  const flat = whoOf(withoutBreaks(reading))
  const own = whoOf(letters)
  const at = new Map(flat.map((one, i) => [one, i]))
  const words = [...letters.text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
  if (words.length === 0) return 0
  const stand = words.filter(({ index, 0: word }) => {
    const begin = at.get(own[index] ?? 0)
    return (
      begin !== undefined &&
      [...word].length > 0 &&
      own.slice(index, index + word.length).every((one, i) => flat[begin + i] === one)
    )
  })
  return stand.length / words.length
}

/** Judges where a thread is placed, by the characters that stand there. */
export function judge(
  thread: PlantedThread,
  placement: Placement,
  reading: Reading,
  told: string,
  tally: Tally,
): void {
  tally.judged += 1
  count(tally.states, placement.state === 'unplaced' ? placement.reason : placement.state)
  const stands = standsWhole(reading, thread)
  if (stands) {
    tally.standing += 1
    const isFound =
      placement.state !== 'unplaced' && placement.from === stands.from && placement.to === stands.to
    if (!isFound) tally.missed.push(told)
  }
  if (placement.state === 'unplaced') {
    if (placement.reason === 'gone' && standingShare(reading, thread) >= 0.5) tally.goneButStands.push(told)
    return
  }
  const { letters, planted } = thread
  const own = new Set(whoOf(letters))
  const isOwn = (one: number, at: number) => {
    const also = reading.also.get(placement.from + at)
    return own.has(one) || (also !== undefined && own.has(also))
  }
  const who = reading.who.slice(placement.from, placement.to)
  const first = who.findIndex(isOwn)
  if (first < 0) {
    tally.wrong.push(told)
    return
  }
  const last = who.findLastIndex(isOwn)
  const foreign = who.filter((one, i) => one >= 0 && one < planted && (i < first || i > last))
  if (foreign.length * 2 > who.length) tally.wide.push(told)
}

/** Least share of the passages that stand whole and once which must be placed on them. */
const LEAST_FOUND = 0.98

/** Most placements, as a share, on more of a passage's neighbours than of it (AN17). */
const MOST_WIDE = 0.0005

/**
 * Most placements, as a share, that say "gone" though half of the words stand somewhere: words alone, which turn up in any
 * chapter, and passages cut into pieces of a word or two. Nothing that the text tells parts these from chance.
 */
const MOST_GONE_THOUGH_STANDING = 0.005

/** Which promises the histories broke, as sentences; none when all were kept. */
export function brokenPromises(tally: Tally): string[] {
  const { wrong, different, goneButStands, missed, standing, wide, judged } = tally
  const broken = [
    ...wrong.map((told) => `on wrong words: ${told}`),
    ...different.map((told) => `browsers and server differ: ${told}`),
  ]
  if (goneButStands.length > Math.ceil(judged * MOST_GONE_THOUGH_STANDING))
    broken.push(
      `${goneButStands.length} of ${judged} said to be gone though half stands, such as ${goneButStands[0]}`,
    )
  if (missed.length > standing * (1 - LEAST_FOUND))
    broken.push(
      `${missed.length} of ${standing} passages that stand once were not found, such as ${missed[0]}`,
    )
  if (wide.length > Math.ceil(judged * MOST_WIDE))
    broken.push(`${wide.length} of ${judged} on more than their passage, such as ${wide[0]}`)
  return broken
}

/** The figures of the histories, for people. */
export function figuresOf(tally: Tally): string {
  const { histories, judged, states, wrong, wide, goneButStands, standing, missed, different, reports } =
    tally
  const found = standing === 0 ? 0 : ((standing - missed.length) / standing) * 100
  const said = [...states].map(([state, many]) => `${many} ${state}`).join(', ')
  const acts = [...tally.acts.values()].reduce((sum, many) => sum + many, 0)
  return (
    `${histories} histories, ${acts} acts, ${judged} placements (${said}), ${reports} reports of browsers: ` +
    `${wrong.length} on wrong words, ${wide.length} too wide, ${goneButStands.length} gone though half stands, ` +
    `${found.toFixed(2)} % of ${standing} that stand once found, ${different.length} differ`
  )
}
