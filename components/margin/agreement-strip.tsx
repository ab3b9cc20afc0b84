'use client'

import type { Editor } from '@tiptap/core'
import { Scale } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { agreementText as words } from '@/components/text/agreement'
import { quoted } from '@/components/text/quoted'
import type { Passage } from '@/lib/text/agreement'
import { saidOf } from './agreement'
import { AgreementKinds } from './agreement-kinds'
import { useCategories, type Categories } from './categories'
import { PLAIN_LOOK } from './kinds'
import { useStrip } from './use-strip'

interface AgreementStripProps {
  editor: Editor
  /** Every marked passage, in the order of the text. */
  passages: readonly Passage[]
  text: string
  onShow: (passage: Passage) => void
}

/** From so many people on a passage is as strong as it gets. */
const STRONGEST = 5

/** The longest quote that a screen reader is given, in UTF-16 code units. */
const QUOTED = 80

function colourOf({ categories: [leading] }: Passage, categories: Categories): string {
  const { hue } = categories.of(leading?.category ?? null)?.look ?? PLAIN_LOOK
  return `var(--${hue})`
}

function labelOf(passage: Passage, text: string, categories: Categories): string {
  const said = `${words.people(passage.people.length)}: ${saidOf(passage, categories)}.`
  const quote = quoted(text.slice(passage.from, passage.to).slice(0, QUOTED))
  return [said, passage.disagree ? `${words.disagree}.` : '', quote].filter(Boolean).join(' ')
}

const strengthOf = ({ people }: Passage) => `${(Math.min(people.length, STRONGEST) / STRONGEST) * 100}%`

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** Which of `many` a key goes to from `at`; null for other keys. */
function stepTo(key: string, at: number, many: number): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return many - 1
  const step = STEPS[key]
  return step === undefined ? null : Math.min(Math.max(at + step, 0), many - 1)
}

interface SegmentProps {
  passage: Passage
  label: string
  colour: string
  isStop: boolean
  onShow: () => void
  onFocus: () => void
  onKey: (event: KeyboardEvent) => void
}

/** A passage that several people marked: how many, and on hover and focus as what. */
function Segment({ passage, label, colour, isStop, onShow, onFocus, onKey }: SegmentProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div
      data-passage
      className="strip-segment"
      style={{ '--c': colour, '--strength': strengthOf(passage) }}
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
    >
      <button
        type="button"
        data-crowd={passage.people.length}
        aria-label={label}
        tabIndex={isStop ? 0 : -1}
        className="strip-crowd"
        onClick={onShow}
        onFocus={() => {
          setOpen(true)
          onFocus()
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false)
          else onKey(event)
        }}
      >
        <span aria-hidden className="strip-number">
          {passage.people.length}
          {passage.disagree ? <Scale className="size-2.5" /> : null}
        </span>
      </button>
      {isOpen ? (
        <div role="tooltip" className="strip-tip animate-fade">
          <p className="mb-1.5 text-[13px] font-semibold">{words.people(passage.people.length)}</p>
          <AgreementKinds passage={passage} />
        </div>
      ) : null}
    </div>
  )
}

/**
 * Beside the text: every marked passage, the stronger the more people marked it, in the hue of what most of them said.
 * One stop of the keyboard; arrow keys go from crowd to crowd.
 */
export function AgreementStrip({ editor, passages, text, onShow }: AgreementStripProps) {
  const strip = useRef<HTMLDivElement>(null)
  const categories = useCategories()
  const [at, setAt] = useState(0)
  useStrip(editor, strip, passages)
  const crowds = passages.filter(({ people }) => people.length > 1)
  const stop = Math.min(at, crowds.length - 1)
  const onKey = (event: KeyboardEvent) => {
    const next = stepTo(event.key, stop, crowds.length)
    if (next === null) return
    event.preventDefault()
    strip.current?.querySelectorAll<HTMLElement>('[data-crowd]')[next]?.focus()
  }
  return (
    <div ref={strip} role="toolbar" aria-orientation="vertical" aria-label={words.strip} className="strip">
      {passages.map((passage) => {
        const key = passage.threadIds.join(' ')
        const crowd = crowds.indexOf(passage)
        if (crowd < 0)
          return (
            <div
              key={key}
              data-passage
              className="strip-segment"
              style={{ '--c': colourOf(passage, categories), '--strength': strengthOf(passage) }}
            />
          )
        return (
          <Segment
            key={key}
            passage={passage}
            label={labelOf(passage, text, categories)}
            colour={colourOf(passage, categories)}
            isStop={crowd === stop}
            onShow={() => onShow(passage)}
            onFocus={() => setAt(crowd)}
            onKey={onKey}
          />
        )
      })}
    </div>
  )
}
