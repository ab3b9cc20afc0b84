'use client'

import { useSortable } from '@dnd-kit/react/sortable'
import { GripVertical, MessageSquare, MoreHorizontal, Trash2, Upload } from 'lucide-react'
import Link from 'next/link'
import { useState, type KeyboardEvent } from 'react'
import type { ChapterSummary, ManuscriptView } from '@/lib/manuscript/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { trashText } from '@/components/text/trash'
import { useTrash } from '@/components/trash/use-trash'
import { IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Menu, MenuChoice, MenuItem, MenuRule } from '@/components/ui/menu'
import { TitleDialog } from '@/components/ui/title-dialog'
import { useAct } from '@/components/use-act'
import { ExportItems } from './export-items'
import { ImportOverDialog } from './import-over-dialog'
import type { DraggedChapter } from './spoken-order'
import { StatusPill } from './status'

const DRAG_MS = 140

export interface ChapterRowProps {
  chapter: ChapterSummary
  /** Its place from 0, as shown. */
  index: number
  count: number
  manuscript: Pick<ManuscriptView, 'language' | 'can'>
  onMove: (to: number) => void
}

function ChapterMenu({ chapter, index, count, manuscript, onMove }: ChapterRowProps) {
  const act = useAct()
  const [renaming, setRenaming] = useState(false)
  const [importing, setImporting] = useState(false)
  const trash = useTrash()
  const { edit, decide } = manuscript.can
  const { id, title } = chapter
  const change = (body: object) => call('PATCH', `/chapters/${chapter.id}`, { body })
  const statuses = (['drafting', 'in_critique', 'finished'] as const).map((value) => ({
    value,
    label: text.statuses[value],
  }))
  const setStatus = (status: ChapterSummary['status']) =>
    void act({
      work: () => change({ status }),
      said: text.manuscript.statusChanged(chapter.title, text.statuses[status]),
      undo: () => change({ status: chapter.status }),
    })
  const rename = (title: string) =>
    act({ work: () => change({ title }), undo: () => change({ title: chapter.title }), said: text.saved })
  return (
    <>
      <Menu
        trigger={
          <IconButton label={text.manuscript.menu(chapter.title)}>
            <MoreHorizontal aria-hidden className="size-4" />
          </IconButton>
        }
      >
        {edit ? (
          <>
            <MenuItem onSelect={() => setRenaming(true)}>{text.manuscript.rename}</MenuItem>
            <MenuItem disabled={index === 0} onSelect={() => onMove(index - 1)}>
              {text.manuscript.moveUp}
            </MenuItem>
            <MenuItem disabled={index === count - 1} onSelect={() => onMove(index + 1)}>
              {text.manuscript.moveDown}
            </MenuItem>
            <MenuRule />
            <MenuChoice
              label={text.manuscript.status}
              value={chapter.status}
              options={statuses}
              onChange={setStatus}
            />
            <MenuRule />
          </>
        ) : null}
        {edit ? (
          <MenuItem sign={<Upload aria-hidden />} onSelect={() => setImporting(true)}>
            {text.importingOver.act}
          </MenuItem>
        ) : null}
        <ExportItems path={`/chapters/${id}`} />
        {decide ? (
          <>
            <MenuRule />
            <MenuItem
              tone="danger"
              sign={<Trash2 aria-hidden />}
              onSelect={() => void trash({ kind: 'chapter', id, title })}
            >
              {trashText.put.chapter}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <TitleDialog
        open={renaming}
        onOpenChange={setRenaming}
        title={text.manuscript.renameChapter}
        label={text.manuscript.chapterTitle}
        value={chapter.title}
        maxLength={300}
        act={text.save}
        onSave={rename}
      />
      <ImportOverDialog chapterId={id} title={title} open={importing} onOpenChange={setImporting} />
    </>
  )
}

function Facts({ chapter }: { chapter: ChapterSummary }) {
  return (
    <span className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 text-[13px] whitespace-nowrap text-ink-soft">
      {chapter.openThreads > 0 ? (
        <span className="inline-flex items-center gap-1" title={text.manuscript.notes(chapter.openThreads)}>
          <MessageSquare aria-hidden className="size-3.5" />
          <span aria-hidden>{chapter.openThreads}</span>
          <span className="sr-only">{text.manuscript.notes(chapter.openThreads)}</span>
        </span>
      ) : null}
      <StatusPill status={chapter.status} />
      <span className="tabular-nums sm:w-[86px] sm:text-right">{text.manuscript.words(chapter.words)}</span>
    </span>
  )
}

interface LineProps extends ChapterRowProps {
  /** Only where chapters can be moved. */
  dragging?: {
    ref: (element: Element | null) => void
    handleRef: (element: Element | null) => void
    isDragSource: boolean
  }
}

function Grip({ title, handleRef }: { title: string; handleRef: (element: Element | null) => void }) {
  return (
    <button
      type="button"
      ref={handleRef}
      aria-label={text.manuscript.drag(title)}
      className="touch -ml-3 grid h-9 w-7 shrink-0 cursor-grab touch-none place-items-center rounded-control text-ink-faint hover:bg-ink/6 hover:text-ink"
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  )
}

function Line({ dragging, ...props }: LineProps) {
  const { chapter, index, count, manuscript, onMove } = props
  const moveByKey = (event: KeyboardEvent) => {
    if (!dragging || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const to = event.key === 'ArrowUp' ? index - 1 : index + 1
    if (to >= 0 && to < count) onMove(to)
  }
  return (
    <li
      ref={dragging?.ref}
      onKeyDown={moveByKey}
      className={classes(
        'group/row relative flex items-start gap-1 border-t border-rule bg-paper py-2.5 first:border-t-0 sm:items-center sm:gap-2',
        dragging?.isDragSource && 'z-10 rounded-control shadow-lift',
      )}
    >
      {dragging ? <Grip title={chapter.title} handleRef={dragging.handleRef} /> : null}
      <Link
        href={`/chapters/${chapter.id}`}
        className="group flex min-w-0 flex-1 gap-x-3 gap-y-1.5 rounded-control py-1.5 max-sm:flex-col sm:items-baseline"
      >
        <span className="flex min-w-0 items-baseline gap-3">
          <span className="w-5 shrink-0 text-right font-serif sm:w-7 text-[16px] text-ink-faint tabular-nums">
            {index + 1}
          </span>
          <span
            lang={manuscript.language}
            title={chapter.title}
            className="line-clamp-2 min-w-0 font-serif text-[18px] leading-snug font-medium group-hover:text-accent"
          >
            {chapter.title}
          </span>
        </span>
        <span
          aria-hidden
          className="min-w-6 flex-1 self-baseline border-b-2 border-dotted border-rule max-sm:hidden"
        />
        <span className="max-sm:pl-8">
          <Facts chapter={chapter} />
        </span>
      </Link>
      <ChapterMenu {...props} />
    </li>
  )
}

function MovableLine(props: ChapterRowProps) {
  const { chapter, index, count } = props
  const dragging = useSortable({
    ...{ id: chapter.id, index },
    data: { title: chapter.title, count } satisfies DraggedChapter,
    transition: { duration: DRAG_MS, easing: 'ease-out' },
  })
  return <Line {...props} dragging={dragging} />
}

/**
 * A line of the table of contents: number, title, dots, what there is to know. Its grip drags it. For those who may
 * not move chapters it is a plain line: @dnd-kit makes a disabled row a disabled button, with all that is in it.
 */
export function ChapterRow(props: ChapterRowProps) {
  return props.manuscript.can.edit ? <MovableLine {...props} /> : <Line {...props} />
}
