'use client'

import { betaText } from '@/components/text/beta'
import { text } from '@/components/text/en'
import type { ReadManuscript } from './frame'

const words = betaText.form

interface ChapterChoiceProps {
  chapters: ReadManuscript['chapters']
  /** Ids, in the order in which they are read: the manuscript's. */
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** Which chapters of a manuscript are read. */
export function ChapterChoice({ chapters, chosen, onChange }: ChapterChoiceProps) {
  const all = chapters.map(({ id }) => id)
  const every = chosen.length === all.length
  const toggle = (id: string) => onChange(all.filter((one) => (one === id) !== chosen.includes(one)))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-[13.5px] font-medium">{words.chapters}</legend>
      <p className="mb-1.5 text-[13px] text-ink-soft">{words.chaptersHint}</p>
      <div className="rounded-control border border-rule">
        {chapters.length > 1 ? (
          <label className="touch flex min-h-10 items-center gap-3 border-b border-rule px-3 py-2 font-medium">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={every}
              onChange={() => onChange(every ? [] : all)}
            />
            {words.all}
          </label>
        ) : null}
        {chapters.map(({ id, title, words: many }, at) => (
          <label
            key={id}
            className="touch flex min-h-10 items-center gap-3 border-t border-rule px-3 py-2 first:border-t-0"
          >
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
            />
            <span className="min-w-0 flex-1 font-serif wrap-anywhere">
              {at + 1}. {title}
            </span>
            <span className="text-[12.5px] whitespace-nowrap text-ink-soft">
              {text.manuscript.words(many)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
