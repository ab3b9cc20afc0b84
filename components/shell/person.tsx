'use client'

import { createContext, use, type ReactNode } from 'react'

/** Who sits at the desk. */
export interface Person {
  id: string
  name: string
  colour: string
  isAdmin: boolean
}

const PersonContext = createContext<Person | null>(null)

/** Tells everything inside who the signed-in person is. */
export function PersonProvider({ person, children }: { person: Person | null; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>
}

/** The signed-in person, or null for a visitor. */
export function usePerson(): Person | null {
  return use(PersonContext)
}
