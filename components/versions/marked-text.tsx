'use client'

import { useState } from 'react'
import { versionsText as words } from '@/components/text/versions'
import type { ComparedBlockView, ComparisonView } from '@/lib/manuscript/contract.versions'
import { ComparedBlock } from './pieces'

/** More unchanged blocks than these in a row are folded, and so many stay in sight at each end. */
const LONGEST_PLAIN = 7
const KEPT_PLAIN = 2

type Stretch = { from: number; to: number; folded: boolean }

/** Stretches of blocks: all that changed, and the rest with its middle folded. */
export function foldUnchanged(blocks: readonly ComparedBlockView[]): Stretch[] {
  // With nothing to look for the text is there to be read.
  if (blocks.every(({ state }) => state === 'same')) return [{ from: 0, to: blocks.length, folded: false }]
  const stretches: Stretch[] = []
  let from = 0
  while (from < blocks.length) {
    const plain = blocks[from]?.state === 'same'
    let to = from + 1
    while (to < blocks.length && (blocks[to]?.state === 'same') === plain) to += 1
    if (plain && to - from > LONGEST_PLAIN) {
      const head = from === 0 ? from : from + KEPT_PLAIN
      const tail = to === blocks.length ? to : to - KEPT_PLAIN
      stretches.push({ from, to: head, folded: false })
      stretches.push({ from: head, to: tail, folded: true })
      stretches.push({ from: tail, to, folded: false })
    } else stretches.push({ from, to, folded: false })
    from = to
  }
  return stretches.filter((stretch) => stretch.to > stretch.from)
}

function Fold({ many, onOpen }: { many: number; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="touch my-4 flex w-full items-center gap-3 font-sans text-[13px] text-ink-soft hover:text-ink"
    >
      <span aria-hidden className="h-px flex-1 bg-rule" />
      {words.unchanged(many)} · <span className="font-medium text-accent">{words.showUnchanged}</span>
      <span aria-hidden className="h-px flex-1 bg-rule" />
    </button>
  )
}

interface MarkedTextProps {
  comparison: ComparisonView
  language: string
  mode: 'marked' | 'sideBySide'
  /** The block a note points to. */
  activeBlock: number | null
  /** What the two columns are called. */
  names: { from: string; to: string }
}

/** Two versions as one marked text or side by side, with what did not change folded away. */
export function MarkedText({ comparison, language, mode, activeBlock, names }: MarkedTextProps) {
  const { blocks } = comparison
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const stretches = foldUnchanged(blocks)
  const isOpen = ({ from, to, folded }: Stretch) =>
    !folded || opened.has(from) || (activeBlock !== null && activeBlock >= from && activeBlock < to)
  const indexes = ({ from, to }: Stretch) => Array.from({ length: to - from }, (_, i) => from + i)
  if (blocks.every(({ pieces }) => pieces.length === 0)) return <p className="text-ink-soft">{words.empty}</p>
  const rows = stretches.map((stretch) => {
    if (!isOpen(stretch))
      return (
        <div key={stretch.from} className="col-span-full">
          <Fold
            many={stretch.to - stretch.from}
            onOpen={() => setOpened(new Set([...opened, stretch.from]))}
          />
        </div>
      )
    return indexes(stretch).flatMap((index) => {
      const block = blocks[index]
      if (!block) return []
      const active = index === activeBlock
      if (mode === 'marked') return <ComparedBlock key={index} block={block} index={index} active={active} />
      return (
        <div key={index} className="col-span-full grid grid-cols-2 gap-x-12">
          <div className="min-w-0">
            <ComparedBlock block={block} index={index} side="from" active={active} />
          </div>
          <div className="min-w-0">
            <ComparedBlock block={block} index={index} side="to" active={active} />
          </div>
        </div>
      )
    })
  })
  if (mode === 'marked')
    return (
      <div lang={language} className="compared prose-text mx-auto">
        {rows}
      </div>
    )
  return (
    <div lang={language} className="compared prose-text grid max-w-none! text-[16.5px]!">
      <div className="col-span-full mb-4 grid grid-cols-2 gap-x-12 font-sans text-[13px] font-semibold text-ink-soft">
        <span className="truncate">{names.from}</span>
        <span className="truncate">{names.to}</span>
      </div>
      {rows}
    </div>
  )
}
