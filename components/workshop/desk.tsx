'use client'

import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import type { DeskChapter, DeskView } from '@/lib/manuscript/contract'
import type { WorkshopSummary } from '@/lib/workshop/contract'
import { BookShelf } from '@/components/manuscript/book-card'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { MarginPicture } from '@/components/shell/margin-picture'
import { text } from '@/components/text/en'
import { trashText } from '@/components/text/trash'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { Answers } from './answers'
import { CritiqueList } from './critique-list'
import { NewManuscript } from './new-manuscript'
import { NewWorkshop } from './new-workshop'
import { ReadingList } from './reading-list'

function WorkshopRow({ workshop }: { workshop: WorkshopSummary }) {
  return (
    <li className="border-t border-rule first:border-t-0">
      <Link
        href={`/workshops/${workshop.id}`}
        className="group -mx-2 block rounded-control px-2 py-3 hover:bg-ink/4"
      >
        <span className="line-clamp-2 font-serif text-[16.5px] leading-snug font-semibold group-hover:text-accent">
          {workshop.name}
        </span>
        <span className="block text-[12.5px] text-ink-soft">
          {text.workshop.facts(workshop.members, workshop.manuscripts)}
        </span>
      </Link>
    </li>
  )
}

function Workshops({ workshops }: { workshops: readonly WorkshopSummary[] }) {
  return (
    <Panel title={text.desk.workshops}>
      <ul className="-mt-2">
        {workshops.map((workshop) => (
          <WorkshopRow key={workshop.id} workshop={workshop} />
        ))}
      </ul>
      <div className="mt-3 border-t border-rule pt-4">
        <NewWorkshop size="small" />
      </div>
    </Panel>
  )
}

function Newcomer() {
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
      <div className="py-4 lg:py-14">
        <h1 className="max-w-[18ch] font-serif text-[32px] leading-[1.12] font-semibold tracking-[-0.012em] text-balance sm:text-[40px]">
          {text.desk.newcomer}
        </h1>
        <p className="mt-4 max-w-[46ch] text-[16px] text-ink-soft">{text.desk.newcomerLead}</p>
        <ol className="mt-8 mb-8 grid gap-4">
          {text.desk.newcomerSteps.map((step, at) => (
            <li key={step.what} className="flex gap-4">
              <span aria-hidden className="w-5 font-serif text-[20px] leading-6 text-accent">
                {at + 1}
              </span>
              <span>
                <span className="block text-[15px] font-semibold">{step.what}</span>
                <span className="block max-w-[44ch] text-ink-soft">{step.why}</span>
              </span>
            </li>
          ))}
        </ol>
        <NewWorkshop tone="accent" />
      </div>
      <div className="h-[900px] max-h-[126vh] [zoom:0.7] max-lg:hidden">
        <MarginPicture />
      </div>
    </div>
  )
}

function Manuscripts({ desk }: { desk: DeskView }) {
  const places = desk.workshops.map(({ id, name }) => ({ id, name }))
  return (
    <section aria-labelledby="manuscripts" className="min-w-0">
      <header className="mb-3 flex min-h-9 items-center justify-between gap-3">
        <h2 id="manuscripts" className="text-[15px] font-semibold">
          {text.desk.manuscripts}
        </h2>
        {desk.manuscripts.length > 0 && places.length > 0 ? (
          <NewManuscript workshops={places} size="small" />
        ) : null}
      </header>
      {desk.manuscripts.length > 0 ? (
        <BookShelf manuscripts={desk.manuscripts} showWorkshop={desk.workshops.length > 1} />
      ) : (
        <Panel>
          <EmptyState
            title={text.desk.manuscriptsNone}
            action={<NewManuscript workshops={places} tone="accent" />}
          >
            {text.desk.manuscriptsNoneHint}
          </EmptyState>
        </Panel>
      )}
    </section>
  )
}

/** A chapter waits for me when it has notes I have not seen, or when it is another's and I was never there. */
function waits(chapter: DeskChapter): boolean {
  const mine = chapter.role === 'author' || chapter.role === 'coauthor'
  return chapter.newComments > 0 || (!mine && chapter.visitedAt === null)
}

function FullDesk({ desk }: { desk: DeskView }) {
  const waiting = desk.critique.filter(waits)
  const rest = desk.critique.filter((chapter) => !waits(chapter))
  return (
    <>
      <h1 className="mb-8 max-w-[26ch] font-serif text-[28px] leading-[1.16] font-semibold tracking-[-0.012em] text-balance sm:text-[34px]">
        {text.desk.headline(waiting.length, desk.answers.length)}
      </h1>
      <div className="grid items-start gap-x-7 gap-y-9 lg:grid-cols-[minmax(0,1fr)_324px]">
        <div className="grid min-w-0 gap-9">
          {desk.answers.length > 0 ? <Answers answers={desk.answers} /> : null}
          <Panel title={text.desk.critique}>
            {desk.critique.length > 0 ? (
              <CritiqueList chapters={[...waiting, ...rest]} />
            ) : (
              <div className="pb-1 text-ink-soft">
                <p>{text.desk.critiqueNone}</p>
                <p>{text.desk.critiqueNoneHint}</p>
              </div>
            )}
          </Panel>
          <Manuscripts desk={desk} />
        </div>
        <div className="grid min-w-0 gap-4">
          {desk.reading.length > 0 ? <ReadingList reading={desk.reading} /> : null}
          <Workshops workshops={desk.workshops} />
          <Link
            href="/trash"
            className="touch inline-flex items-center gap-2 justify-self-start rounded-control px-1.5 py-1 text-[13px] text-ink-soft hover:text-ink"
          >
            <Trash2 aria-hidden className="size-4" />
            {trashText.open}
          </Link>
        </div>
      </div>
    </>
  )
}

/** The desk: what needs me now, what I write, where I meet others. */
export function Desk({ desk }: { desk: DeskView }) {
  const isNew = desk.workshops.length === 0 && desk.manuscripts.length === 0 && desk.reading.length === 0
  return (
    <>
      <AppHeader />
      <DeskMain>{isNew ? <Newcomer /> : <FullDesk desk={desk} />}</DeskMain>
    </>
  )
}
