'use client'

import { useEffect, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'

/** Somebody who has the chapter open, as the server names him. */
export interface PersonHere {
  id: string
  name: string
  colour: string
}

function readPerson(state: unknown): PersonHere | null {
  const user = (state as { user?: { id?: unknown; name?: unknown; color?: unknown } } | null)?.user
  if (typeof user?.id !== 'string' || typeof user.name !== 'string') return null
  return { id: user.id, name: user.name, colour: typeof user.color === 'string' ? user.color : '#6a6157' }
}

function peopleIn(awareness: Awareness, me: PersonHere): PersonHere[] {
  const people = new Map<string, PersonHere>([[me.id, me]])
  for (const [clientId, state] of awareness.getStates()) {
    const person = clientId === awareness.clientID ? null : readPerson(state)
    if (person && !people.has(person.id)) people.set(person.id, person)
  }
  return [...people.values()]
}

/** Who is in the chapter now, oneself first; a person with two tabs counts once. */
export function usePeopleHere(awareness: Awareness | null, me: PersonHere): readonly PersonHere[] {
  const [people, setPeople] = useState<readonly PersonHere[]>([me])
  useEffect(() => {
    if (!awareness) return setPeople([me])
    const look = () => {
      const next = peopleIn(awareness, me)
      setPeople((now) =>
        now.length === next.length && now.every((person, i) => person.id === next[i]?.id) ? now : next,
      )
    }
    look()
    awareness.on('change', look)
    return () => awareness.off('change', look)
  }, [awareness, me])
  return people
}
