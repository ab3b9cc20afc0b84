import { bitsOf, blocksIn, formOf, namesOf } from '@/lib/text/bits'
import type { BlockForm, Run } from '@/lib/text/blocks'
import type { Trace } from '@/lib/text/trace'

/** A stretch of text with one set of marks by one Yjs client. */
export interface WrittenRun extends Run {
  readonly by: number
}

/** A block of a chapter with who wrote what in it. */
export interface WrittenBlock extends BlockForm {
  readonly runs: readonly WrittenRun[]
}

/**
 * The text of a traced chapter, each run with the client behind it: whoever wrote the characters first, as far as the
 * history tells. White space alone goes with the words before it. Blocks as `blocksOf` gives them.
 */
export function writtenBy(trace: Trace): WrittenBlock[] {
  return [...blocksIn(trace.root)].map((block): WrittenBlock => {
    const form = formOf(block)
    if (form.kind === 'sceneBreak') return { ...form, runs: [] }
    const runs: { text: string; marks: string[]; by: number }[] = []
    for (const bit of bitsOf(block)) {
      if (bit.deleted) continue
      const marks = namesOf(bit.marks)
      for (const { clock, length, by } of trace.behind(bit)) {
        const text = bit.text.slice(clock - bit.clock, clock - bit.clock + length)
        const run = runs.at(-1)
        const writer = run && text.trim() === '' ? run.by : by
        if (run?.by === writer && run.marks.join() === marks.join()) run.text += text
        else runs.push({ text, marks, by: writer })
      }
    }
    return { ...form, runs }
  })
}
