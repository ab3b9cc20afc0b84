'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ThreadView } from '@/lib/critique/contract'
import type { RoundView } from '@/lib/critique/contract.rounds'
import type { Passage } from '@/lib/text/agreement'
import { areSeveral, crowded, marksOf, passageOfEach, passagesOf } from './agreement'
import { keepDraft, readDraft } from './drafts'
import type { Found } from './use-places'

const keyOf = (userId: string) => `scriptorium.agreement-hidden.${userId}`

/** Whether somebody has put the strip away; remembered on his device, for him alone. */
function useHidden(userId: string) {
  const [hidden, setHidden] = useState(false)
  useEffect(() => setHidden(readDraft<boolean>(keyOf(userId)) === true), [userId])
  const toggle = useCallback(() => {
    keepDraft(keyOf(userId), hidden ? null : true)
    setHidden(!hidden)
  }, [userId, hidden])
  return [hidden, toggle] as const
}

const NONE: readonly Passage[] = []

/** Where several people marked the same, as far as the viewer sees it. Reckoned anew when notes were placed. */
export function useAgreement(
  threads: readonly ThreadView[],
  { places, text }: Found,
  { rounds, userId }: { rounds: readonly RoundView[]; userId: string },
) {
  const [hidden, toggle] = useHidden(userId)
  const [roundId, setRound] = useState<string | null>(null)
  const isBound = rounds.some((one) => one.isBound)
  const marks = useMemo(() => marksOf(threads, places), [threads, places])
  /** Somebody who is bound has nobody to agree with yet. */
  const isOffered = !isBound && areSeveral(marks)
  const isOn = isOffered && !hidden
  const round = rounds.find(({ id }) => id === roundId) ?? null
  const passages = useMemo(() => (isOn ? passagesOf(text, marks, round) : NONE), [isOn, text, marks, round])
  const several = useMemo(() => crowded(passages), [passages])
  const byThread = useMemo(() => passageOfEach(passages, marks), [passages, marks])
  return {
    ...{ isOffered, isOn, toggle, passages, several, byThread },
    /** Rounds to which the notes can be narrowed, newest first. */
    rounds: rounds.filter(({ handedIn, mine }) => handedIn.length > 0 || mine !== null),
    round,
    setRound,
  }
}

/** What `useAgreement` answers. */
export type Agreement = ReturnType<typeof useAgreement>
