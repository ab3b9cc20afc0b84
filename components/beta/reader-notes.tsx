'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { BetaNoteView } from '@/lib/beta/contract.reading'
import type { BetaReport } from '@/lib/beta/contract.report'
import { betaText, reactionWords } from '@/components/text/beta'
import { quoted } from '@/components/text/quoted'
import { Pick } from '@/components/ui/pick'
import { Panel, Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'

const words = betaText.report

interface Filter {
  reader: string | null
  edition: string | null
  /** `words`, `typos`, or a reaction. */
  kind: string | null
}

const OPEN: Filter = { reader: null, edition: null, kind: null }

function passes({ reader, edition, kind }: Filter, note: BetaNoteView): boolean {
  if (reader && note.reader.id !== reader) return false
  if (edition && note.editionId !== edition) return false
  if (kind === 'words') return note.body.trim() !== ''
  if (kind === 'typos') return note.typo
  return kind === null || note.reaction === kind
}

function Note({ note }: { note: BetaNoteView }) {
  const { id, chapterId, reader, quote, body, reaction, typo, createdAt, editedAt } = note
  const hasThread = body.trim() !== '' || typo
  return (
    <li className="border-t border-rule py-3 first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{reader.name}</span>
        {reaction ? <Pill>{reactionWords[reaction]}</Pill> : null}
        {typo ? <Pill hue="line">{words.typo}</Pill> : null}
        <span className="text-[12.5px] text-ink-soft">
          <RelativeTime at={createdAt} />
          {editedAt ? `, ${words.edited}` : ''}
        </span>
      </p>
      <span className="line-clamp-2 font-serif text-ink-soft italic">{quoted(quote)}</span>
      {body.trim() === '' ? null : <p className="mt-1 max-w-[70ch] whitespace-pre-line">{body}</p>}
      {hasThread ? (
        <Link
          href={`/chapters/${chapterId}?thread=${id}`}
          prefetch={false}
          className="text-[13px] underline underline-offset-3 print:hidden"
        >
          {words.inDraft}
        </Link>
      ) : null}
    </li>
  )
}

/** All that readers noted, filtered; each leads to its words in the draft as it is now. */
export function ReaderNotes({ report }: { report: BetaReport }) {
  const [filter, setFilter] = useState(OPEN)
  const { notes, readers, editions } = report
  const shown = notes.filter((note) => passes(filter, note))
  const reactions = Object.entries(reactionWords)
  return (
    <Panel title={words.notes}>
      {notes.length === 0 ? (
        <p className="text-ink-soft">{words.notesNone}</p>
      ) : (
        <div className="mb-4 grid gap-3 sm:grid-cols-3 print:hidden">
          <Pick
            label={words.filterReader}
            value={filter.reader}
            onChange={(reader) => setFilter({ ...filter, reader })}
            every={words.everyReader}
            options={readers.map(({ id, name }) => [id, name] as const)}
          />
          <Pick
            label={words.filterChapter}
            value={filter.edition}
            onChange={(edition) => setFilter({ ...filter, edition })}
            every={words.everyChapter}
            options={editions.map(({ id, title, number }) => [id, `${title}, ${number}`] as const)}
          />
          <Pick
            label={words.filterKind}
            value={filter.kind}
            onChange={(kind) => setFilter({ ...filter, kind })}
            every={words.everyKind}
            options={[
              ['words', words.kindNotes],
              ['typos', words.kindTypos],
              ...reactions.map(([key, name]) => [key, name] as const),
            ]}
          />
        </div>
      )}
      {notes.length > 0 && shown.length === 0 ? <p className="text-ink-soft">{words.notesNoneOf}</p> : null}
      <ul>
        {shown.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ul>
    </Panel>
  )
}
