'use client'

import { useCallback } from 'react'
import type { CommentView } from '@/lib/critique/contract'
import { Marked, type Say } from './marked'
import { partsOf } from './mentions'

/** The words of a comment, with the people it calls as names that stand out. */
export function Said({ comment }: { comment: Pick<CommentView, 'body' | 'mentions'> }) {
  const { body, mentions } = comment
  const say = useCallback<Say>(
    (text) =>
      partsOf(text, mentions).map(({ text: part, person }, at) =>
        person ? (
          <span key={at} className="rounded-[5px] bg-accent/10 px-1 font-medium text-accent">
            {part}
          </span>
        ) : (
          part
        ),
      ),
    [mentions],
  )
  return mentions.length > 0 ? <Marked body={body} say={say} /> : <Marked body={body} />
}
