import type { ReactNode } from 'react'
import { text } from '@/components/text/en'
import { Mark } from './mark'
import { MarginPicture } from './margin-picture'

interface PublicFrameProps {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** A page for somebody who is not signed in: one form, and beside it what waits behind it. */
export function PublicFrame({ title, lead, children }: PublicFrameProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(440px,5fr)_7fr]">
      <main
        id="content"
        tabIndex={-1}
        className="flex flex-col px-6 pt-6 pb-10 outline-none sm:px-12 lg:px-16"
      >
        <div className="flex items-center gap-2.5">
          <Mark className="size-7" />
          <span className="font-serif text-[18px] font-semibold">{text.product}</span>
        </div>
        <div className="my-auto w-full max-w-[400px] self-center py-10 lg:self-start xl:self-center">
          <h1 className="font-serif text-[32px] leading-[1.15] font-semibold tracking-[-0.01em] text-balance">
            {title}
          </h1>
          {lead ? <div className="mt-2 text-[15px] text-ink-soft">{lead}</div> : null}
          <div className="mt-8">{children}</div>
        </div>
      </main>
      <div className="sticky top-0 h-dvh overflow-hidden max-lg:hidden">
        <MarginPicture />
      </div>
    </div>
  )
}
