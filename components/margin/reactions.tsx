'use client'

import {
  HandHeart,
  Heart,
  Hourglass,
  Laugh,
  SearchCheck,
  SmilePlus,
  ThumbsUp,
  type LucideIcon,
} from 'lucide-react'
import { notesText } from '@/components/text/notes'
import { IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { CommentView } from '@/lib/critique/contract'
import type { ReactionKind } from '@/lib/critique/contract.reactions'

const words = notesText.reactions

const SIGNS: Record<ReactionKind, LucideIcon> = {
  thanks: HandHeart,
  agree: ThumbsUp,
  laughed: Laugh,
  moved: Heart,
  caught: SearchCheck,
  thinking: Hourglass,
}

const KINDS = Object.keys(SIGNS) as ReactionKind[]

type OnReact = (kind: ReactionKind, on: boolean) => void

function isMine(comment: CommentView, kind: ReactionKind, viewerId: string): boolean {
  const of = comment.reactions.find((one) => one.kind === kind)
  return of?.people.some(({ userId }) => userId === viewerId) ?? false
}

interface ReactMenuProps {
  comment: CommentView
  viewerId: string
  onReact: OnReact
}

/** Chooses what to say of a comment without a word. */
function ReactMenu({ comment, viewerId, onReact }: ReactMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton label={words.react} className="-ml-1 size-7">
          <SmilePlus aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {KINDS.map((kind) => {
        const Sign = SIGNS[kind]
        const mine = isMine(comment, kind, viewerId)
        return (
          <MenuItem key={kind} sign={<Sign aria-hidden />} onSelect={() => onReact(kind, !mine)}>
            {mine ? words.takeBack(words.kinds[kind]) : words.kinds[kind]}
          </MenuItem>
        )
      })}
    </Menu>
  )
}

interface ReactionsProps {
  comment: CommentView
  viewerId: string
  /** Null for those who may only read. */
  onReact: OnReact | null
  /** The card is the active one: there it can be reacted anew. */
  active: boolean
}

/** What people said of a comment without a word: how many, and who on hover and for screen readers. */
export function Reactions({ comment, viewerId, onReact, active }: ReactionsProps) {
  const add = active && onReact
  if (comment.deleted || (comment.reactions.length === 0 && !add)) return null
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1.5">
      <ul aria-label={words.title} className="flex list-none flex-wrap gap-1.5 empty:hidden">
        {comment.reactions.map(({ kind, people }) => {
          const Sign = SIGNS[kind]
          const mine = isMine(comment, kind, viewerId)
          const names = people.map(({ name }) => name).join(', ')
          return (
            <li key={kind}>
              <button
                type="button"
                aria-pressed={mine}
                aria-label={words.by(words.kinds[kind], names)}
                title={words.by(words.kinds[kind], names)}
                disabled={onReact === null}
                onClick={() => onReact?.(kind, !mine)}
                className={classes(
                  'touch inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2 text-[12.5px] tabular-nums',
                  mine ? 'border-accent/50 bg-accent/8 text-accent' : 'border-rule text-ink-soft',
                  onReact && 'hover:border-rule-strong',
                )}
              >
                <Sign aria-hidden className="size-3.5" />
                {people.length}
              </button>
            </li>
          )
        })}
      </ul>
      {add ? <ReactMenu comment={comment} viewerId={viewerId} onReact={add} /> : null}
    </div>
  )
}

/** The comment as it will be once the server has the reaction. */
export function reacted(
  comment: CommentView,
  kind: ReactionKind,
  by: { person: CommentView['author']; on: boolean },
): CommentView {
  const others = KINDS.flatMap((each) => {
    const people = comment.reactions.find((one) => one.kind === each)?.people ?? []
    if (each !== kind) return people.length > 0 ? [{ kind: each, people }] : []
    const rest = people.filter(({ userId }) => userId !== by.person.userId)
    const now = by.on ? [...rest, by.person] : rest
    return now.length > 0 ? [{ kind, people: now }] : []
  })
  return { ...comment, reactions: others }
}
