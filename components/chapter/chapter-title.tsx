'use client'

import { useEffect, useRef, useState } from 'react'
import { call } from '@/components/api'
import { chapterText as words } from '@/components/text/chapter'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'

/** Longest title, in UTF-16 code units (`MANUSCRIPT_LIMITS.titleCharacters`). */
const LONGEST_TITLE = 300

const LOOK =
  'm-0 block w-full font-serif text-[30px] leading-[1.2] font-semibold tracking-[-0.01em] text-balance max-sm:text-[25px]'

interface ChapterTitleProps {
  chapterId: string
  title: string
  lang: string
  mayEdit: boolean
  onTitle: (title: string) => void
  /** Enter in the title goes on in the text. */
  onEnter: () => void
}

/** The title above the text, written in place by those who may. Esc takes back, leaving or Enter keeps. */
export function ChapterTitle(props: ChapterTitleProps) {
  const { chapterId, title, lang, mayEdit, onTitle, onEnter } = props
  const [typed, setTyped] = useState(title)
  const isWriting = useRef(false)
  const toast = useToast()
  useEffect(() => {
    if (!isWriting.current) setTyped(title)
  }, [title])
  if (!mayEdit) {
    return (
      <h1 lang={lang} className={LOOK}>
        {title || words.untitled}
      </h1>
    )
  }
  const keep = async () => {
    isWriting.current = false
    const next = typed.trim().replace(/\s+/gu, ' ')
    if (next === '' || next === title) return setTyped(title)
    try {
      await call('PATCH', `/chapters/${chapterId}`, { body: { title: next }, stay: true })
      onTitle(next)
    } catch (failure) {
      // The words stay in the field, so that nothing typed is lost; leaving it again tries again.
      toast({ text: sentenceOf(failure), tone: 'error' })
    }
  }
  return (
    <h1 className="m-0">
      <textarea
        value={typed}
        lang={lang}
        rows={1}
        maxLength={LONGEST_TITLE}
        spellCheck
        aria-label={words.title}
        placeholder={words.untitled}
        onFocus={() => (isWriting.current = true)}
        onChange={(event) => setTyped(event.target.value.replace(/\n/g, ' '))}
        onBlur={() => void keep()}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            setTyped(title)
            isWriting.current = false
          }
          if (event.key === 'Enter') {
            event.preventDefault()
            onEnter()
          }
        }}
        // A line is lower than the letters in it: room below for those that go down.
        className={`${LOOK} field-sizing-content -mb-[0.2em] resize-none rounded-md bg-transparent p-0 pb-[0.2em] outline-offset-8`}
      />
    </h1>
  )
}
