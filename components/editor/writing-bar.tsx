'use client'

import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import {
  Bold,
  Heading2,
  Italic,
  Link2,
  MessageSquarePlus,
  PenLine,
  Redo2,
  Strikethrough,
  TextCursorInput,
  TextQuote,
  Undo2,
} from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { chapterText as words } from '@/components/text/chapter'
import { suggestionText } from '@/components/text/suggestions'
import { classes } from '@/components/ui/classes'
import type { NoteBegun } from '@/components/margin/margin-props'
import { LinkForm } from './link-form'
import { act, isActive } from './writing-keys'
import type { WritingAct } from './writing-keys'
import { useCaretPlace } from './use-caret-place'
import { useKeyboardInset, useSelectionPlace } from './use-selection-place'
import type { SelectionPlace } from './use-selection-place'

const SIGNS: Record<Exclude<WritingAct, 'scene_break'>, ReactNode> = {
  bold: <Bold aria-hidden />,
  italic: <Italic aria-hidden />,
  strike: <Strikethrough aria-hidden />,
  heading: <Heading2 aria-hidden />,
  quote: <TextQuote aria-hidden />,
}
const ACTS = Object.keys(SIGNS) as (keyof typeof SIGNS)[]

interface WritingBarProps {
  editor: Editor
  mayEdit: boolean
  /** Begins a note on the selected words, or an insertion where the caret stands; null where that is not possible. */
  write: ((what: NoteBegun) => void) | null
  /** True while the address of a link is asked for; Ctrl or ⌘ + K sets it. */
  isLinking: boolean
  onLinking: (isLinking: boolean) => void
}

/** The tools, where the hand is: above the selected words; on a phone at the lower edge, above the keyboard. */
export const WritingBar = memo(function WritingBar(props: WritingBarProps) {
  const { editor, mayEdit, write, isLinking, onLinking } = props
  const selected = useSelectionPlace(editor)
  const caret = useCaretPlace(editor, !mayEdit && write !== null)
  const place = selected ?? caret
  const isNarrow = useIsNarrow()
  const inset = useKeyboardInset()
  const isFocused = useEditorState({ editor, selector: ({ editor: now }) => now.isFocused })
  if (!mayEdit && !write) return null
  const inside = isLinking ? (
    <LinkForm editor={editor} onDone={() => onLinking(false)} />
  ) : (
    <Tools {...props} hasSelection={selected !== null} hasCaret={caret !== null} withUndo={isNarrow} />
  )
  if (isNarrow) {
    const isShown = isLinking || place !== null || (isFocused && mayEdit && inset > 80)
    return isShown ? (
      <div
        className="fixed inset-x-0 z-40 flex justify-center border-t border-rule bg-raised/97 px-1 py-1 shadow-lift"
        style={{ bottom: inset }}
      >
        {inside}
      </div>
    ) : null
  }
  return place ? <Floating place={place}>{inside}</Floating> : null
})

function Floating({ place, children }: { place: SelectionPlace; children: ReactNode }) {
  const bar = useRef<HTMLElement>(null)
  const [at, setAt] = useState<{ left: number; top: number } | null>(null)
  useLayoutEffect(() => {
    const box = bar.current?.getBoundingClientRect()
    if (!box) return
    const middle = (place.left + place.right) / 2 - box.width / 2
    const left = Math.max(8, Math.min(middle, window.innerWidth - box.width - 8))
    // The bar of the page is 54 px high; below it there has to be room, else the tools go under the words.
    const above = place.top - box.height - 8
    const top = above > 60 ? above : Math.min(place.bottom + 8, window.innerHeight - box.height - 44)
    setAt((now) => (now?.left === left && now.top === top ? now : { left, top }))
  }, [place, children])
  return (
    <section
      ref={bar}
      aria-label={words.acts.bar}
      style={at ? { left: at.left, top: at.top } : { visibility: 'hidden', left: 0, top: 0 }}
      className="animate-fade fixed z-40 rounded-[10px] border border-rule bg-raised p-1 shadow-lift"
    >
      {children}
    </section>
  )
}

interface ToolsProps extends WritingBarProps {
  hasSelection: boolean
  /** Nothing is selected, and somebody who may not write has put the caret somewhere. */
  hasCaret: boolean
  withUndo: boolean
}

function Tools(props: ToolsProps) {
  const { editor, mayEdit, write, onLinking, hasSelection, hasCaret, withUndo } = props
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      ...Object.fromEntries(ACTS.map((what) => [what, isActive(now, what)])),
      link: now.isActive('link'),
    }),
  }) as Record<string, boolean>
  return (
    <div role="toolbar" aria-label={words.acts.bar} className="flex items-center gap-0.5 max-sm:w-full">
      {mayEdit
        ? ACTS.map((what) => (
            <Tool
              key={what}
              label={words.acts[what]}
              isOn={active[what] ?? false}
              onPress={() => {
                act(editor, what)
                editor.commands.focus()
              }}
            >
              {SIGNS[what]}
            </Tool>
          ))
        : null}
      {mayEdit ? (
        <Tool label={words.acts.link} isOn={active['link'] ?? false} onPress={() => onLinking(true)}>
          <Link2 aria-hidden />
        </Tool>
      ) : null}
      {mayEdit && withUndo ? (
        <>
          <Tool label={words.acts.undo} onPress={() => editor.commands.undo()}>
            <Undo2 aria-hidden />
          </Tool>
          <Tool label={words.acts.redo} onPress={() => editor.commands.redo()}>
            <Redo2 aria-hidden />
          </Tool>
        </>
      ) : null}
      {write && hasCaret && !hasSelection ? (
        <Tool label={suggestionText.here} onPress={() => write('insertion')} named="always">
          <TextCursorInput aria-hidden />
        </Tool>
      ) : null}
      {write && hasSelection ? (
        <>
          {mayEdit ? <span aria-hidden className="mx-1 h-5 w-px bg-rule" /> : null}
          <Tool
            label={words.acts.comment}
            onPress={() => write('comment')}
            named={mayEdit ? 'wide' : 'always'}
          >
            <MessageSquarePlus aria-hidden />
          </Tool>
          <Tool
            label={suggestionText.suggest}
            onPress={() => write('suggestion')}
            named={mayEdit ? undefined : 'always'}
          >
            <PenLine aria-hidden />
          </Tool>
        </>
      ) : null}
    </div>
  )
}

interface ToolProps {
  label: string
  onPress: () => void
  isOn?: boolean
  /** Shows its name beside the sign, where there is room or in any case. */
  named?: 'wide' | 'always'
  children: ReactNode
}

function Tool({ label, onPress, isOn, named, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      // The selection stays in the text while its tool is pressed.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={classes(
        'touch inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-[7px] px-1.5 text-[13px] font-medium max-sm:h-10 max-sm:min-w-0 max-sm:flex-1 [&>svg]:size-4',
        isOn ? 'bg-accent/12 text-accent' : 'text-ink-soft hover:bg-ink/7 hover:text-ink',
      )}
    >
      {children}
      {named ? <span className={named === 'wide' ? 'pr-1 max-sm:hidden' : 'pr-1'}>{label}</span> : null}
    </button>
  )
}

const NARROW = '(max-width: 640px)'

function useIsNarrow(): boolean {
  const [isNarrow, setIsNarrow] = useState(false)
  useEffect(() => {
    const query = window.matchMedia(NARROW)
    const look = () => setIsNarrow(query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])
  return isNarrow
}
