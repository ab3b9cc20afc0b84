import type { Anchor } from '@/lib/text/anchor'
import { place, type Placement } from '@/lib/text/placement'
import type { PlainText } from '@/lib/text/plain'

/**
 * How long anchors are placed without a pause. After all blocks of a chapter of 30,000 words were made anew, 500
 * threads take 1.5 s; in between keystrokes and acknowledgements must go on (P5: nothing holds the loop for 50 ms).
 */
const SLICE_MS = 10

/**
 * `place` for each anchor, in their order, with a pause for everything else whenever a slice is over.
 * @param plain of a doc that nobody changes meanwhile, as `chapterText` answers it
 */
export async function placeInSlices(plain: PlainText, anchors: readonly Anchor[]): Promise<Placement[]> {
  const placements: Placement[] = []
  let began = performance.now()
  for (const anchor of anchors) {
    if (performance.now() - began > SLICE_MS) {
      await new Promise((resume) => setImmediate(resume))
      began = performance.now()
    }
    placements.push(place(plain, anchor))
  }
  return placements
}
