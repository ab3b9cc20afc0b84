'use client'

import type { Editor } from '@tiptap/core'
import { useMemo, useState } from 'react'
import type * as Y from 'yjs'
import { call } from '@/components/api'
import type { ThreadView } from '@/lib/critique/contract'
import { visibilityIn } from './composer'
import { draftKey, useDraft, type DraftPassage, type NoteDraft } from './drafts'
import { bothSides } from './passage'
import { suggestsSomething } from './suggest-fields'
import type { MarginProps } from './margin-props'

const EMPTY_DRAFT: NoteDraft = { passage: null, body: '', category: null }

function offsetOfDraft(editor: Editor, ydoc: Y.Doc, passage: DraftPassage | null): number | null {
  const sides = passage && bothSides(editor, ydoc)
  if (!sides) return null
  const at = sides.plain.text.indexOf(passage.prefix + passage.quote + passage.suffix)
  return at < 0 ? null : at + passage.prefix.length
}

type Writes = { allowsOpen: boolean } | null

function postNote(
  chapterId: string,
  note: NoteDraft,
  { mentions, round }: { mentions: string[]; round: Writes },
): Promise<ThreadView> {
  const { passage, body, category, replacement } = note
  const visibility = visibilityIn(round, note)
  const about = passage && {
    anchor: { start: passage.start, end: passage.end },
    quote: { exact: passage.quote, prefix: passage.prefix, suffix: passage.suffix },
  }
  const what = replacement === undefined ? { kind: 'comment' } : { kind: 'suggestion', replacement }
  const sent = { ...what, body, mentions, visibility, ...(category && { category }), ...about }
  return call<ThreadView>('POST', `/chapters/${chapterId}/threads`, { stay: true, body: sent })
}

/** A note being written: kept on the device with every key, put away by Esc, sent by posting. */
export function useComposing(
  { editor, ydoc, chapterId, viewer, whenSaved }: MarginProps,
  take: (thread: ThreadView) => void,
  round: Writes,
) {
  const [kept, keep] = useDraft<NoteDraft>(draftKey(viewer.userId, { chapterId }))
  const [open, setOpen] = useState(kept !== null)
  const draft = kept ?? EMPTY_DRAFT
  const passage = open ? draft.passage : null
  const offset = useMemo(() => offsetOfDraft(editor, ydoc, passage), [editor, ydoc, passage])
  const begin = (about: DraftPassage | null, suggests = false) => {
    const replacement = suggests && about ? about.quote : undefined
    keep({ ...draft, passage: about, replacement, put: undefined })
    setOpen(true)
  }
  /** @param at where in the passage the words are to come */
  const beginPut = (about: DraftPassage, at: number) => {
    keep({ ...draft, passage: about, replacement: about.quote, put: { at, words: '' } })
    setOpen(true)
  }
  const discard = () => {
    keep(null)
    setOpen(false)
  }
  return {
    open,
    draft,
    passage,
    offset,
    begin,
    beginPut,
    discard,
    change: keep,
    close: () => {
      setOpen(false)
      if (draft.body.trim() === '' && !suggestsSomething(draft)) keep(null)
    },
    post: async (note: NoteDraft, mentions: string[]) => {
      await whenSaved()
      take(await postNote(chapterId, note, { mentions, round }))
      discard()
    },
  }
}
