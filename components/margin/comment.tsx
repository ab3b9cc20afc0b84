'use client'

import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { call } from '@/components/api'
import { marginText as words } from '@/components/text/margin'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { RelativeTime } from '@/components/ui/time'
import type { CommentView, ThreadView } from '@/lib/critique/contract'
import type { ReactionKind } from '@/lib/critique/contract.reactions'
import { Reactions } from './reactions'
import { Edited } from './edits'
import { Said } from './said'
import { Writing } from './writing'

interface CommentProps {
  comment: CommentView
  chapterId: string
  /** Its writer looks at it. */
  mine: boolean
  onChanged: (thread: ThreadView) => void
  onDelete: (comment: CommentView) => void
  viewerId: string
  /** Null where nothing can be said: for readers. */
  onReact: ((comment: CommentView, kind: ReactionKind, on: boolean) => void) | null
  /** The card is the active one: what can be done stands there. */
  active: boolean
  /** Shown at the right of the name: the kind of note. */
  aside?: ReactNode
}

/** One message: who, when, what; its writer can change it and take it back. */
export function Comment(props: CommentProps) {
  const { comment, chapterId, mine, onChanged, onDelete, aside, viewerId, onReact, active } = props
  const [edited, setEdited] = useState<string | null>(null)
  const save = async (mentions: string[]) => {
    const body = { body: edited, mentions }
    onChanged(await call<ThreadView>('PATCH', `/comments/${comment.id}`, { body, stay: true }))
    setEdited(null)
  }
  const react = onReact && ((kind: ReactionKind, on: boolean) => onReact(comment, kind, on))
  return (
    <div>
      <div className="mb-1.5 flex min-h-6 items-center gap-2">
        <Avatar name={comment.author.name} colour={comment.author.colour} size="small" decorative />
        <span className="min-w-0 truncate font-semibold">{comment.author.name}</span>
        <RelativeTime at={comment.createdAt} className="shrink-0 text-[12.5px] text-ink-faint" />
        {comment.deleted ? null : <Edited comment={comment} />}
        <span className="ml-auto flex shrink-0 items-center gap-1">
          {aside}
          {mine && !comment.deleted ? (
            <Menu
              trigger={
                <IconButton label={words.more} className="size-7">
                  <Ellipsis aria-hidden className="size-4" />
                </IconButton>
              }
            >
              <MenuItem sign={<Pencil />} onSelect={() => setEdited(comment.body)}>
                {words.edit}
              </MenuItem>
              <MenuItem sign={<Trash2 />} tone="danger" onSelect={() => onDelete(comment)}>
                {words.remove}
              </MenuItem>
            </Menu>
          ) : null}
        </span>
      </div>
      {comment.deleted ? (
        <p className="text-ink-faint italic">{words.deletedComment}</p>
      ) : edited === null ? (
        <Said comment={comment} />
      ) : (
        <Writing
          label={words.edit}
          placeholder={words.placeholder}
          chapterId={chapterId}
          value={edited}
          onChange={setEdited}
          onPost={save}
          onClose={() => setEdited(null)}
          act={words.edit}
          autoFocus
        />
      )}
      <Reactions comment={comment} viewerId={viewerId} onReact={react} active={active} />
    </div>
  )
}
