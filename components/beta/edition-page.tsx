'use client'

import { useEffect, useMemo, useRef } from 'react'
import type { EditionView } from '@/lib/beta/contract'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { betaText as words } from '@/components/text/beta'
import { text } from '@/components/text/en'
import { RelativeTime } from '@/components/ui/time'
import { ProseBlocks } from '@/components/reading/prose-blocks'
import { proseTree } from '@/lib/prose/html-tree'
import type { ReadManuscript } from './frame'

/** The paragraph that the page's address names: `#p12`. */
function askedParagraph(): number | null {
  const named = /^#p(\d{1,7})$/.exec(window.location.hash)?.[1]
  return named === undefined ? null : Number(named)
}

interface EditionPageProps {
  session: BetaSessionView
  manuscript: ReadManuscript
  edition: EditionView
}

/** An edition as its readers have it, for its author; a note in the draft leads to its passage here. */
export function EditionPage({ session, manuscript, edition }: EditionPageProps) {
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const paragraph = askedParagraph()
    const block = paragraph === null ? null : page.current?.querySelector(`[data-p="${paragraph}"]`)
    if (!block) return
    block.setAttribute('data-asked', '')
    block.scrollIntoView({ block: 'center' })
  }, [])
  const { title, html, number, issuedAt, words: many } = edition
  const blocks = useMemo(() => proseTree(html), [html])
  return (
    <>
      <AppHeader
        crumbs={[
          { label: manuscript.title, href: `/manuscripts/${manuscript.id}`, lang: manuscript.language },
          { label: session.title, href: `/beta-sessions/${session.id}` },
        ]}
        here={title}
        lang={manuscript.language}
      />
      <DeskMain className="max-w-[860px]">
        <article className="rounded-card bg-paper px-4 py-9 shadow-card sm:px-12 sm:py-12">
          <h1 lang={manuscript.language} className="font-serif text-[30px] leading-tight font-semibold">
            {title}
          </h1>
          <p className="mt-1.5 mb-8 text-[13px] text-ink-soft">
            {words.editions.of(number)} · {text.manuscript.words(many)} · {words.editions.frozen}{' '}
            <RelativeTime at={issuedAt} />
          </p>
          <div
            ref={page}
            lang={manuscript.language}
            className="prose-text [&_[data-asked]]:bg-accent/12 [&_[data-asked]]:outline-6 [&_[data-asked]]:outline-accent/12"
          >
            <ProseBlocks blocks={blocks} />
          </div>
        </article>
      </DeskMain>
    </>
  )
}
