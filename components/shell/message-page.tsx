import type { ReactNode } from 'react'
import { troubleText as text } from '@/components/text/trouble'
import { Mark } from './mark'

interface MessagePageProps {
  title: string
  children: ReactNode
  action: ReactNode
}

/** A page that has only one thing to say, and a way on. */
export function MessagePage({ title, children, action }: MessagePageProps) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto grid min-h-[86dvh] max-w-[560px] content-center justify-items-center px-6 text-center outline-none"
    >
      <Mark className="mb-6 size-9" />
      <h1 className="font-serif text-[30px] leading-[1.15] font-semibold tracking-[-0.01em] text-balance">
        {title}
      </h1>
      <p className="mt-3 max-w-[46ch] text-[15px] text-ink-soft">{children}</p>
      <div className="mt-7 flex flex-wrap justify-center gap-2">{action}</div>
      <span className="sr-only">{text.product}</span>
    </main>
  )
}
