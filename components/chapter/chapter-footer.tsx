'use client'

import { EyeOff, Highlighter } from 'lucide-react'
import { useEffect, useState } from 'react'
import { chapterText as words } from '@/components/text/chapter'
import { roundsText } from '@/components/text/rounds'
import { useShowShortcuts } from '@/components/shell/shortcuts'
import { Key } from '@/components/ui/pieces'

interface ChapterFooterProps {
  chapterId: string
  /** Words now; null before they were counted. */
  words: number | null
  openNotes: number
  /** Shows the notes where there is no margin beside the text. */
  onNotes: () => void
  here: number
  /** Whether the highlights of notes are hidden, and what changes that. */
  highlights: readonly [hidden: boolean, toggle: () => void]
}

/**
 * How many words the chapter gained on this device since it was first seen today. Private to the device, and gone
 * with its storage: a pat on the shoulder, not a record.
 */
function useWordsToday(chapterId: string, now: number | null): number {
  const [before, setBefore] = useState<number | null>(null)
  useEffect(() => {
    if (now === null || before !== null) return
    const key = `scriptorium.words.${chapterId}`
    const today = new Date().toDateString()
    try {
      const [day, count] = (localStorage.getItem(key) ?? '').split('|')
      if (day === today && count !== undefined) return setBefore(Number(count))
      localStorage.setItem(key, `${today}|${now}`)
    } catch (error) {
      // A browser that keeps nothing: the count starts with this page.
      if (!(error instanceof DOMException)) throw error
    }
    setBefore(now)
  }, [chapterId, now, before])
  return now === null || before === null ? 0 : now - before
}

/** The line below the text: its words, its notes, who is here, and where the keys are listed. */
export function ChapterFooter(props: ChapterFooterProps) {
  const { chapterId, words: count, openNotes, onNotes, here, highlights } = props
  const [hidden, toggle] = highlights
  const today = useWordsToday(chapterId, count)
  const showShortcuts = useShowShortcuts()
  return (
    <footer className="fixed inset-x-0 bottom-0 z-20 flex h-[34px] items-center gap-5 border-t border-rule bg-desk/93 px-4 text-[12.5px] text-ink-soft backdrop-blur-sm sm:px-6">
      <span className="tabular-nums">
        {count === null ? ' ' : words.words(count)}
        {today === 0 ? null : <span> · {words.today(today)}</span>}
      </span>
      <button type="button" onClick={onNotes} className="touch rounded-sm hover:text-ink">
        {words.openNotes(openNotes)}
      </button>
      <button
        type="button"
        aria-pressed={hidden}
        onClick={toggle}
        className="touch flex items-center gap-1.5 rounded-sm hover:text-ink"
      >
        {hidden ? (
          <Highlighter aria-hidden className="size-3.5" />
        ) : (
          <EyeOff aria-hidden className="size-3.5" />
        )}
        <span className="max-sm:sr-only">
          {hidden ? roundsText.showHighlights : roundsText.hideHighlights}
        </span>
      </button>
      <span className="max-sm:hidden">{here > 1 ? words.here(here) : words.onlyYou}</span>
      <span className="ml-auto flex items-center gap-4 max-md:hidden">
        <span className="flex items-center gap-1">
          <Key>[</Key>
          <Key>]</Key> {words.noteKeys}
        </span>
        <button
          type="button"
          onClick={showShortcuts}
          className="flex items-center gap-1 rounded-sm hover:text-ink"
        >
          <Key>?</Key> {words.shortcuts}
        </button>
      </span>
    </footer>
  )
}
