/** What tells whether something in a package was written before its critic saw what others wrote. */
export interface PackageTimes {
  firstHandedInAt: Date | null
  round: { isBlind: boolean; endedAt: Date | null; endsAt: Date | null }
}

/**
 * True when what was last written at `writtenAt` belongs to a blind round and is older than the moment from which its
 * critic could see the notes of others: his first handing in, or the end of the round.
 */
export function isIndependent({ firstHandedInAt, round }: PackageTimes, writtenAt: Date): boolean {
  const openings = [firstHandedInAt, round.endedAt, round.endsAt].flatMap((at) => at ?? [])
  return round.isBlind && openings.every((at) => writtenAt <= at)
}
