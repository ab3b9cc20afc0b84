import type { ReactNode } from 'react'
import { Mark } from '@/components/shell/mark'
import { troubleText as text } from '@/components/text/trouble'

interface QuietPageProps {
  title: string
  children: ReactNode
  /** What stands above the title in small letters. */
  above?: ReactNode
}

/** A page at the door of the reading room: set like the title page of a book. */
export function QuietPage({ title, above, children }: QuietPageProps) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-[34rem] flex-col px-6 pt-[12vh] pb-12">
      <div className="text-center">
        {above ? <p className="mb-3 text-[14px] text-ink-soft">{above}</p> : null}
        <h1 className="font-serif text-[34px] leading-[1.15] font-semibold tracking-[-0.01em] text-balance">
          {title}
        </h1>
      </div>
      {children}
      <p className="mt-auto flex items-center justify-center gap-2 pt-12 text-[13px] text-ink-faint">
        <Mark className="size-5" /> {text.product}
      </p>
    </main>
  )
}

/** Words of several lines as their author set them: an empty line begins a paragraph. */
export function Letter({ text: letter }: { text: string }) {
  return (
    <div className="room-letter">
      {letter
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph, index) => (
          <p key={index} className="whitespace-pre-line">
            {paragraph}
          </p>
        ))}
    </div>
  )
}

/** The ornament between parts of such a page. */
export function Ornament() {
  return (
    <p aria-hidden className="my-7 text-center font-serif text-[20px] text-ink-faint">
      ❧
    </p>
  )
}
