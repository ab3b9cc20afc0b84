'use client'

import { DragDropProvider, type DragEndEvent } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import { useState } from 'react'
import type { ChapterSummary, ManuscriptView } from '@/lib/manuscript/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { useAct } from '@/components/use-act'
import { ChapterRow } from './chapter-row'
import { speakingOurWords } from './spoken-order'

/** A copy of `list` in which the entry at `from` stands at `to`. */
export function movedTo<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const rest = list.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}

/** The chapters in the order the person just gave them, until the server answers with its own. */
function useOrder(chapters: readonly ChapterSummary[]) {
  const act = useAct()
  const [mine, setMine] = useState<{
    over: readonly ChapterSummary[]
    order: readonly ChapterSummary[]
  } | null>(null)
  const shown = mine?.over === chapters ? mine.order : chapters
  const move = async (from: number, to: number) => {
    const chapter = shown[from]
    if (!chapter || from === to) return
    const place = (position: number) => call('PATCH', `/chapters/${chapter.id}`, { body: { position } })
    setMine({ over: chapters, order: movedTo(shown, from, to) })
    const done = await act({
      work: () => place(to),
      said: text.manuscript.moved(chapter.title, to + 1, shown.length),
      undo: () => place(from),
    })
    if (!done) setMine(null)
  }
  return { shown, move }
}

/** The table of contents: chapters that can be dragged by a grip (Space, arrows, Space), or moved by menu and Alt+arrow keys. */
export function Contents({ manuscript }: { manuscript: ManuscriptView }) {
  const { shown, move } = useOrder(manuscript.chapters)
  const [plugins] = useState(speakingOurWords)
  const drop = (event: DragEndEvent) => {
    const { source } = event.operation
    if (!event.canceled && isSortable(source)) void move(source.initialIndex, source.index)
  }
  return (
    <DragDropProvider plugins={plugins} onDragEnd={drop}>
      <ol>
        {shown.map((chapter, index) => (
          <ChapterRow
            key={chapter.id}
            chapter={chapter}
            index={index}
            count={shown.length}
            manuscript={manuscript}
            onMove={(to) => void move(index, to)}
          />
        ))}
      </ol>
    </DragDropProvider>
  )
}
