/** The upper and lower edge of something beside the text, in pixels from the top of the strip. */
export interface Edges {
  top: number
  bottom: number
}

/** Between two passages, in pixels. */
const GAP = 3
/** The least height of a passage: enough to be seen and hit. */
const LEAST_HEIGHT = 9

/**
 * Lays passages out below each other. Two that share a line divide it between them; of many in one line the later ones
 * give way downwards.
 * @param edges of the lines in which each passage begins and ends, in the order of the text
 */
export function layOutStrip(edges: readonly Edges[]): Edges[] {
  const laid: Edges[] = []
  for (const { top: wanted, bottom } of edges) {
    const before = laid.at(-1)
    let top = wanted
    if (before && wanted < before.bottom + GAP) {
      const middle = Math.max((wanted + before.bottom) / 2, before.top + LEAST_HEIGHT + GAP / 2)
      before.bottom = middle - GAP / 2
      top = middle + GAP / 2
    }
    laid.push({ top, bottom: Math.max(bottom, top + LEAST_HEIGHT) })
  }
  return laid
}
