'use client'

import type { AnyExtension, Editor } from '@tiptap/core'
import { PanelRight } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { ApiError, call } from '@/components/api'
import { RoundPart } from '@/components/critique/round-part'
import { useHighlightsHidden } from '@/components/critique/use-highlights-hidden'
import { ChapterEditor } from '@/components/editor/chapter-editor'
import { useFigures } from '@/components/editor/use-figures'
import { WritingBar } from '@/components/editor/writing-bar'
import { Highlights } from '@/components/margin/highlights'
import { Margin } from '@/components/margin/margin'
import type { NoteBegun } from '@/components/margin/margin-props'
import { notesText } from '@/components/text/notes'
import { AppHeader } from '@/components/shell/app-header'
import { useShortcutGroup } from '@/components/shell/shortcuts'
import { chapterText as words } from '@/components/text/chapter'
import { suggestionText } from '@/components/text/suggestions'
import { IconButton } from '@/components/ui/button'
import { DrawerVersions } from '@/components/versions/drawer-versions'
import type { ChapterView } from '@/lib/manuscript/contract'
import type { OpenChapter } from '@/lib/sync/client/open-chapter'
import { ChapterDrawer } from './chapter-drawer'
import { ChapterFooter } from './chapter-footer'
import { Facts, Neighbours, Waiting } from './chapter-pieces'
import { ChapterTitle } from './chapter-title'
import { DamagedBanner, useDamaged } from './damaged-banner'
import { KeptBanner, KeptCopies } from './kept-copies'
import { PeopleHere } from './people-here'
import { SavingMark, SavingTrouble } from './saving-state'
import { useChapterState, useOpenChapter } from './use-open-chapter'
import { usePeopleHere } from './use-people-here'
import { useOfflinePage } from './use-offline-page'

/** The longest a note waits for the words it is about to be saved. */
const SAVED_WITHIN_MS = 5_000

export interface ChapterScreenProps {
  chapter: ChapterView
  /** Who wrote the manuscript, as the line under the title says it. */
  authors: readonly string[]
  viewer: { userId: string; name: string; colour: string; isAdmin: boolean }
  /** This browser said that it keeps a copy of the text. */
  isKeptHere: boolean
}

const KEYS = {
  title: words.keys.title,
  shortcuts: [
    { keys: ['Ctrl', 'B'], does: words.keys.bold },
    { keys: ['Ctrl', 'I'], does: words.keys.italic },
    { keys: ['Ctrl', 'Alt', '2'], does: words.keys.heading },
    { keys: ['Ctrl', 'Shift', 'B'], does: words.keys.quote },
    { keys: ['Ctrl', 'Alt', 'S'], does: words.keys.sceneBreak },
    { keys: ['Ctrl', 'K'], does: words.keys.link },
    { keys: ['Shift', 'Enter'], does: words.keys.lineBreak },
    { keys: ['Ctrl', 'Z'], does: words.keys.undo },
    { keys: [']', '['], does: words.keys.nextNote },
    { keys: ['f'], does: notesText.filter.open },
    { keys: ['i'], does: suggestionText.here },
  ],
} as const

const OVERLAYS: readonly AnyExtension[] = [Highlights]

/** Resolves when all that was typed is on the server's disk, or after a few seconds. */
function untilSaved(chapter: OpenChapter): Promise<void> {
  return new Promise((resolve) => {
    const isSaved = () => chapter.state.provider?.unsaved.count === 0
    if (isSaved()) return resolve()
    const done = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, SAVED_WITHIN_MS)
    const stop = chapter.subscribe(() => isSaved() && done())
  })
}

/** The title as it is now: changed here, or by somebody else. */
function useTitle(view: ChapterView, chapter: OpenChapter | null) {
  const [title, setTitle] = useState(view.title)
  useEffect(() => setTitle(view.title), [view.title])
  useEffect(
    () =>
      chapter?.onNotice(({ topic }) => {
        if (topic !== 'chapter' && topic !== 'connected') return
        call<ChapterView>('GET', `/chapters/${view.id}`, { stay: true }).then(
          (now) => setTitle(now.title),
          () => undefined,
        )
      }),
    [chapter, view.id],
  )
  return [title, setTitle] as const
}

/** Tells the desk that the notes so far were seen. */
function useVisit(chapterId: string, isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return
    call('POST', `/chapters/${chapterId}/visits`, { stay: true }).catch((error: unknown) => {
      // Offline, or signed out: the desk goes on saying that there is something new, and that is all.
      if (!(error instanceof ApiError)) throw error
    })
  }, [chapterId, isShown])
}

interface MarginNews {
  /** Null before they are loaded. */
  openNotes: number | null
  write: ((what: NoteBegun) => void) | null
  show: () => void
}

/** One chapter: the sheet with its words, the notes beside it, who is here, and whether all is saved. */
export function ChapterScreen({ chapter: view, authors, viewer, isKeptHere }: ChapterScreenProps) {
  const [wasDamaged] = useState(view.damaged)
  const opened = useOpenChapter({
    chapterId: view.id,
    docId: view.docId,
    userId: viewer.userId,
    mayEdit: view.can.edit && !wasDamaged,
    isKeptHere,
  })
  const state = useChapterState(opened)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const [isLinking, setLinking] = useState(false)
  const [news, setNews] = useState<MarginNews>({ openNotes: null, write: null, show: () => {} })
  const [title, setTitle] = useTitle(view, opened)
  const isDamaged = useDamaged(wasDamaged, opened)
  const figures = useFigures(editor)
  const highlights = useHighlightsHidden(editor, viewer.userId)
  const me = useMemo(
    () => ({ id: viewer.userId, name: viewer.name, colour: viewer.colour }),
    [viewer.userId, viewer.name, viewer.colour],
  )
  const people = usePeopleHere(state.provider?.awareness ?? null, me)
  const seam = useMemo(
    () => ({
      onNotice: (listener: (notice: { topic: string }) => void) => opened?.onNotice(listener) ?? (() => {}),
      whenSaved: () => (opened ? untilSaved(opened) : Promise.resolve()),
    }),
    [opened],
  )
  const can = useMemo(
    () => ({ comment: view.can.comment, edit: state.mayEdit }),
    [view.can.comment, state.mayEdit],
  )
  const openLink = useCallback(() => setLinking(true), [])
  useShortcutGroup(KEYS)
  useVisit(view.id, news.openNotes !== null)
  useOfflinePage()
  const { language } = view.manuscript
  const count = figures?.words ?? view.words
  return (
    <>
      <AppHeader
        crumbs={[
          { label: view.workshop.name, href: `/workshops/${view.workshop.id}` },
          { label: view.manuscript.title, href: `/manuscripts/${view.manuscript.id}`, lang: language },
        ]}
        here={`${view.position + 1}. ${title || words.untitled}`}
        lang={language}
        facts={<Facts view={view} />}
      >
        <SavingMark saving={state.saving} />
        <PeopleHere people={people} />
        <IconButton label={words.drawer.open} onClick={() => setDrawerOpen(true)}>
          <PanelRight aria-hidden className="size-[18px]" />
        </IconButton>
      </AppHeader>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid max-w-[1304px] grid-cols-1 pb-[34px] outline-none min-[1080px]:grid-cols-[minmax(0,1fr)_372px] min-[1080px]:pr-6"
      >
        <article className="min-h-[calc(100dvh-var(--bar)-34px)] bg-paper px-5 pt-9 pb-32 shadow-card sm:mx-6 sm:mt-[26px] sm:rounded-t-[12px] sm:px-[70px] sm:pt-16 min-[1080px]:mr-0">
          <SavingTrouble
            saving={state.saving}
            isDamaged={isDamaged}
            readText={() => opened?.plainText() ?? ''}
            onRetry={() => opened?.retry()}
            here={`/chapters/${view.id}`}
          />
          {isDamaged ? (
            <DamagedBanner chapterId={view.id} mayWrite={view.can.edit} mayRepair={viewer.isAdmin} />
          ) : null}
          <KeptBanner copies={state.recoveries} onShow={() => setDrawerOpen(true)} />
          <div className="mx-auto max-w-(--measure) [font-size:var(--text)]">
            <RoundPart
              chapterId={view.id}
              workshopId={view.workshop.id}
              viewerId={viewer.userId}
              mayAsk={view.can.decide}
              editor={editor}
              ydoc={state.doc}
              onNotice={seam.onNotice}
            />
            <ChapterTitle
              chapterId={view.id}
              title={title}
              lang={language}
              mayEdit={view.can.edit && state.saving.state !== 'locked'}
              onTitle={setTitle}
              onEnter={() => editor?.commands.focus('start')}
            />
            <p className="mt-1.5 mb-[34px] font-sans text-[13.5px] text-ink-faint">
              {[authors.join(', '), words.words(count)].filter(Boolean).join(' · ')}
            </p>
            {state.doc && state.provider ? (
              <ChapterEditor
                key={state.generation}
                doc={state.doc}
                provider={state.provider}
                mayEdit={state.mayEdit}
                language={language}
                overlays={OVERLAYS}
                onLinkKey={openLink}
                onEditor={setEditor}
              />
            ) : (
              <Waiting isOpening={state.phase === 'opening'} />
            )}
            <Neighbours view={view} />
          </div>
        </article>
        {editor && opened && state.doc ? (
          <Margin
            editor={editor}
            ydoc={state.doc}
            chapterId={view.id}
            viewer={viewer}
            can={can}
            onNotice={seam.onNotice}
            whenSaved={seam.whenSaved}
            onReady={setNews}
          />
        ) : null}
      </main>
      {editor ? (
        <WritingBar
          editor={editor}
          mayEdit={state.mayEdit}
          write={view.can.comment ? news.write : null}
          isLinking={isLinking}
          onLinking={setLinking}
        />
      ) : null}
      <ChapterFooter
        chapterId={view.id}
        words={figures?.words ?? null}
        openNotes={news.openNotes ?? view.openThreads}
        onNotes={news.show}
        here={people.length}
        highlights={highlights}
      />
      <ChapterDrawer
        open={isDrawerOpen}
        onOpenChange={setDrawerOpen}
        editor={editor}
        figures={figures}
        language={language}
        copies={
          isDrawerOpen && state.recoveries.length > 0 ? (
            <KeptCopies
              copies={state.recoveries}
              text={opened?.plainText() ?? ''}
              language={language}
              onForget={(id) => void opened?.forgetRecovery(id)}
            />
          ) : undefined
        }
        versions={
          view.can.edit ? <DrawerVersions chapterId={view.id} whenSaved={seam.whenSaved} /> : undefined
        }
      />
    </>
  )
}
