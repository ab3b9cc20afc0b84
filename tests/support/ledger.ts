/** What one writer was promised: words the server acknowledged to him, and words of others that he saw. */
export interface Promised {
  who: string
  acknowledged: ReadonlySet<string>
  seen: ReadonlySet<string>
}

/** A word that was promised and does not stand exactly once. */
export interface BrokenPromise {
  who: string
  word: string
  promise: 'acknowledged' | 'seen'
  /** How often it stands. */
  stands: number
}

/**
 * Compares what writers were promised with what is stored (RELIABILITY P1).
 * @param stored how often each word stands in the store
 * @returns every promise that is broken; a word that was acknowledged and seen counts for each writer it was promised to
 */
export function brokenPromises(
  writers: readonly Promised[],
  stored: ReadonlyMap<string, number>,
): BrokenPromise[] {
  const broken = (who: string, promise: BrokenPromise['promise'], words: ReadonlySet<string>) =>
    [...words]
      .map((word) => ({ who, word, promise, stands: stored.get(word) ?? 0 }))
      .filter(({ stands }) => stands !== 1)
  return writers.flatMap(({ who, acknowledged, seen }) => [
    ...broken(who, 'acknowledged', acknowledged),
    ...broken(who, 'seen', seen),
  ])
}
