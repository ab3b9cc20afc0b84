'use client'

import { Check, CornerDownLeft, Copy } from 'lucide-react'
import { useState } from 'react'
import { call } from '@/components/api'
import { exactTime } from '@/components/text/dates'
import { text } from '@/components/text/en'
import { pastText as words } from '@/components/text/past'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { copy } from '@/components/ui/copy-button'
import { Pill } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import { clockOf } from '@/components/versions/days'
import type { CutView } from '@/lib/manuscript/contract.past'
import { dressed } from './dressed'

type Block = CutView['blocks'][number]

/** The words as plain text, blocks a line apart. */
function plainOf({ blocks }: CutView): string {
  return blocks
    .map(({ kind, pieces }) => (kind === 'sceneBreak' ? '***' : pieces.map((p) => p.text).join('')))
    .join('\n')
}

function Pieces({ block }: { block: Block }) {
  return (
    <mark>
      {block.pieces.map(({ text, marks }, i) => (
        <span key={i}>{dressed(text, marks)}</span>
      ))}
    </mark>
  )
}

/** What stood before, from its first whole word on; it was cut off at a number of characters. */
const fromWord = (near: string) => near.replace(/^\S*\s+(?=\S)/, '')

/** What stood after, up to its last whole word. */
const toWord = (near: string) => near.replace(/(?<=\S)\s+\S*$/, '')

/** The passage, with a little of what stood around it. */
function CutWords({ cut, language }: { cut: CutView; language: string }) {
  const { blocks, before, after, isWhole } = cut
  return (
    <div lang={language} className="cut-words grid gap-1.5">
      {blocks.map((block, i) => {
        const isFirst = i === 0
        const isLast = i === blocks.length - 1
        if (block.kind === 'sceneBreak')
          return (
            <p key={i} role="img" aria-label={words.sceneBreak} className="text-center text-ink-faint">
              ❧
            </p>
          )
        const lead = isFirst && before ? <span className="cut-near">…{fromWord(before)}</span> : null
        const rest = isLast && isWhole && after ? <span className="cut-near">{toWord(after)}…</span> : null
        // What stood around a whole paragraph stands in others.
        const inside = (
          <>
            {block.whole ? null : lead}
            <Pieces block={block} />
            {block.whole ? null : rest}
            {isLast && !isWhole ? '…' : null}
          </>
        )
        return (
          <div key={i} data-quotes={block.quotes > 0}>
            {block.whole && lead ? <p className="mb-1.5">{lead}</p> : null}
            {block.kind === 'heading' ? <h3>{inside}</h3> : <p>{inside}</p>}
            {block.whole && rest ? <p className="mt-1.5">{rest}</p> : null}
          </div>
        )
      })}
    </div>
  )
}

interface CutCardProps {
  cut: CutView
  chapterId: string
  language: string
  onBringBack: () => Promise<void>
}

/** A cut passage: who cut it when, its words, and what can be done with them. */
export function CutCard({ cut: told, chapterId, language, onBringBack }: CutCardProps) {
  const toast = useToast()
  const [whole, setWhole] = useState<CutView | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const cut = whole ?? told
  const all = async (): Promise<CutView> => {
    if (cut.isWhole) return cut
    const view = await call<CutView>('GET', `/chapters/${chapterId}/cuts/${cut.id}`)
    setWhole(view)
    return view
  }
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act()
    } catch (failure) {
      toast({ text: sentenceOf(failure), tone: 'error' })
    }
  }
  const take = () =>
    attempt(async () => {
      await copy(plainOf(await all()))
      setCopied(true)
      setTimeout(() => setCopied(false), 2_000)
    })
  const back = async () => {
    setBusy(true)
    await onBringBack()
    setBusy(false)
  }
  const time = clockOf(cut.at)
  const CopySign = isCopied ? Check : Copy
  return (
    <article
      aria-label={words.passage(cut.by.name, time)}
      className="rounded-card border border-rule bg-paper px-4 py-3.5 sm:px-5 sm:py-4"
    >
      <p className="mb-2.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5 text-[13px] text-ink-soft">
        <Avatar name={cut.by.name} colour={cut.by.colour} size="small" decorative />
        <time
          dateTime={cut.at}
          title={exactTime(new Date(cut.at))}
          className="font-medium text-ink tabular-nums"
        >
          {time}
        </time>
        <span>{words.cutBy(cut.by.name)}</span>
        <span className="tabular-nums">{words.words(cut.words)}</span>
        {told.isBack ? (
          <Pill hue="praise" sign={<Check aria-hidden className="size-3" />}>
            {words.back}
          </Pill>
        ) : null}
      </p>
      <CutWords cut={cut} language={language} />
      <div className="mt-3.5 flex flex-wrap gap-2">
        <Button
          size="small"
          tone={told.isBack ? 'quiet' : 'accent'}
          busy={isBusy}
          onClick={() => void back()}
        >
          <CornerDownLeft aria-hidden className="size-3.5" />
          {words.bringBack}
        </Button>
        <Button size="small" onClick={() => void take()}>
          <CopySign aria-hidden className="size-3.5" />
          <span aria-live="polite">{isCopied ? text.copied : words.copy}</span>
        </Button>
        {cut.isWhole ? null : (
          <Button size="small" tone="ghost" onClick={() => void attempt(async () => void (await all()))}>
            {words.showAll}
          </Button>
        )}
      </div>
    </article>
  )
}
