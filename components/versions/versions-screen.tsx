'use client'

import { History } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import useSWR from 'swr'
import { call, fetchView } from '@/components/api'
import { useWide } from '@/components/margin/use-wide'
import { PastNav } from '@/components/past/past-frame'
import { AppHeader } from '@/components/shell/app-header'
import { isTyping, useShortcutGroup } from '@/components/shell/shortcuts'
import { versionsText as words } from '@/components/text/versions'
import { Button, ButtonLink } from '@/components/ui/button'
import { Sheet } from '@/components/ui/overlay'
import { EmptyState, Skeleton } from '@/components/ui/pieces'
import { useHydrated } from '@/components/ui/time'
import type { ChapterView } from '@/lib/manuscript/contract'
import type { ComparisonView, VersionList, VersionSummary } from '@/lib/manuscript/contract.versions'
import { nameOf } from './days'
import { MarkedText } from './marked-text'
import { blocksOfNotes } from './note-places'
import { StoodNotes } from './notes'
import { Timeline } from './timeline'
import { useVersionActs } from './use-version-acts'
import { VersionBar } from './version-bar'
import { NameDialog, RestoreDialog } from './version-dialogs'
import './versions.css'

interface VersionsScreenProps {
  chapter: ChapterView
  list: VersionList
  /** Milliseconds since 1970 on the server. */
  now: number
  /** The version to begin with. */
  chosen?: string
}

const KEYS = {
  title: words.keysTitle,
  shortcuts: [
    { keys: [']', '['], does: words.nextChange },
    { keys: ['↑', '↓'], does: words.choose },
  ],
} as const

/** The comparison of two versions, the older one first. */
function useComparison(chapterId: string, version: VersionSummary | undefined, other: VersionSummary | null) {
  const isOlder = !other || (version && version.createdAt <= other.createdAt)
  const from = isOlder ? version?.id : other.id
  const to = isOlder ? (other?.id ?? 'now') : version?.id
  const key = from && to ? `/chapters/${chapterId}/versions/compare?from=${from}&to=${to}` : null
  return useSWR<ComparisonView, Error>(key, fetchView, {
    revalidateOnFocus: to === 'now',
    keepPreviousData: true,
  })
}

/** Goes to the next or previous block that changed, from the one last gone to. */
function useSteps(sheet: { current: HTMLElement | null }) {
  const at = useRef<Element | null>(null)
  const step = useCallback(
    (by: 1 | -1) => {
      const changes = [...(sheet.current?.querySelectorAll('[data-changed="true"]') ?? [])]
      const now = at.current ? changes.indexOf(at.current) : -1
      const next = changes[Math.min(Math.max(now + by, 0), changes.length - 1)]
      at.current = next ?? null
      next?.scrollIntoView({ block: 'center' })
    },
    [sheet],
  )
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (event.key === ']') step(1)
      if (event.key === '[') step(-1)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [step])
  return step
}

/** All versions so far: the first page from the server, older ones when asked for. */
function useVersions(chapterId: string, list: VersionList) {
  const [older, setOlder] = useState<VersionList | null>(null)
  const versions = useMemo(() => [...list.versions, ...(older?.versions ?? [])], [list, older])
  const next = older ? older.next : list.next
  const more = async () => {
    const page = await call<VersionList>('GET', `/chapters/${chapterId}/versions?cursor=${next ?? ''}`)
    setOlder({ versions: [...(older?.versions ?? []), ...page.versions], next: page.next })
  }
  return { versions, more: next ? more : null }
}

/** The versions of a chapter: a timeline, any two of them as one marked text or side by side, and the way back. */
export function VersionsScreen({ chapter, list, now, chosen }: VersionsScreenProps) {
  const { language } = chapter.manuscript
  const router = useRouter()
  const zone = useHydrated() ? undefined : 'UTC'
  const sheet = useRef<HTMLElement>(null)
  const { versions: all, more } = useVersions(chapter.id, list)
  const [selectedId, setSelectedId] = useState<string | undefined>(chosen)
  const [against, setAgainst] = useState('now')
  const [mode, setMode] = useState<'marked' | 'sideBySide'>('marked')
  const [opened, setOpened] = useState<'restore' | 'name' | 'timeline' | null>(null)
  const [activeNote, setActiveNote] = useState<string | null>(null)
  const beside = useWide(1280)
  const acts = useVersionActs(chapter.id, () => {
    router.refresh()
    void comparing.mutate()
  })
  const versions = all.filter(({ id }) => !acts.hidden.has(id))
  const version = versions.find(({ id }) => id === selectedId) ?? versions[0]
  const other = versions.find(({ id }) => id === against && id !== version?.id) ?? null
  const comparing = useComparison(chapter.id, version, other)
  const comparison = comparing.data ?? null
  const step = useSteps(sheet)
  useShortcutGroup(KEYS)
  const places = useMemo(
    () => (comparison ? blocksOfNotes(comparison.blocks, comparison.threads) : new Map<string, number>()),
    [comparison],
  )
  const shown = mode === 'sideBySide' ? 'sideBySide' : 'marked'
  const withNotes = beside && shown === 'marked'
  const timeline = (
    <>
      <Timeline
        versions={versions}
        selectedId={version?.id ?? null}
        onSelect={({ id }) => {
          setSelectedId(id)
          if (id === against) setAgainst('now')
          setOpened(null)
          window.scrollTo({ top: 0 })
        }}
        now={now}
        zone={zone}
      />
      {more ? (
        <Button tone="ghost" className="mt-3" onClick={() => void more()}>
          {words.older}
        </Button>
      ) : null}
    </>
  )
  const notes = comparison ? (
    <StoodNotes
      threads={comparison.threads}
      places={places}
      sheet={sheet}
      active={activeNote}
      onActive={setActiveNote}
      beside={withNotes}
      language={language}
    />
  ) : null
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
        here={words.title}
      >
        <span className="lg:hidden">
          <Button onClick={() => setOpened('timeline')} size="small">
            <History aria-hidden className="size-4" />
            {words.choose}
          </Button>
        </span>
        <span className="max-lg:hidden">
          <ButtonLink href={`/chapters/${chapter.id}`} size="small">
            {words.toChapter}
          </ButtonLink>
        </span>
      </AppHeader>
      <PastNav chapterId={chapter.id} here="versions" />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid max-w-[1480px] grid-cols-[minmax(0,1fr)] outline-none lg:grid-cols-[272px_minmax(0,1fr)]"
      >
        <aside className="sticky top-(--bar) max-h-[calc(100dvh-var(--bar))] overflow-y-auto px-3 py-6 max-lg:hidden">
          {timeline}
        </aside>
        <div
          className={
            withNotes ? 'grid grid-cols-[minmax(0,1fr)_296px] gap-x-5 pr-5' : 'grid grid-cols-[minmax(0,1fr)]'
          }
        >
          <article
            ref={sheet}
            className="min-h-[calc(100dvh-var(--bar))] bg-paper px-7 pt-7 pb-24 shadow-card sm:mx-4 sm:mt-[22px] sm:rounded-t-[12px] sm:px-12"
          >
            {version ? (
              <VersionBar
                version={version}
                versions={versions}
                against={other?.id ?? 'now'}
                onAgainst={setAgainst}
                comparison={comparison}
                mode={mode}
                onMode={setMode}
                onRestore={() => setOpened('restore')}
                onName={() => setOpened('name')}
                onRemove={() => acts.remove(version)}
                onStep={step}
                zone={zone}
              />
            ) : (
              <NothingYet chapterId={chapter.id} onName={() => setOpened('name')} />
            )}
            {comparing.error ? (
              <EmptyState
                title={words.notCompared}
                action={<Button onClick={() => void comparing.mutate()}>{words.again}</Button>}
              />
            ) : comparison ? (
              <MarkedText
                key={`${comparison.from.id}-${comparison.to?.id ?? 'now'}`}
                comparison={comparison}
                language={language}
                mode={shown}
                activeBlock={activeNote ? (places.get(activeNote) ?? null) : null}
                names={{
                  from: nameOf(comparison.from, zone),
                  to: comparison.to ? nameOf(comparison.to, zone) : words.now,
                }}
              />
            ) : version ? (
              <Waiting />
            ) : null}
            {withNotes || !comparison ? null : (
              <section className="mx-auto mt-14 max-w-(--measure) border-t border-rule pt-6 text-[14px]">
                <h2 className="mb-3 text-[15px] font-semibold">{words.notes}</h2>
                {notes}
              </section>
            )}
          </article>
          {withNotes ? (
            <aside aria-label={words.notes} className="pt-[30px] text-[14px]">
              <h2 className="mb-3 text-[12.5px] font-semibold text-ink-soft">{words.notes}</h2>
              {notes}
            </aside>
          ) : null}
        </div>
      </main>
      <Sheet
        open={opened === 'timeline'}
        onOpenChange={(open) => setOpened(open ? 'timeline' : null)}
        title={words.title}
      >
        {timeline}
      </Sheet>
      <RestoreDialog
        open={opened === 'restore' && version !== undefined}
        onOpenChange={(open) => setOpened(open ? 'restore' : null)}
        name={version ? nameOf(version, zone) : ''}
        busy={acts.isRestoring}
        onRestore={() => {
          if (version) void acts.restore(version.id).then(() => setOpened(null))
        }}
      />
      <NameDialog
        open={opened === 'name'}
        onOpenChange={(open) => setOpened(open ? 'name' : null)}
        value={version?.name ?? undefined}
        onSave={(name) => acts.name(name, version ?? null)}
      />
    </>
  )
}

function NothingYet({ chapterId, onName }: { chapterId: string; onName: () => void }) {
  return (
    <>
      <h1 className="sr-only">{words.title}</h1>
      <EmptyState
        title={words.noneTitle}
        action={
          <>
            <Button tone="accent" onClick={onName}>
              {words.nameNow}
            </Button>
            <ButtonLink href={`/chapters/${chapterId}`}>{words.toChapter}</ButtonLink>
          </>
        }
      >
        {words.none}
      </EmptyState>
    </>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="mx-auto grid max-w-(--measure) gap-3">
      {[100, 97, 99, 62, 98, 84].map((width, i) => (
        <span key={i} style={{ width: `${width}%` }}>
          <Skeleton className="h-4" />
        </span>
      ))}
    </div>
  )
}
