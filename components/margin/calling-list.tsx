'use client'

import { notesText } from '@/components/text/notes'
import { Avatar } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import type { useCalling } from './use-calling'

const words = notesText.calling

/** The names that fit what is typed after an `@`, below the field. */
export function CallingList({ calling }: { calling: ReturnType<typeof useCalling> }) {
  const { id, offered, open, chosen, choose } = calling
  return (
    <>
      <span role="status" className="sr-only">
        {open ? words.offered(offered.length) : ''}
      </span>
      {open ? (
        <div
          id={`${id}-names`}
          role="listbox"
          aria-label={words.title}
          className="grid gap-0.5 rounded-control border border-rule-strong/70 bg-raised p-1 shadow-card"
        >
          {offered.map((person, at) => (
            <button
              type="button"
              tabIndex={-1}
              key={person.userId}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === chosen}
              // The field keeps the focus, and a phone its keyboard.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(at)}
              className={classes(
                'touch flex min-h-9 w-full text-left cursor-pointer items-center gap-2 rounded-[7px] px-2 text-[14px]',
                at === chosen ? 'bg-ink/7' : 'hover:bg-ink/4',
              )}
            >
              <Avatar name={person.name} colour={person.colour} size="small" decorative />
              <span className="min-w-0 truncate">{person.name}</span>
            </button>
          ))}
        </div>
      ) : null}
    </>
  )
}
