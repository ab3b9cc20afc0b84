'use client'

import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { call } from '@/components/api'
import { useRounds } from '@/components/critique/use-rounds'
import { marginText as words } from '@/components/text/margin'
import { receiptActs } from '@/components/receipts/receipt-acts'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import type { ThreadView } from '@/lib/critique/contract'
import type { Passage } from '@/lib/text/agreement'
import type { Placement } from '@/lib/text/placement'
import { useCategories } from './categories'
import { activateHighlight } from './highlights'
import { bothSides, bringPassage, endsOf, letGo, passageAtCaret, selectedPassage } from './passage'
import type { MarginProps, NoteBegun } from './margin-props'
import { noteActs } from './note-acts'
import { suggestionActs } from './suggestion-acts'
import type { ThreadActs } from './thread-card'
import { OPEN_NOTES } from './filter'
import { useAgreement } from './use-agreement'
import { useAskedNote } from './use-asked-note'
import { useComposing } from './use-composing'
import { useFilter } from './use-filter'
import { useInsertKey, useNoteKeys } from './use-note-keys'
import type { Places } from './followed'
import { DRAFT_ID, usePlaces } from './use-places'
import { useThreads } from './use-threads'
import type { Standing } from './use-tops'
import { useWide } from './use-wide'

/** A thread whose place beside the text is known. */
export interface Beside {
  thread: ThreadView
  place: Placement
}

function offsetOf(place: Placement): number {
  return place.state === 'unplaced' ? place.near : place.from
}

function inTray(place: Placement | undefined): boolean {
  return place?.state === 'unplaced' && place.reason !== 'rewritten'
}

/** The threads beside the text in the order of their words, those about the whole chapter, and those that lost theirs. */
function sortOut(shown: readonly ThreadView[], places: Places) {
  const beside = shown.flatMap((thread): Beside[] => {
    const place = places.get(thread.id)
    return place && !inTray(place) ? [{ thread, place }] : []
  })
  beside.sort((a, b) => offsetOf(a.place) - offsetOf(b.place))
  return {
    beside,
    onChapter: shown.filter(({ anchor }) => anchor === null),
    lost: shown.filter((thread) => inTray(places.get(thread.id))),
  }
}

/** What can be done with threads, each with its undo or its sentence about a failure. The same object at each render. */
function useActs(
  { editor, ydoc, viewer, whenSaved }: MarginProps,
  { take, drop, refresh }: ReturnType<typeof useThreads>,
) {
  const toast = useToast()
  return useMemo(() => {
    const fail = (failure: unknown) => {
      toast({ text: sentenceOf(failure), tone: 'error' })
      refresh()
    }
    const say = (text: string, undo?: () => Promise<void>) => toast({ text, ...(undo && { undo }) })
    const remove = async (path: string, said: string) => {
      try {
        await call('DELETE', path, { stay: true })
      } catch (failure) {
        return fail(failure)
      }
      refresh()
      const undo = async () => take(await call<ThreadView>('POST', `${path}/restore`, { stay: true }))
      toast({ text: said, undo })
    }
    const pin = async (thread: ThreadView, ends: { start: string; end: string }) => {
      try {
        take(await call<ThreadView>('POST', `/threads/${thread.id}/pin`, { body: ends, stay: true }))
        toast({ text: words.pinned })
      } catch (failure) {
        fail(failure)
      }
    }
    const acts: ThreadActs = {
      take,
      deleteThread: (thread) => {
        drop(thread.id)
        void remove(`/threads/${thread.id}`, words.noteDeleted)
      },
      deleteComment: (comment) => void remove(`/comments/${comment.id}`, words.commentDeleted),
      ...noteActs({ viewer, take, fail }),
      ...suggestionActs({ take, fail, refresh, whenSaved, say }),
      ...receiptActs({ take, fail, whenSaved, say }),
      settle: async (thread) => {
        const status = thread.status === 'open' ? 'resolved' : 'open'
        try {
          take(await call<ThreadView>('PATCH', `/threads/${thread.id}`, { body: { status }, stay: true }))
        } catch (failure) {
          fail(failure)
        }
      },
      pinToSelection: (thread) => {
        const selected = selectedPassage(editor, ydoc)
        if (selected) void pin(thread, { start: selected.start, end: selected.end })
        else toast({ text: words.pinHint })
      },
    }
    const pinAt = (thread: ThreadView, from: number, to: number) => {
      const sides = bothSides(editor, ydoc)
      if (sides) void pin(thread, endsOf(sides.plain, from, to))
    }
    return { acts, pinAt }
  }, [editor, ydoc, viewer, whenSaved, toast, take, drop, refresh])
}

/** All that the margin knows and does, for its wide and its narrow form. */
export function useMargin(props: MarginProps) {
  const { editor, ydoc, chapterId, can, onNotice, whenSaved, onReady } = props
  const wide = useWide()
  const categories = useCategories()
  const known = useThreads(chapterId, onNotice)
  const { threads } = known
  const { rounds, open: openRound } = useRounds(chapterId, onNotice)
  const round = openRound?.can.write ? openRound : null
  const composing = useComposing(props, known.take, round)
  const world = useMemo(
    () => ({ editor, ydoc, canEdit: can.edit, categories, whenSaved }),
    [editor, ydoc, can.edit, categories, whenSaved],
  )
  const found = usePlaces(world, threads, composing.passage)
  const { places, overtaken, text } = found
  const agreement = useAgreement(threads, found, { rounds, userId: props.viewer.userId })
  const [active, setActive] = useState<string | null>(null)
  const filtering = useFilter(editor, threads)
  const { shown } = filtering
  const [sheet, setSheet] = useState(false)
  const [telling, setTelling] = useState(false)
  // On a phone: the sheet shows the one note that was tapped in the text.
  const [one, setOne] = useState(false)
  // Or those of the passage that was asked for.
  const [gathered, setGathered] = useState<readonly string[] | null>(null)
  const sorted = useMemo(() => sortOut(shown, places), [shown, places])
  const standing = useMemo<Standing[]>(() => {
    const cards = sorted.beside.map(({ thread, place }) => ({ id: thread.id, offset: offsetOf(place) }))
    return composing.offset === null ? cards : [...cards, { id: DRAFT_ID, offset: composing.offset }]
  }, [sorted, composing.offset])

  const choose = useCallback(
    (threadId: string | null) => {
      setActive(threadId)
      activateHighlight(editor, threadId)
      if (threadId && !wide) setSheet(true)
    },
    [editor, wide],
  )
  useEffect(() => {
    const { highlights } = editor.storage
    highlights.onPick = (ids) => {
      setOne(true)
      setGathered(null)
      choose(ids[(ids.indexOf(active ?? '') + 1) % Math.max(ids.length, 1)] ?? null)
    }
    return () => {
      highlights.onPick = null
    }
  }, [editor, active, choose])

  const openNotes = threads.filter(({ status }) => status === 'open').length
  const beginNote = (what: NoteBegun) => {
    const caret = what === 'insertion' ? passageAtCaret(editor, ydoc) : null
    const selected = what === 'insertion' ? null : selectedPassage(editor, ydoc)
    if (caret) composing.beginPut(caret.passage, caret.at)
    else if (selected) composing.begin(selected, what === 'suggestion')
    else return
    letGo(editor)
    choose(null)
    setOne(true)
    setGathered(null)
    if (!wide) setSheet(true)
  }
  const comment = useEffectEvent(beginNote)
  const showAll = useCallback(() => {
    setOne(false)
    setGathered(null)
    setSheet(true)
  }, [])
  useEffect(() => {
    const counted = known.loaded ? openNotes : null
    const write = can.comment ? (what: NoteBegun) => comment(what) : null
    onReady({ openNotes: counted, write, show: showAll })
  }, [onReady, openNotes, known.loaded, can.comment, showAll])
  const ids = useMemo(() => {
    const { beside, onChapter, lost } = sorted
    return [...beside.map(({ thread }) => thread), ...onChapter, ...lost].map(({ id }) => id)
  }, [sorted])
  const goTo = useCallback(
    (threadId: string) => {
      choose(threadId)
      const id = CSS.escape(threadId)
      const noteCard = document.querySelector<HTMLElement>(`[data-slot="${id}"], [data-foot="${id}"]`)
      noteCard?.focus({ preventScroll: true })
      const passage = editor.view.dom.querySelector(`[data-thread="${id}"]`)
      ;(passage ?? noteCard)?.scrollIntoView({ block: 'center' })
    },
    [choose, editor],
  )
  const showPassage = (passage: Passage) => {
    const { threadIds } = passage
    if (!threadIds.every((id) => shown.some((thread) => thread.id === id)))
      filtering.setFilter({ ...OPEN_NOTES, state: 'all' })
    setGathered(threadIds)
    choose(threadIds.find((id) => agreement.byThread.get(id) === passage) ?? null)
    bringPassage(editor, passage)
  }
  useNoteKeys(ids, active, goTo)
  useInsertKey(can.comment, () => beginNote('insertion'))
  useAskedNote({
    threads,
    loaded: known.loaded,
    places,
    onShow: (thread) => {
      if (thread.status !== 'open') filtering.setFilter({ ...OPEN_NOTES, state: 'all' })
      setOne(thread.anchor !== null)
      goTo(thread.id)
    },
  })
  return {
    ...known,
    ...sorted,
    ...useActs(props, known),
    composing,
    round,
    places,
    overtaken,
    text,
    agreement,
    showPassage,
    gathered,
    showAll,
    standing,
    wide,
    active,
    choose,
    ...filtering,
    one,
    setOne,
    sheet,
    setSheet,
    telling,
    setTelling,
    openNotes,
    resolvedNotes: threads.length - openNotes,
  }
}

/** What `useMargin` answers. */
export type MarginState = ReturnType<typeof useMargin>
