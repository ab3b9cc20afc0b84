'use client'

import { useCallback, useEffect, useState } from 'react'
import { readingText } from '@/components/text/reading'

/** How long a word stays; long enough to undo. */
const STAYS_MS = 8_000

export interface RoomWord {
  text: string
  act?: { label: string; do: () => void }
}

/** What just happened, in a word at the lower edge. */
export function useWord(): [RoomWord | null, (word: RoomWord | null) => void] {
  const [word, setWord] = useState<RoomWord | null>(null)
  useEffect(() => {
    if (!word) return
    const timer = setTimeout(() => setWord(null), STAYS_MS)
    return () => clearTimeout(timer)
  }, [word])
  return [word, useCallback((next: RoomWord | null) => setWord(next), [])]
}

interface WordLineProps {
  word: RoomWord | null
  waiting: { all: number; notes: number }
  isKept: boolean
  onDone: () => void
}

/** The lower edge of the room: what just happened with its undo, and honestly what waits for the net. */
export function WordLine({ word, waiting, isKept, onDone }: WordLineProps) {
  const { all, notes } = waiting
  const { waits, waitingNotes } = readingText.room
  // What is on its way at once is not worth a word: it shows after a moment (reading.css).
  const waitingWords = notes > 0 ? waitingNotes(notes, isKept) : all > 0 ? waits(all, isKept) : null
  return (
    <div className="room-words" role="status">
      {word ? (
        <p className="room-word">
          <span className="min-w-0 flex-1">{word.text}</span>
          {word.act ? (
            <button
              type="button"
              className="min-h-9 rounded-[8px] px-3 font-semibold text-accent hover:bg-accent/10"
              onClick={() => {
                word.act?.do()
                onDone()
              }}
            >
              {word.act.label}
            </button>
          ) : null}
        </p>
      ) : null}
      {waitingWords ? <p className="room-waits">{waitingWords}</p> : null}
    </div>
  )
}
