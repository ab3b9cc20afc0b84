'use client'

import { useEffect, useRef, useState } from 'react'
import { readingText } from '@/components/text/reading'
import type { ProgressView } from '@/lib/beta/contract.reading'
import { ChangesBar } from './changes-bar'
import type { RoomNote } from './earlier-notes'
import { FromBefore } from './from-before'
import { keptLook, LookPanel, showLook } from './look-panel'
import { openNext } from './next-chapter'
import { newNoteId } from './note-id'
import { NotePanel } from './note-panel'
import { isWhole, pageTextOf, wholeParagraph, type PageText, type Passage } from './page-text'
import type { KeptPlace } from './places'
import { RoomBar } from './room-bar'
import { useWord, WordLine } from './room-word'
import { StopPanel } from './stop-panel'
import { useAnswers } from './use-answers'
import { useBar } from './use-bar'
import { useChanges } from './use-changes'
import { useClosing } from './use-closing'
import { useKeptPages } from './use-kept-pages'
import { useMarks } from './use-marks'
import { blankNote, useNotes } from './use-notes'
import { useOutbox } from './use-outbox'
import { usePlace } from './use-place'
import { usePrediction } from './use-prediction'
import { useTouch } from './use-touch'
import { pathWith, type RoomView } from './views'

const words = readingText.room

export interface RoomProps {
  sessionId: string
  editionId: string
  manuscript: string
  author: string
  /** Where he left off on any device; null where that is not recorded. */
  progress: ProgressView | null
  sharesTime: boolean
  /** Notes reach the author only when they are handed in. */
  isHeld: boolean
  closesAt: string | null
  hasNoted: boolean
  /** Paths that may be kept for reading without a network. */
  pages: readonly string[]
  /** He read an earlier edition: how this one is shown, whether it differs, and the path of its page as it reads. */
  since: { view: RoomView; differs: boolean; path: string } | null
}

type Open = { kind: 'look' } | { kind: 'stop'; paragraph: number } | { kind: 'note'; note: RoomNote }

/** All that scripts add to a chapter's page. The text stands without it, and is never drawn by it. */
export function Room(props: RoomProps) {
  const { sessionId, editionId, author, since } = props
  const [page, setPage] = useState<PageText | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const [draft, setDraft] = useState<string | undefined>()
  const [word, sayWord] = useWord()
  const bar = useRef<HTMLDivElement>(null)
  const { link, waiting } = useOutbox(sessionId, {
    sent: (what, view) => void openNext(sessionId, what, view),
    refused: (what, detail) => {
      // What was written stays at its passage, as a draft.
      const note = [...notes, ...gone].find(
        ({ id }) => what.body?.['id'] === id || what.path === `/notes/${id}`,
      )
      if (note?.body) keepDraft(note, note.body)
      sayWord({ text: words.refused(detail) })
    },
  })
  useEffect(() => {
    const article = document.querySelector('.room-page')
    if (article) setPage(pageTextOf(article))
    const look = keptLook()
    if (look) showLook(look)
  }, [])
  const place = usePlace({
    ...{ editionId, page, link, bar, progress: props.progress, sharesTime: props.sharesTime },
    onResumed: () => sayWord({ text: words.resumed, act: { label: words.toStart, do: () => place.go(0) } }),
  })
  const { notes, gone, save, remove, restore } = useNotes(
    { sessionId, editionId, page, link, carries: since !== null },
    waiting.notes,
  )
  const changes = useChanges(page, since?.view === 'changes')
  useMarks(page, notes, open?.kind === 'note' && open.note.earlier?.state !== 'gone' ? open.note : null)
  useAnswers(link)
  usePrediction(link)
  useKeptPages(sessionId, props.closesAt, props.pages)
  useClosing(sessionId, props.closesAt)
  useBar()
  useEffect(() => {
    // From here on what is touched is answered.
    if (page && link) document.querySelector('.room-page')?.setAttribute('data-awake', '')
  }, [page, link])

  const show = async (note: RoomNote) => {
    setDraft(await link?.store.read<string>('drafts', draftKey(note)))
    setOpen({ kind: 'note', note })
  }
  const beginAnew = ({ paragraph, from, to }: Passage) => {
    const quote = page?.text.slice(from, to) ?? ''
    void show(blankNote(newNoteId(), editionId, { paragraph, from, to }, quote))
  }
  const begin = (passage: Passage) => {
    const same = notes.filter((one) => one.mine && one.from === passage.from && one.to === passage.to)
    const known = same.find(({ earlier }) => !earlier) ?? same[0]
    if (known) void show(known)
    else if (page) beginAnew(passage)
  }
  const selected = useTouch(page, {
    tapped: (passage, offset) => {
      const own = notes.filter((one) => one.mine && page && !isWhole(page, one))
      const there = own.findLast(({ from, to }) => offset !== null && from <= offset && offset <= to)
      if (there) void show(there)
      else begin(passage)
    },
    left: () => setOpen(null),
  })
  const removeNote = (note: RoomNote) => {
    void remove(note)
    sayWord({
      text: readingText.sheet.removed,
      act: { label: words.undo, do: () => void restore(note) },
    })
  }
  const keepDraft = (note: RoomNote, body: string) =>
    void (body === ''
      ? link?.store.drop('drafts', draftKey(note))
      : link?.store.put('drafts', draftKey(note), body))
  const stop = (paragraph: number, reason: string) => {
    const goOn = async () => {
      await place.report({ stopped: null })
      sayWord({ text: readingText.stop.resumed })
    }
    const kept = place.report({ paragraph, stopped: reason.trim() ? { reason } : {} })
    setOpen(null)
    void kept.then(() =>
      sayWord({ text: readingText.stop.done, act: { label: readingText.stop.not, do: () => void goOn() } }),
    )
  }
  const all = [...notes, ...gone]
  const current = open?.kind === 'note' ? (all.find(({ id }) => id === open.note.id) ?? open.note) : null
  const isPlaced = current?.earlier?.state !== 'gone'
  const beside = (paragraph: number) => page?.blocks[paragraph] ?? null
  const other = since?.view === 'changes' ? 'clean' : 'changes'
  return (
    <>
      <RoomBar
        sessionId={sessionId}
        manuscript={props.manuscript}
        bar={bar}
        other={
          since?.differs
            ? {
                label: readingText.since[other === 'clean' ? 'toClean' : 'toChanges'],
                path: pathWith(since.path, other),
              }
            : null
        }
        onLook={() => setOpen({ kind: 'look' })}
        onNote={() => page && begin(wholeParagraph(page, place.current()))}
        onStop={() => setOpen({ kind: 'stop', paragraph: place.current() })}
        onBookmark={() => {
          void link?.store.put('places', `${editionId}:bookmark`, {
            paragraph: place.current(),
            at: Date.now(),
          })
          sayWord({ text: words.bookmarkSet })
        }}
        onToBookmark={() =>
          void link?.store
            .read<KeptPlace>('places', `${editionId}:bookmark`)
            .then((kept) => kept && place.go(kept.paragraph))
        }
      />
      {selected.passage && open === null ? (
        <button
          type="button"
          className="room-selected"
          // The selection stays until it is used.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            const passage = selected.take()
            if (passage) begin(passage)
          }}
        >
          {words.selected}
        </button>
      ) : null}
      {changes.all > 0 && open === null && !selected.passage ? <ChangesBar changes={changes} /> : null}
      <FromBefore notes={gone} onChange={(note) => void show(note)} onRemove={removeNote} />
      {current && page ? (
        <NotePanel
          key={current.id}
          note={current}
          isKept={all.some(({ id }) => id === current.id)}
          isWhole={isPlaced && isWhole(page, current)}
          draft={draft}
          others={notes.filter((one) => !one.mine && one.paragraph === current.paragraph)}
          beside={isPlaced ? beside(current.paragraph) : null}
          onAnew={current.earlier && isPlaced ? () => beginAnew(current) : null}
          seenBy={props.isHeld ? readingText.sheet.seesLater(author) : readingText.sheet.sees(author)}
          onDraft={(body) => keepDraft(current, body)}
          onSave={save}
          onRemove={removeNote}
          onClose={() => setOpen(null)}
          onStop={() => setOpen({ kind: 'stop', paragraph: current.paragraph })}
        />
      ) : null}
      {open?.kind === 'look' ? (
        <LookPanel
          hasNoted={props.hasNoted}
          onClose={() => setOpen(null)}
          around={(change) => {
            const at = place.current()
            change()
            if (at > 0) place.go(at)
          }}
        />
      ) : null}
      {open?.kind === 'stop' ? (
        <StopPanel
          author={author}
          beside={beside(open.paragraph)}
          onStop={(reason) => stop(open.paragraph, reason)}
          onClose={() => setOpen(null)}
        />
      ) : null}
      <WordLine
        word={word}
        waiting={waiting}
        isKept={link?.store.isKept ?? true}
        onDone={() => sayWord(null)}
      />
    </>
  )
}

/** What is typed at a passage waits for it there, whatever note it will be. */
function draftKey({ editionId, from, to }: RoomNote): string {
  return `${editionId}:${from}-${to}`
}
