/**
 * What placing 500 notes again costs when seven people have typed a key each in a chapter of 30,000 words: `npm run
 * bench:placing`. With all of the chapter read anew, as a browser did before, and with its blocks kept, in interleaved
 * rounds on one doc; where every note stands on its words, and where one in six lost them. CPU is the operating system's
 * figure for the whole process. Medians; both ways must give the same places.
 */
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { anchorAt, makeAnchor, type Anchor } from '@/lib/text/anchor'
import { keptPlainText } from '@/lib/text/kept-plain'
import { placeAll, type Placement } from '@/lib/text/placement'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { richText } from './hand/chapter'
import { passagesAndSpots } from './hand/passages'
import { scriptsFor } from './hand/scripts'

const WORDS = 30_000
const NOTES = 500
const ROUNDS = 40
const WARM_UP = 5
const LOST_ONE_IN = 6

const WAYS = { anew: plainText, kept: keptPlainText }

interface Figures {
  cpuMs: number[]
  ms: number[]
}

const { state } = richText(WORDS)

function chapter(): { doc: Y.Doc; fragment: Y.XmlFragment; anchors: Anchor[]; keys: Uint8Array[][] } {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const fragment = doc.getXmlFragment(TEXT_ROOT)
  const { passages, spots } = passagesAndSpots(doc, NOTES)
  const plain = plainText(fragment)
  const offset = (position: string) => plain.resolve(Buffer.from(position, 'base64'))?.offset ?? 0
  const anchors = passages.map(({ start, end }) => makeAnchor(plain, offset(start), offset(end)))
  const scripts = scriptsFor(state, spots, ROUNDS)
  const keys = Array.from({ length: ROUNDS }, (_, key) =>
    scripts.map((script) => Buffer.from(script.keys[key]?.update ?? '', 'base64')),
  )
  return { doc, fragment, anchors, keys }
}

/** As if other words had stood there when the note was made. */
function lost(plain: PlainText, anchors: readonly Anchor[]): Anchor[] {
  return anchors.map((anchor, i) => {
    const to = anchor.from + anchor.quote.length
    if (i % LOST_ONE_IN !== 0) return anchor
    return anchorAt(plain, { from: anchor.from, to }, 'the quay where Odile waited for the tide', null)
  })
}

function measure(figures: Figures, run: () => Placement[]): Placement[] {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const placements = run()
  figures.ms.push(performance.now() - began)
  const { user, system } = process.cpuUsage(cpu)
  figures.cpuMs.push((user + system) / 1_000)
  return placements
}

function median(figures: readonly number[]): string {
  const sorted = figures.slice(WARM_UP).sort((a, b) => a - b)
  return (sorted[sorted.length >> 1] ?? NaN).toFixed(1)
}

console.log(`${NOTES} notes, ${WORDS} words, ${ROUNDS} rounds; medians\n`)
console.log('| notes | chapter | ms of CPU | ms |')
console.log('| --- | --- | ---: | ---: |')
for (const name of ['all on their words', `one in ${LOST_ONE_IN} lost its words`]) {
  const { doc, fragment, anchors, keys } = chapter()
  const placed = name === 'all on their words' ? anchors : lost(plainText(fragment), anchors)
  const found = { anew: { cpuMs: [], ms: [] } as Figures, kept: { cpuMs: [], ms: [] } as Figures }
  for (const updates of keys) {
    for (const update of updates) Y.applyUpdate(doc, update)
    const [anew, kept] = (['anew', 'kept'] as const).map((way) =>
      measure(found[way], () => placeAll(WAYS[way](fragment), placed)),
    )
    if (!isDeepStrictEqual(anew, kept)) throw new Error('The two ways do not give the same places.')
  }
  for (const way of ['anew', 'kept'] as const)
    console.log(`| ${name} | read ${way} | ${median(found[way].cpuMs)} | ${median(found[way].ms)} |`)
}
