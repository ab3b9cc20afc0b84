'use client'

import useSWR from 'swr'
import { useState } from 'react'
import { fetchView } from '@/components/api'
import { marginText } from '@/components/text/margin'
import { notesText } from '@/components/text/notes'
import { Popover } from '@/components/ui/overlay'
import { RelativeTime } from '@/components/ui/time'
import { sentenceOf } from '@/components/use-work'
import type { CommentView } from '@/lib/critique/contract'
import type { EditList } from '@/lib/critique/contract.edits'
import { Marked } from './marked'

const words = notesText.edits

function Former({ commentId, editedAt }: { commentId: string; editedAt: string }) {
  // A later change has more to show, so its time is part of the key.
  const { data, error } = useSWR<EditList, Error>(
    [`/comments/${commentId}/edits`, editedAt],
    ([path]: [string, string]) => fetchView<EditList>(path),
  )
  if (error) return <p role="alert">{sentenceOf(error)}</p>
  if (!data) return <p className="text-ink-soft">{words.loading}</p>
  if (data.edits.length === 0) return <p className="text-ink-soft">{words.none}</p>
  return (
    <ol className="grid list-none gap-3">
      {data.edits.map(({ version, body, writtenAt }) => (
        <li key={version} className="border-t border-rule pt-2.5 first:border-0 first:pt-0">
          <RelativeTime at={writtenAt} className="text-[12.5px] text-ink-faint" />
          <Marked body={body} />
        </li>
      ))}
    </ol>
  )
}

/** “edited”, and what the comment said before. */
export function Edited({ comment }: { comment: CommentView }) {
  const [open, setOpen] = useState(false)
  const { id, editedAt } = comment
  if (!editedAt) return null
  return (
    <Popover
      label={words.title}
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          title={words.title}
          className="touch rounded-sm text-[12.5px] text-ink-faint underline decoration-dotted underline-offset-2 hover:text-ink"
        >
          {marginText.edited}
        </button>
      }
    >
      <div className="max-h-[50vh] w-[min(300px,calc(100vw-64px))] overflow-y-auto text-[14px]">
        <p className="mb-2 text-[13.5px] font-semibold">{words.title}</p>
        <Former commentId={id} editedAt={editedAt} />
      </div>
    </Popover>
  )
}
