'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { BetaNoteList, BetaNoteView } from '@/lib/beta/contract.reading'
import { namedBy, type PageText, type Passage } from './page-text'
import { ask } from './sending'
import { leaveRoom, type RoomLink } from './use-outbox'

/** A note as the room shows it: one's own, kept on the device too, or somebody else's. */
export type RoomNote = Pick<
  BetaNoteView,
  | 'id'
  | 'editionId'
  | 'paragraph'
  | 'from'
  | 'to'
  | 'quote'
  | 'body'
  | 'reaction'
  | 'typo'
  | 'private'
  | 'mine'
> & { reader: { name: string } }

/** What a note says. */
export type Said = Pick<RoomNote, 'body' | 'reaction' | 'typo' | 'private'>

/** True when there is something to keep. */
export function saysSomething({ body, reaction, typo }: Said): boolean {
  return body.trim() !== '' || reaction !== null || typo
}

interface Place {
  sessionId: string
  editionId: string
  page: PageText | null
  link: RoomLink | null
}

async function allNotes(sessionId: string): Promise<BetaNoteView[] | 'ended' | null> {
  const notes: BetaNoteView[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const answer = await ask(sessionId, `/notes${cursor ? `?cursor=${cursor}` : ''}`)
    if (answer && [401, 404, 410].includes(answer.status)) return 'ended'
    if (answer?.status !== 200) return null
    const list = answer.view as BetaNoteList
    notes.push(...list.notes)
    cursor = list.next
  }
  return notes
}

export interface Notes {
  notes: readonly RoomNote[]
  /** Keeps a new note, or what has changed of an old one. */
  save: (note: RoomNote) => Promise<void>
  remove: (note: RoomNote) => Promise<void>
  /** Undoes `remove`. */
  restore: (note: RoomNote) => Promise<void>
}

/** The notes of one edition: what this device holds at once, then what the server knows once nothing waits any more. */
export function useNotes({ sessionId, editionId, page, link }: Place, waitingNotes: number): Notes {
  const [notes, setNotes] = useState<readonly RoomNote[]>([])
  const put = useCallback((note: RoomNote, isThere: boolean) => {
    setNotes((now) => [...now.filter(({ id }) => id !== note.id), ...(isThere ? [note] : [])])
  }, [])
  useEffect(() => {
    if (!link) return
    const kept = link.store.all<RoomNote>('notes')
    void kept.then((all) => setNotes(all.filter((note) => note.editionId === editionId)))
  }, [link, editionId])
  useEffect(() => {
    if (!link || waitingNotes > 0) return
    let isAsked = true
    const look = async () => {
      const all = await allNotes(sessionId)
      if (all === 'ended') return leaveRoom(sessionId)
      if (!all || !isAsked) return
      const here = all.filter((note) => note.editionId === editionId)
      setNotes(here)
      await keepOnly(link, here, editionId)
    }
    void look()
    return () => {
      isAsked = false
    }
  }, [link, sessionId, editionId, waitingNotes])
  return useMemo(() => {
    const save = async (note: RoomNote) => {
      if (!link || !page) return
      const before = notes.find(({ id }) => id === note.id)
      put(note, true)
      await link.store.put('notes', note.id, note)
      const { body, reaction, typo } = note
      const said = { body, reaction, typo, private: note.private }
      await link.outbox.add(
        before
          ? { kind: 'note', method: 'PATCH', path: `/notes/${note.id}`, body: said }
          : {
              ...{ kind: 'note', method: 'POST', path: '/notes' },
              body: { id: note.id, editionId, ...namedBy(page, note), ...said },
            },
      )
    }
    const remove = async (note: RoomNote) => {
      put(note, false)
      await link?.store.drop('notes', note.id)
      await link?.outbox.add({ kind: 'note', method: 'DELETE', path: `/notes/${note.id}` })
    }
    const restore = async (note: RoomNote) => {
      put(note, true)
      await link?.store.put('notes', note.id, note)
      await link?.outbox.add({ kind: 'note', method: 'POST', path: `/notes/${note.id}/restore` })
    }
    return { notes, save, remove, restore }
  }, [notes, link, page, put, editionId])
}

/** What is kept on the device of this edition is what the server has of one's own, and others' as far as they are shown. */
async function keepOnly({ store }: RoomLink, here: readonly RoomNote[], editionId: string): Promise<void> {
  const ids = new Set(here.map(({ id }) => id))
  for (const { id, editionId: of } of await store.all<RoomNote>('notes'))
    if (of === editionId && !ids.has(id)) await store.drop('notes', id)
  for (const note of here) await store.put('notes', note.id, note)
}

/** A note that nobody has kept yet. */
export function blankNote(id: string, editionId: string, passage: Passage, quote: string): RoomNote {
  return {
    ...{
      id,
      editionId,
      ...passage,
      quote,
      body: '',
      reaction: null,
      typo: false,
      private: false,
      mine: true,
    },
    reader: { name: '' },
  }
}
