'use client'

import { chapterText as words } from '@/components/text/chapter'
import { Avatar } from '@/components/ui/avatar'
import type { PersonHere } from './use-people-here'

/** How many people are shown by their letters; the others are a number. */
const MOST_SHOWN = 4

/** Who has the chapter open, as letters on their colours. Nothing while one is alone. */
export function PeopleHere({ people }: { people: readonly PersonHere[] }) {
  if (people.length < 2) return null
  const rest = people.length - MOST_SHOWN
  return (
    <ul aria-label={words.people} className="flex items-center -space-x-1.5 max-sm:hidden">
      {people.slice(0, MOST_SHOWN).map((person) => (
        <li key={person.id}>
          <Avatar name={person.name} colour={person.colour} size="small" className="ring-2 ring-desk" />
        </li>
      ))}
      {rest > 0 ? <li className="pl-3 text-[12.5px] text-ink-soft">+{rest}</li> : null}
    </ul>
  )
}
