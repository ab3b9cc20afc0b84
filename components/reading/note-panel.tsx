'use client'

import { useEffect, useState } from 'react'
import { FEELINGS, readingText, signOf, wordOf } from '@/components/text/reading'
import type { BetaReaction } from '@/lib/beta/contract'
import { control, FIELD } from './controls'
import { Panel } from './panel'
import type { RoomNote } from './earlier-notes'
import { saysSomething, type Said } from './use-notes'

const words = readingText.sheet

interface NotePanelProps {
  note: RoomNote
  /** The note is there already; a blank one is not. */
  isKept: boolean
  /** The passage is a whole paragraph. */
  isWhole: boolean
  /** What stood in the field when it was left. */
  draft: string | undefined
  others: readonly RoomNote[]
  beside: Element | null
  /** Who sees a note that is not private. */
  seenBy: string
  onDraft: (body: string) => void
  onSave: (note: RoomNote) => Promise<void>
  onRemove: (note: RoomNote) => void
  onClose: () => void
  onStop: () => void
  /** Opens a new note at the passage of one of an earlier edition; null where there is none. */
  onAnew: (() => void) | null
}

/** What somebody felt at a passage, in one tap; and what he wants to say of it. */
export function NotePanel(props: NotePanelProps) {
  const { note, isKept, isWhole, draft, others, beside, seenBy, onDraft, onSave, onRemove, onClose, onStop } =
    props
  const [said, setSaid] = useState<Said>(note)
  const [body, setBody] = useState(draft ?? note.body)
  useEffect(() => setSaid(note), [note])
  /** A tap counts at once, the words when they are kept. */
  const tap = (change: Partial<Said>) => {
    const now = { ...said, ...change }
    setSaid(now)
    if (saysSomething(now)) void onSave({ ...note, ...now })
    else if (isKept) onRemove(note)
  }
  const keep = () => {
    const now = { ...said, body }
    // The draft goes when the note is kept: closing the page in between loses neither.
    if (saysSomething(now)) void onSave({ ...note, ...now }).then(() => onDraft(''))
    else {
      if (isKept) onRemove(note)
      onDraft('')
    }
    onClose()
  }
  return (
    <Panel label={words.label} beside={beside} onClose={onClose}>
      <p className="room-quoted">{isWhole ? words.whole : note.quote}</p>
      {note.earlier ? <FromEarlier earlier={note.earlier} onAnew={props.onAnew} /> : null}
      <Feelings chosen={said.reaction} onChoose={(reaction) => tap({ reaction })} />
      <textarea
        aria-label={words.note}
        placeholder={words.say}
        rows={2}
        maxLength={10_000}
        value={body}
        onChange={(event) => {
          setBody(event.target.value)
          onDraft(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep()
        }}
        className={`${FIELD} mt-3 max-h-40 resize-none [field-sizing:content]`}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-[13.5px] text-ink-soft">
        <Switch label={words.private} on={said.private} onChange={(on) => tap({ private: on })} />
        <Switch label={words.typo} on={said.typo} onChange={(on) => tap({ typo: on })} />
        <span className="ml-auto">{said.private ? words.seesNobody : seenBy}</span>
      </div>
      <div className="mt-3 flex items-center gap-2">
        <button type="button" className={control('accent', 'flex-1')} onClick={keep}>
          {words.keep}
        </button>
        {isKept ? (
          <button
            type="button"
            className={control('plain')}
            onClick={() => {
              onRemove(note)
              onClose()
            }}
          >
            {words.remove}
          </button>
        ) : null}
        <button type="button" className={control('plain')} onClick={onStop}>
          {readingText.room.stop}
        </button>
      </div>
      <Others notes={others} />
    </Panel>
  )
}

interface FromEarlierProps {
  earlier: NonNullable<RoomNote['earlier']>
  onAnew: (() => void) | null
}

/** Of a note of an earlier edition: which, and what became of the words that it was made at. */
function FromEarlier({ earlier: { number, quote, state }, onAnew }: FromEarlierProps) {
  const said = readingText.earlier
  const isOther = state === 'edited' || state === 'rewritten'
  return (
    <div className="room-earlier">
      <p>
        <b>{said.from(number)}.</b> {said[state]}
      </p>
      {isOther && quote.trim() ? (
        <p>
          {said.words} <q className="room-old">{quote}</q>
        </p>
      ) : null}
      {onAnew ? (
        <button type="button" className="min-h-9 font-semibold text-accent" onClick={onAnew}>
          {said.anew}
        </button>
      ) : null}
    </div>
  )
}

interface FeelingsProps {
  chosen: BetaReaction | null
  onChoose: (reaction: BetaReaction | null) => void
}

function Feelings({ chosen, onChoose }: FeelingsProps) {
  return (
    <div className="grid grid-cols-4 gap-2">
      {FEELINGS.map(({ reaction, sign, word }) => (
        <button
          key={reaction}
          type="button"
          aria-pressed={chosen === reaction}
          onClick={() => onChoose(chosen === reaction ? null : reaction)}
          className="room-feeling"
        >
          <span aria-hidden>{sign}</span>
          {word}
        </button>
      ))}
    </div>
  )
}

function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="inline-flex min-h-10 items-center gap-2">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4.5 accent-accent"
      />
      {label}
    </label>
  )
}

function Others({ notes }: { notes: readonly RoomNote[] }) {
  if (notes.length === 0) return null
  return (
    <section aria-label={words.others} className="mt-4 border-t border-rule pt-3">
      <h2 className="room-small">{words.others}</h2>
      <ul className="mt-1 grid gap-2">
        {notes.map(({ id, reader, reaction, body }) => (
          <li key={id} className="text-[14.5px]">
            <b className="font-semibold">{reader.name}</b>{' '}
            {reaction ? (
              <span className="text-ink-soft">
                <span aria-hidden>{signOf(reaction)} </span>
                {words.feltOnly(wordOf(reaction))}
              </span>
            ) : null}{' '}
            {body}
          </li>
        ))}
      </ul>
    </section>
  )
}
