import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkFragment } from '@/lib/prose/check'
import { fragmentToProse, proseToUpdate } from '@/lib/prose/ydoc'
import { plainText, TEXT_ROOT } from '@/lib/text/plain'
import { replacePassage, runsOf } from '@/lib/text/replace'
import { anyChapter } from '@/tests/support/prose'

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
const numRuns = Number(process.env.FUZZ_RUNS ?? 400)

const AUTHOR = 7
const PROPOSER = 8
const TAKER = 9

function chapterOf(state: Uint8Array) {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment(TEXT_ROOT)
  Y.applyUpdate(doc, state)
  return { doc, fragment, plain: plainText(fragment) }
}

/** A place between two characters, never in the middle of one. */
function between(text: string, share: number): number {
  const at = Math.floor(share * (text.length + 1))
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1)) ? at - 1 : at
}

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const newWords = fc
  .array(fc.constantFrom('the ferry', ' ', 'six', '\n', ', ', 'Mara', '—', 'lamp 🙂', 'and so'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))

describe(`any words for any passage of any chapter (seed ${seed})`, () => {
  const property = (
    judge: (before: ReturnType<typeof chapterOf>, from: number, to: number, words: string) => void,
  ) =>
    fc.assert(
      fc.property(anyChapter, share, share, newWords, (prose, one, other, words) => {
        const before = chapterOf(proseToUpdate(prose, AUTHOR))
        const ends = [between(before.plain.text, one), between(before.plain.text, other)].sort(
          (a, b) => a - b,
        )
        judge(before, ends[0]!, ends[1]!, words)
      }),
      { seed, numRuns },
    )

  it('[RP1] [RP3] stand where it stood, in a valid chapter, with all else as it was', () => {
    property((before, from, to, words) => {
      const state = Y.encodeStateAsUpdate(before.doc)
      const replaced = replacePassage(state, { from, to }, words, PROPOSER)
      const { text } = before.plain
      const wanted = text.slice(0, from) + words + text.slice(to)
      if (!replaced) return expect(wanted).toBe(text)
      const after = chapterOf(replaced.state)
      expect(after.plain.text).toBe(wanted)
      expect(after.plain.text.slice(replaced.range.from, replaced.range.to)).toBe(words)
      expect(checkFragment(after.fragment)).toBeNull()
      Y.applyUpdate(before.doc, replaced.update)
      expect(plainText(before.fragment).text).toBe(wanted)
    })
  })

  it('[RP4] give way to the old ones again, with their formatting', () => {
    property((before, from, to, words) => {
      const old = runsOf(before.plain, { from, to })
      const replaced = replacePassage(Y.encodeStateAsUpdate(before.doc), { from, to }, words, PROPOSER)
      if (!replaced) return
      const back = replacePassage(replaced.state, replaced.range, old, TAKER)
      const after = chapterOf(back?.state ?? replaced.state)
      expect(after.plain.text).toBe(before.plain.text)
      expect(checkFragment(after.fragment)).toBeNull()
      // Borders of blocks, and scene breaks, have a form that words do not carry.
      const isInOne =
        from < to && before.plain.blockAt(from) === before.plain.blockAt(to) && !words.includes('\n')
      if (isInOne && !before.plain.text.slice(from, to).includes('\n'))
        expect(fragmentToProse(after.fragment).toJSON()).toEqual(fragmentToProse(before.fragment).toJSON())
    })
  })
})
