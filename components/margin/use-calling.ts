'use client'

import { useId, useState, type KeyboardEvent, type RefObject } from 'react'
import { putInto } from './marking-field'
import { callingAt, offeredFor, type Calling } from './mentions'
import { useReaders } from './use-readers'

interface FieldWithNames {
  field: RefObject<HTMLTextAreaElement | null>
  chapterId: string
  onChange: (value: string) => void
}

/** Offers names while one is typed after an `@`: arrows and Enter, or a tap, put one in. */
export function useCalling({ field, chapterId, onChange }: FieldWithNames) {
  const id = useId()
  const [calling, setCalling] = useState<Calling | null>(null)
  const [at, setAt] = useState(0)
  const people = useReaders(chapterId, calling !== null)
  const offered = calling ? offeredFor(calling.begun, people) : []
  const open = offered.length > 0
  const chosen = Math.min(at, Math.max(offered.length - 1, 0))
  const choose = (index: number) => {
    const person = offered[index]
    if (!person || !calling || !field.current) return
    const end = calling.at + 1 + calling.begun.length
    const words = `@${person.name} `
    const caret = calling.at + words.length
    putInto(
      field.current,
      { ...{ from: calling.at, to: end, words }, ...{ selectFrom: caret, selectTo: caret } },
      onChange,
    )
    setCalling(null)
  }
  return {
    id,
    offered,
    open,
    chosen,
    choose,
    /** Call it whenever the text or the cursor changed. */
    look: (text: string, caret: number) => {
      const next = callingAt(text, caret)
      if (next?.at !== calling?.at) setAt(0)
      setCalling(next)
    },
    /** True when the key was meant for the list. */
    onKey: (event: KeyboardEvent): boolean => {
      if (!open || event.ctrlKey || event.metaKey || event.altKey) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) setAt((chosen + step + offered.length) % offered.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen)
      else if (event.key === 'Escape') setCalling(null)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    close: () => setCalling(null),
    aria: {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': open ? `${id}-names` : undefined,
      'aria-activedescendant': open ? `${id}-${chosen}` : undefined,
    } as const,
  }
}
