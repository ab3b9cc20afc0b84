/** A passage that may be the one looked for. `score` from 0 to 1. */
export interface Candidate {
  from: number
  to: number
  score: number
}

/**
 * What became of an anchor in the text as it is now. Offsets are UTF-16 code units of plain text, end-exclusive.
 * - `exact`: the passage stands in its place, whole or at least half of it;
 * - `moved`: found again elsewhere;
 * - `unplaced`: `rewritten` (other words stand from `near` to `nearTo`), `gone` (nothing stands there; `near`
 *   is an offset in the nearest surviving block), `unsure` (several passages may be it).
 */
export type Placement =
  | { state: 'exact'; from: number; to: number }
  | { state: 'moved'; from: number; to: number; score: number }
  | { state: 'unplaced'; reason: 'rewritten'; near: number; nearTo: number }
  | { state: 'unplaced'; reason: 'gone'; near: number }
  | { state: 'unplaced'; reason: 'unsure'; near: number; candidates: Candidate[] }
