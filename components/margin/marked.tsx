'use client'

import { ChevronDown } from 'lucide-react'
import { Fragment, memo, useEffect, useState, type ReactNode } from 'react'
import { notesText as words } from '@/components/text/notes'
import { classes } from '@/components/ui/classes'
import type { LightBlock, LightSpan } from '@/lib/prose/light'

type Read = (body: string) => LightBlock[]

let reader: Read | null = null

/** Signs of formatting: only a comment that has one waits for the reader. */
const FORMATTED = /[*_[\\>]|https?:\/\/|mailto:|(?:^|\n)\s*(?:[-+]|\d+[.)])\s/

/** Reads formatting; null until the first formatted comment of the page has brought the reader. */
function useReader(body: string): Read | null {
  const [read, setRead] = useState<Read | null>(() => reader)
  const needed = read === null && FORMATTED.test(body)
  useEffect(() => {
    if (!needed) return
    let left = false
    void import('@/lib/prose/light').then(({ readLight }) => {
      reader = readLight
      if (!left) setRead(() => readLight)
    })
    return () => {
      left = true
    }
  }, [needed])
  return read
}

/** Shows a piece of text: the names of people who were called become signs. */
export type Say = (text: string) => ReactNode

function Span({ span, say }: { span: LightSpan; say: Say }): ReactNode {
  switch (span.kind) {
    case 'text':
      return say(span.text)
    case 'break':
      return <br />
    case 'bold':
      return (
        <strong className="font-semibold">
          <Spans spans={span.spans} say={say} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Spans spans={span.spans} say={say} />
        </em>
      )
    case 'link':
      return (
        <a
          href={span.href}
          target="_blank"
          rel="noopener nofollow ugc"
          className="text-accent underline underline-offset-2"
        >
          <Spans spans={span.spans} say={say} />
        </a>
      )
  }
}

function Spans({ spans, say }: { spans: readonly LightSpan[]; say: Say }) {
  return spans.map((span, at) => (
    <Fragment key={at}>
      <Span span={span} say={say} />
    </Fragment>
  ))
}

function Block({ block, say }: { block: LightBlock; say: Say }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Spans spans={block.spans} say={say} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className="border-l-2 border-rule-strong pl-2.5 font-serif text-ink-soft italic">
          <LightText blocks={block.blocks} say={say} />
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <LightText blocks={item} say={say} />
        </li>
      ))
      return block.start === null ? (
        <ul className="list-disc pl-5">{items}</ul>
      ) : (
        <ol start={block.start} className="list-decimal pl-7">
          {items}
        </ol>
      )
    }
  }
}

/** Blocks of a comment as elements. */
export function LightText({ blocks, say }: { blocks: readonly LightBlock[]; say: Say }) {
  return blocks.map((block, at) => <Block key={at} block={block} say={say} />)
}

const MOST_SHOWN_CHARACTERS = 700
const MOST_SHOWN_LINES = 12

function isLong(body: string): boolean {
  return body.length > MOST_SHOWN_CHARACTERS || body.split('\n').length > MOST_SHOWN_LINES
}

const asText: Say = (text) => text

/**
 * The words of a comment with their light formatting. A long one is folded; screen readers and the page's own search
 * have all of it.
 */
export const Marked = memo(function Marked({ body, say = asText }: { body: string; say?: Say }) {
  const read = useReader(body)
  const [open, setOpen] = useState(false)
  const long = isLong(body)
  return (
    <div>
      <div
        // A link in the folded part that gets the focus unfolds it.
        onFocus={() => setOpen(true)}
        className={classes(
          'grid gap-2 leading-[1.5] [overflow-wrap:anywhere] [&>*]:min-w-0',
          long && !open && 'folded max-h-48 overflow-hidden',
        )}
      >
        {read ? (
          <LightText blocks={read(body)} say={say} />
        ) : (
          <p dir="auto" className="whitespace-pre-wrap">
            {say(body)}
          </p>
        )}
      </div>
      {long ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="touch mt-1 flex items-center gap-1 text-[13px] font-medium text-ink-soft hover:text-ink"
        >
          {open ? words.less : words.more}
          <ChevronDown aria-hidden className={classes('size-3.5', open && 'rotate-180')} />
        </button>
      ) : null}
    </div>
  )
})
