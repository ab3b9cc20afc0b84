import type { ComponentProps } from 'react'
import type { DragDropProvider, DragEndEvent, DragOverEvent, DragStartEvent } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import { text } from '@/components/text/en'

type Plugins = Exclude<ComponentProps<typeof DragDropProvider>['plugins'], undefined>

/** What a row tells the announcer about itself. */
export interface DraggedChapter {
  title: string
  /** How many chapters there are. */
  count: number
}

type Source = DragStartEvent['operation']['source']

/** The row that is on its way: its title, its place from 1 now and when it was taken up. Null for anything else. */
function taken(source: Source) {
  if (!isSortable(source)) return null
  const { title, count } = source.data as DraggedChapter
  return { title, count, place: source.index + 1, before: source.initialIndex + 1 }
}

const words = text.manuscript.order

/** The sentences of one list. The place last told is kept: while a row stays over its own place there is no news. */
function announcementsOf() {
  let told = 0
  return {
    dragstart({ operation }: DragStartEvent) {
      const row = taken(operation.source)
      if (!row) return undefined
      told = row.place
      return words.taken(row.title, row.place, row.count)
    },
    dragover({ operation }: DragOverEvent) {
      const row = taken(operation.source)
      if (!row || row.place === told) return undefined
      told = row.place
      return words.over(row.place, row.count)
    },
    /** A move that is done is said by the toast, together with its undo. */
    dragend({ operation, canceled }: DragEndEvent) {
      const row = taken(operation.source)
      if (!row) return undefined
      if (canceled) return words.cancelled(row.title, row.before, row.count)
      return row.place === row.before ? words.stayed(row.title, row.place, row.count) : undefined
    },
  }
}

/**
 * Makes dragging in one list speak our words: as it comes, @dnd-kit announces the ids of the rows. The plugin that
 * speaks is not exported by @dnd-kit/react, so every plugin is offered the words; the others know no such options.
 */
export function speakingOurWords(): Plugins {
  const options = {
    announcements: announcementsOf(),
    screenReaderInstructions: { draggable: words.instructions },
  }
  return (defaults) => defaults.map((plugin) => ({ ...('plugin' in plugin ? plugin : { plugin }), options }))
}
