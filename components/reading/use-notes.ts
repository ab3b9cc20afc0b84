'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { BetaNoteList, BetaNoteView } from '@/lib/beta/contract.reading'
import { apart, keptAs, shownIn, type KeptNote, type RoomNote } from './earlier-notes'
import { namedBy, type PageText, type Passage } from './page-text'
import { ask } from './sending'
import { leaveRoom, type RoomLink } from './use-outbox'

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
  /** He read an earlier edition: what he noted there is shown here. */
  carries: boolean
}

/** @param into an edition in which one's own notes of earlier ones are placed */
async function allNotes(sessionId: string, into: string | null): Promise<BetaNoteView[] | 'ended' | null> {
  const notes: BetaNoteView[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams({ ...(into !== null && { in: into }), ...(cursor && { cursor }) })
    const answer = await ask(sessionId, `/notes?${query.toString()}`)
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
  /** One's own on earlier editions whose words have no place in this one. */
  gone: readonly RoomNote[]
  /** Keeps a new note, or what has changed of an old one. */
  save: (note: RoomNote) => Promise<void>
  remove: (note: RoomNote) => Promise<void>
  /** Undoes `remove`. */
  restore: (note: RoomNote) => Promise<void>
}

/** The notes of one edition, and one's own of earlier ones: what this device holds at once, then what the server knows. */
export function useNotes({ sessionId, editionId, page, link, carries }: Place, waitingNotes: number): Notes {
  const [held, setHeld] = useState<readonly KeptNote[]>([])
  const removed = useRef(new Map<string, KeptNote>())
  const put = useCallback((note: KeptNote, isThere: boolean) => {
    setHeld((now) => [...now.filter(({ id }) => id !== note.id), ...(isThere ? [note] : [])])
  }, [])
  useEffect(() => {
    if (!link) return
    const kept = link.store.all<KeptNote>('notes')
    void kept.then((all) => setHeld(all.filter((note) => belongs(note, editionId))))
  }, [link, editionId])
  useEffect(() => {
    if (!link || waitingNotes > 0) return
    let isAsked = true
    const look = async () => {
      const all = await allNotes(sessionId, carries ? editionId : null)
      if (all === 'ended') return leaveRoom(sessionId)
      if (!all || !isAsked) return
      const here = all.filter((note) => belongs(note, editionId))
      setHeld(here)
      await keepOnly(link, here, editionId)
    }
    void look()
    return () => {
      isAsked = false
    }
  }, [link, sessionId, editionId, waitingNotes, carries])
  return useMemo(() => {
    const text = page?.text ?? ''
    const { placed, gone } = apart(held.flatMap((note) => shownIn(note, editionId, text) ?? []))
    const keep = async (note: KeptNote) => {
      put(note, true)
      await link?.store.put('notes', note.id, note)
    }
    const save = async (note: RoomNote) => {
      if (!link || !page) return
      const before = held.find(({ id }) => id === note.id)
      await keep(keptAs(before, note))
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
      const before = held.find(({ id }) => id === note.id)
      if (before) removed.current.set(note.id, before)
      put(note, false)
      await link?.store.drop('notes', note.id)
      await link?.outbox.add({ kind: 'note', method: 'DELETE', path: `/notes/${note.id}` })
    }
    const restore = async (note: RoomNote) => {
      // Its passage may be shown elsewhere than where it was made.
      const before = removed.current.get(note.id)
      await keep(before ?? keptAs(undefined, note))
      await link?.outbox.add({ kind: 'note', method: 'POST', path: `/notes/${note.id}/restore` })
    }
    return { notes: placed, gone, save, remove, restore }
  }, [held, link, page, put, editionId])
}

/** True for what the page of an edition shows. */
function belongs({ editionId: made, carried }: KeptNote, editionId: string): boolean {
  return made === editionId || carried?.editionId === editionId
}

/** What is kept on the device of this edition is what the server has of one's own, and others' as far as they are shown. */
async function keepOnly({ store }: RoomLink, here: readonly KeptNote[], editionId: string): Promise<void> {
  const kept = new Map((await store.all<KeptNote>('notes')).map((note) => [note.id, note]))
  const ids = new Set(here.map(({ id }) => id))
  for (const note of kept.values())
    if (belongs(note, editionId) && !ids.has(note.id)) await store.drop('notes', note.id)
  for (const note of here) {
    // Where it stands in a later edition is told there alone, and that may be read without a net too.
    const carried = note.carried ?? kept.get(note.id)?.carried
    await store.put('notes', note.id, { ...note, ...(carried && { carried }) })
  }
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
