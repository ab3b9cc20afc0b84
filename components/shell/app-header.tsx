'use client'

import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { NoticesBell } from '@/components/notices/bell'
import { text } from '@/components/text/en'
import { classes } from '@/components/ui/classes'
import { Mark } from './mark'
import { usePerson } from './person'
import { PersonMenu } from './person-menu'

export interface Crumb {
  label: string
  href: string
  /** The language of the label when it is a title. */
  lang?: string
}

interface AppHeaderProps {
  /** The places above this one, outermost first, without the desk. */
  crumbs?: readonly Crumb[]
  /** The name of this place; absent on the desk itself. */
  here?: string
  lang?: string
  /** A pill or two beside the name. */
  facts?: ReactNode
  /** Saved state, presence and buttons at the right end. */
  children?: ReactNode
}

/** The bar above every page of the desk: where one is, how it stands, what can be done, and one's own menu. */
export function AppHeader({ crumbs = [], here, lang, facts, children }: AppHeaderProps) {
  const person = usePerson()
  const parent = crumbs.at(-1) ?? (here ? { label: text.shell.desk, href: '/' } : null)
  return (
    <header className="print:hidden sticky top-0 z-30 flex h-(--bar) items-center gap-2 border-b border-rule bg-desk/95 px-3 backdrop-blur-sm sm:gap-3.5 sm:px-5">
      <nav aria-label={text.shell.where} className="flex min-w-0 items-center gap-2">
        <Link
          href="/"
          prefetch={false}
          aria-label={text.shell.home}
          className={classes(
            'touch grid shrink-0 place-items-center rounded-control',
            parent && 'max-sm:hidden',
          )}
        >
          <span className="flex items-center gap-2.5 px-1">
            <Mark className="size-6" />
            {here ? null : <span className="font-serif text-[17px] font-semibold">{text.product}</span>}
          </span>
        </Link>
        {parent ? (
          <Link
            href={parent.href}
            prefetch={false}
            aria-label={text.shell.back(parent.label)}
            className="touch -ml-1 grid shrink-0 place-items-center rounded-control text-ink-soft sm:hidden"
          >
            <ChevronLeft aria-hidden className="size-5" />
          </Link>
        ) : null}
        <ol className="flex min-w-0 items-center">
          {crumbs.map((crumb) => (
            <li key={crumb.href} className="flex shrink-0 items-center max-sm:hidden">
              <Link
                href={crumb.href}
                prefetch={false}
                lang={crumb.lang}
                title={crumb.label}
                className="max-w-[14ch] truncate rounded-sm md:max-w-[18ch] xl:max-w-[28ch] text-ink-soft hover:text-ink"
              >
                {crumb.label}
              </Link>
              <span aria-hidden className="px-2 text-ink-faint">
                /
              </span>
            </li>
          ))}
          {here ? (
            <li aria-current="page" lang={lang} title={here} className="min-w-0 truncate font-semibold">
              {here}
            </li>
          ) : null}
        </ol>
      </nav>
      {facts ? <div className="shrink-0 max-md:hidden">{facts}</div> : null}
      <div className="ml-auto flex shrink-0 items-center gap-2 sm:gap-3">
        {children}
        {person ? (
          <>
            <NoticesBell />
            <PersonMenu person={person} />
          </>
        ) : null}
      </div>
    </header>
  )
}

interface DeskMainProps {
  children: ReactNode
  className?: string
}

/** The middle of a page of the desk, as wide as a large sheet. */
export function DeskMain({ children, className }: DeskMainProps) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className={classes(
        'mx-auto w-full max-w-[1240px] px-4 pt-7 pb-24 outline-none sm:px-7 sm:pt-9 2xl:max-w-[1400px]',
        className,
      )}
    >
      {children}
    </main>
  )
}
