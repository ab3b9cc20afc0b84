'use client'

import { createPortal } from 'react-dom'
import { readingText, signOf, wordOf } from '@/components/text/reading'
import { control } from './controls'
import type { RoomNote } from './earlier-notes'

const words = readingText.earlier

interface FromBeforeProps {
  notes: readonly RoomNote[]
  onChange: (note: RoomNote) => void
  onRemove: (note: RoomNote) => void
}

/** What a reader noted in an earlier edition at words that have no place in this one: listed after the text. */
export function FromBefore({ notes, onChange, onRemove }: FromBeforeProps) {
  const place = notes.length > 0 ? document.querySelector('[data-from-before]') : null
  if (!place) return null
  return createPortal(
    <section aria-labelledby="from-before" className="room-before">
      <h2 id="from-before" className="font-serif text-[19px] font-semibold">
        {words.title}
      </h2>
      <p className="mt-0.5 text-[13.5px] text-ink-soft">{words.lead}</p>
      <ul className="mt-3 grid gap-3">
        {notes.map((note) => (
          <li key={note.id} className="room-box">
            {note.earlier ? <p className="room-small">{words.from(note.earlier.number)}</p> : null}
            {note.quote.trim() ? <blockquote className="room-old">{note.quote}</blockquote> : null}
            <p className="mt-1.5 whitespace-pre-line">
              {note.reaction ? (
                <span className="text-ink-soft">
                  <span aria-hidden>{signOf(note.reaction)} </span>
                  {wordOf(note.reaction)}{' '}
                </span>
              ) : null}
              {note.body || (note.typo ? readingText.sheet.typo : '')}
            </p>
            <div className="mt-1 -ml-3 flex">
              <button type="button" className={control('plain')} onClick={() => onChange(note)}>
                {words.change}
              </button>
              <button type="button" className={control('plain')} onClick={() => onRemove(note)}>
                {readingText.sheet.remove}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>,
    place,
  )
}
