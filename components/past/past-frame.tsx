import { GitCompareArrows, Play, Scissors, UsersRound } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AppHeader } from '@/components/shell/app-header'
import { pastText as words } from '@/components/text/past'
import { ButtonLink } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import type { ChapterView } from '@/lib/manuscript/contract'

/** The views of a chapter's past. */
export type PastView = 'versions' | 'authors' | 'cuts' | 'playback'

const VIEWS = [
  { view: 'versions', path: '', Sign: GitCompareArrows },
  { view: 'authors', path: '/authors', Sign: UsersRound },
  { view: 'cuts', path: '/cuts', Sign: Scissors },
  { view: 'playback', path: '/playback', Sign: Play },
] as const

/** The way between the views of a chapter's past. */
export function PastNav({ chapterId, here }: { chapterId: string; here: PastView }) {
  return (
    <nav aria-label={words.views} className="border-b border-rule bg-paper/60">
      <ul className="mx-auto flex max-w-[1480px] gap-0.5 overflow-x-auto px-2 sm:gap-1 sm:px-3 py-1.5 [scrollbar-width:none]">
        {VIEWS.map(({ view, path, Sign }) => (
          <li key={view} className="shrink-0">
            <Link
              href={`/chapters/${chapterId}/versions${path}`}
              aria-current={view === here ? 'page' : undefined}
              className={classes(
                'touch inline-flex min-h-8 items-center gap-2 rounded-control px-2 text-[13px] sm:px-3 sm:text-[13.5px] font-medium whitespace-nowrap',
                view === here
                  ? 'bg-raised text-ink shadow-card'
                  : 'text-ink-soft hover:bg-ink/6 hover:text-ink',
              )}
            >
              <Sign aria-hidden className={classes('size-4 max-sm:hidden', view === here && 'text-accent')} />
              {words[view]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** What stands above a text, as wide as the text is. */
export function PastHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="prose-text mx-auto mb-7">
      <div className="border-b border-rule pb-5 font-sans text-[13.5px]">
        <h1 className="font-serif text-[25px] leading-tight font-semibold">{title}</h1>
        <div className="mt-1 leading-normal text-ink-soft">{children}</div>
      </div>
    </div>
  )
}

interface PastFrameProps {
  chapter: ChapterView
  here: Exclude<PastView, 'versions'>
  children: ReactNode
}

/** The header and the way between the views, around one of them. */
export function PastFrame({ chapter, here, children }: PastFrameProps) {
  const { language } = chapter.manuscript
  return (
    <>
      <AppHeader
        crumbs={[
          { label: chapter.workshop.name, href: `/workshops/${chapter.workshop.id}` },
          { label: chapter.manuscript.title, href: `/manuscripts/${chapter.manuscript.id}`, lang: language },
          {
            label: `${chapter.position + 1}. ${chapter.title}`,
            href: `/chapters/${chapter.id}`,
            lang: language,
          },
        ]}
        here={words[here]}
      >
        <span className="max-lg:hidden">
          <ButtonLink href={`/chapters/${chapter.id}`} size="small">
            {words.toChapter}
          </ButtonLink>
        </span>
      </AppHeader>
      <PastNav chapterId={chapter.id} here={here} />
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </>
  )
}
