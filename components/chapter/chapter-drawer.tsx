'use client'

import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import type { ReactNode } from 'react'
import { chapterText as words } from '@/components/text/chapter'
import { classes } from '@/components/ui/classes'
import { Sheet } from '@/components/ui/overlay'
import type { ChapterFigures, OutlineEntry } from '@/components/editor/outline'

interface ChapterDrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  editor: Editor | null
  figures: ChapterFigures | null
  language: string
  /** What this device keeps beside the chapter, if there is anything. */
  copies?: ReactNode
  /** The versions, for those who may see them. */
  versions?: ReactNode
}

/** Goes to a place in the text and shows it in the upper third of the page. */
function goTo(editor: Editor, position: number): void {
  const { state, view } = editor
  const at = Math.min(position, state.doc.content.size)
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))))
  view.focus()
  const node = view.domAtPos(at).node
  const element = node instanceof Element ? node : node.parentElement
  element?.scrollIntoView({ block: 'center' })
}

/** The copies of the chapter that this device keeps, its outline and its newest versions. */
export function ChapterDrawer(props: ChapterDrawerProps) {
  const { open, onOpenChange, editor, figures, language, copies, versions } = props
  const outline = figures?.outline ?? []
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={words.drawer.title}>
      {copies}
      <nav aria-label={words.drawer.outline}>
        <h3 className="mb-2 text-[13px] font-semibold text-ink-soft">{words.drawer.outline}</h3>
        {outline.length === 0 ? (
          <p className="text-ink-soft">{words.drawer.none}</p>
        ) : (
          <ol className="-mx-2 grid grid-cols-[minmax(0,1fr)]">
            {outline.map((entry) => (
              <li key={entry.position}>
                <button
                  type="button"
                  lang={language}
                  onClick={() => {
                    onOpenChange(false)
                    if (editor) requestAnimationFrame(() => goTo(editor, entry.position))
                  }}
                  className={classes(
                    'touch w-full rounded-control px-2 py-1.5 text-left hover:bg-ink/6',
                    entry.kind === 'heading' && entry.level > 2 && 'pl-6',
                  )}
                >
                  <Entry entry={entry} />
                </button>
              </li>
            ))}
          </ol>
        )}
      </nav>
      {versions}
    </Sheet>
  )
}

function Entry({ entry }: { entry: OutlineEntry }) {
  if (entry.kind === 'heading') return <span className="font-serif font-semibold">{entry.words}</span>
  return (
    <>
      <span className="block text-[12.5px] text-ink-faint">{words.drawer.scene(entry.number)}</span>
      <span className="block truncate font-serif">{entry.words}</span>
    </>
  )
}
