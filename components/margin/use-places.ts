'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { UndoManager } from 'yjs'
import type * as Y from 'yjs'
import { ApiError, call } from '@/components/api'
import type { ThreadView } from '@/lib/critique/contract'
import { decodeAnchor, decodeBase64, passageBetween } from '@/lib/text/anchor'
import { placeMore, type Placement } from '@/lib/text/placement'
import type { DraftPassage } from './drafts'
import { carriedElsewhere, highlightsFor, type Placed, type Places } from './followed'
import { showHighlights, type Highlight } from './highlights'
import type { Categories } from './categories'
import { PLAIN_LOOK } from './kinds'
import { bothSides, type BothSides } from './passage'
import { tellTime } from './tell-time'

/** Placing again waits until typing pauses for a moment; until then highlights are followed by the editor. */
const PLACE_AFTER_MS = 160

/** Longest time placing may hold the page at a stretch, in ms: half of what still feels immediate. */
const SLICE_MS = 25

/** Id of the highlight of a note that is being written. */
export const DRAFT_ID = 'draft'

/** What stands where an open suggestion does not fit any more, by its thread's id: the words of now. */
export type Overtaken = ReadonlyMap<string, string>

/** What was found when the threads were placed last. */
export interface Found {
  places: Places
  overtaken: Overtaken
  /** The plain text in which they were placed. */
  text: string
}

const NOTHING: Found = { places: new Map(), overtaken: new Map(), text: '' }

interface World {
  editor: Editor
  ydoc: Y.Doc
  canEdit: boolean
  categories: Categories
  whenSaved: () => Promise<void>
}

/** The suggestions whose very words do not stand in this browser's text. */
function overtakenIn(placed: Placed[], places: Places, text: string): Overtaken {
  return new Map(
    placed.flatMap(({ thread }) => {
      const place = places.get(thread.id)
      if (thread.kind !== 'suggestion' || thread.status !== 'open' || !place) return []
      const isRewritten = place.state === 'unplaced' && place.reason === 'rewritten'
      const stands =
        place.state !== 'unplaced'
          ? text.slice(place.from, place.to)
          : isRewritten
            ? text.slice(place.near, place.nearTo)
            : ''
      return stands === thread.quote ? [] : [[thread.id, stands] as const]
    }),
  )
}

function draftHighlight(passage: DraftPassage | null, { plain, map }: BothSides): Highlight[] {
  const [start, end] = passage ? [decodeBase64(passage.start), decodeBase64(passage.end)] : [null, null]
  const range = start && end ? passageBetween(plain, start, end) : null
  if (!range) return []
  const ends = { from: map.positionAt(range.from), to: map.positionAt(range.to) }
  return [{ threadId: DRAFT_ID, ...ends, look: PLAIN_LOOK, state: 'draft', label: '' }]
}

/**
 * Places every thread in the text as it is in this browser and shows its highlight; tells the server where our own
 * edits took passages that it could not follow.
 */
export function usePlaces(world: World, threads: readonly ThreadView[], draft: DraftPassage | null): Found {
  const { editor, ydoc, canEdit, categories, whenSaved } = world
  const [found, setFound] = useState<Found>(NOTHING)
  const edited = useRef(false)
  const placed = useMemo(
    () =>
      threads.flatMap((thread): Placed[] => {
        const anchor = thread.anchor && decodeAnchor(thread.anchor)
        return anchor ? [{ thread, anchor }] : []
      }),
    [threads],
  )
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    /** The text being placed in and what is placed in it so far; none once the text has changed. */
    let run: { sides: BothSides; found: Placement[]; ms: number } | null = null
    const anchors = placed.map(({ anchor }) => anchor)
    const later = (delay: number) => {
      clearTimeout(timer)
      timer = setTimeout(placeAgain, delay)
    }
    function report(found: { threadId: string; ends: { start: string; end: string } }[]): void {
      for (const { threadId, ends } of found)
        whenSaved()
          .then(() => call('PUT', `/threads/${threadId}/anchor`, { body: ends, stay: true }))
          // The server looks for the words by itself as well: a report that it does not take changes nothing.
          .catch((error: unknown) => {
            if (!(error instanceof ApiError)) throw error
          })
    }
    function placeAgain(): void {
      if (editor.isDestroyed) return
      const began = performance.now()
      // A composition must not be disturbed, and while it lasts the editor may hold remote changes back.
      const sides = editor.view.composing ? null : (run?.sides ?? bothSides(editor, ydoc))
      if (!sides) return later(PLACE_AFTER_MS)
      run ??= { sides, found: [], ms: performance.now() - began }
      const { found } = run
      const end = performance.now() + SLICE_MS
      const isDone = placeMore(sides.plain, anchors, found, () => performance.now() < end)
      run.ms += performance.now() - Math.max(began, end - SLICE_MS)
      if (!isDone) return later(0)
      tellTime('notes placed', run.ms, anchors.length)
      run = null
      const next = new Map(
        placed.flatMap(({ thread }, index) => {
          const place = found[index]
          return place ? [[thread.id, place] as const] : []
        }),
      )
      if (edited.current && canEdit) report(carriedElsewhere(editor, placed, next, sides))
      edited.current = false
      showHighlights(editor, [
        ...highlightsFor(placed, next, sides, categories),
        ...draftHighlight(draft, sides),
      ])
      const { text } = sides.plain
      setFound({ places: next, overtaken: overtakenIn(placed, next, text), text })
    }
    const changed = (_update: Uint8Array, origin: unknown) => {
      // Not `transaction.local`: others' batches are applied in a transaction of this browser's own.
      run = null
      if (origin === ySyncPluginKey || origin instanceof UndoManager) edited.current = true
      later(PLACE_AFTER_MS)
    }
    ydoc.on('update', changed)
    later(0)
    return () => {
      clearTimeout(timer)
      ydoc.off('update', changed)
    }
  }, [editor, ydoc, canEdit, categories, whenSaved, placed, draft])
  return found
}
