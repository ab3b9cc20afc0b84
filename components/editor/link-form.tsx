'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { chapterText as words } from '@/components/text/chapter'
import { Button } from '@/components/ui/button'
import { cleanHref } from '@/lib/prose/links'

/** What somebody types as an address: `example.org` and `mara@example.org` are meant as links too. */
export function hrefOf(typed: string): string | null {
  const bare = typed.trim()
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/u.test(bare)) return cleanHref(`mailto:${bare}`)
  if (/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/?#:]\S*)?$/u.test(bare)) return cleanHref(`https://${bare}`)
  return cleanHref(bare)
}

/** Asks for the address of a link on the selected words. */
export function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const current: unknown = editor.getAttributes('link')['href']
  const [typed, setTyped] = useState(typeof current === 'string' ? current : '')
  const [isWrong, setIsWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const errorId = useId()
  useEffect(() => field.current?.focus(), [])
  const close = () => {
    onDone()
    editor.commands.focus()
  }
  const put = (event: FormEvent) => {
    event.preventDefault()
    const href = hrefOf(typed)
    if (href === null) return setIsWrong(true)
    editor.chain().extendMarkRange('link').setMark('link', { href }).run()
    close()
  }
  const remove = () => {
    editor.chain().extendMarkRange('link').unsetMark('link').run()
    close()
  }
  return (
    <form onSubmit={put} className="flex flex-wrap items-center gap-1.5 p-0.5">
      <input
        ref={field}
        type="text"
        inputMode="url"
        value={typed}
        aria-label={words.link.address}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? errorId : undefined}
        placeholder="https://"
        maxLength={2_048}
        onChange={(event) => {
          setTyped(event.target.value)
          setIsWrong(false)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          close()
        }}
        className="h-8 w-60 rounded-control border border-rule bg-paper px-2 text-[14px]"
      />
      <Button type="submit" tone="accent" size="small">
        {words.link.put}
      </Button>
      {typeof current === 'string' ? (
        <Button size="small" tone="ghost" onClick={remove}>
          {words.link.remove}
        </Button>
      ) : null}
      {isWrong ? (
        <p id={errorId} role="alert" className="w-full px-1 text-[12.5px] text-danger">
          {words.link.unsafe}
        </p>
      ) : null}
    </form>
  )
}
