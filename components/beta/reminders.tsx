'use client'

import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import type { BetaReaderView, NewReminders } from '@/lib/beta/contract.access'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Avatar } from '@/components/ui/avatar'
import { Button, buttonClasses } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import { useActLater } from '@/components/use-act'
import { RemindDialog, type Asked } from './remind-dialog'

const words = betaText.reminders

const DAY_MS = 24 * 3_600_000
/** Days between two reminders, as the server counts them. */
const DAYS = 7

/** When somebody can be reminded again. */
function nextAfter(remindedAt: string): string {
  return new Date(Date.parse(remindedAt) + DAYS * DAY_MS).toISOString()
}

/** A new e-mail in the author's own mail program. */
function mailTo({ email, name }: BetaReaderView, manuscript: string): string {
  const [subject, body] = [words.mailSubject(manuscript), words.mailBody(name, manuscript)]
  return `mailto:${encodeURIComponent(email ?? '')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}

function Standing({ reader, isGoing }: { reader: BetaReaderView; isGoing: boolean }): ReactNode {
  const { standing, lastSeenAt, remindedAt } = reader
  if (isGoing) return words.going
  if (standing === 'reminded' && remindedAt)
    return (
      <>
        {words.reminded} <RelativeTime at={remindedAt} />. {words.again}{' '}
        <RelativeTime at={nextAfter(remindedAt)} />.
      </>
    )
  const before = remindedAt ? (
    <>
      {' '}
      · {words.reminded} <RelativeTime at={remindedAt} />
    </>
  ) : null
  if (standing === 'not_recorded')
    return (
      <>
        {words.unknown}
        {before}
      </>
    )
  return (
    <>
      {words.seen} <RelativeTime at={lastSeenAt} />
      {before}
    </>
  )
}

interface RowProps {
  reader: BetaReaderView
  manuscript: string
  /** His reminder waits for its undo. */
  isGoing: boolean
  onRemind: () => void
}

function ReaderRow({ reader, manuscript, isGoing, onRemind }: RowProps) {
  const { id, name, colour, email, guest, standing } = reader
  const reason = `reminder-${id}`
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-rule py-2">
      <Avatar name={name} colour={colour} size="small" decorative />
      <span className="min-w-[9rem] flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span id={reason} className="block text-[12.5px] text-ink-soft">
          <Standing reader={reader} isGoing={isGoing} />
        </span>
      </span>
      <span className="ml-auto flex items-center gap-1.5">
        {guest && email ? (
          <a
            href={mailTo(reader, manuscript)}
            aria-label={words.mailOf(name)}
            className={buttonClasses('ghost', 'small')}
          >
            {words.mail}
          </a>
        ) : null}
        <Button
          size="small"
          aria-label={words.actOf(name)}
          aria-describedby={reason}
          disabled={isGoing || standing === 'reminded'}
          onClick={onRemind}
        >
          {words.act}
        </Button>
      </span>
    </li>
  )
}

/** Sends reminders after the seconds in which they can be taken back, because nothing brings one back later. */
function useReminding(sessionId: string) {
  const actLater = useActLater()
  const [going, setGoing] = useState<readonly string[]>([])
  const remind = ({ readers, isAll }: Asked, word: string) => {
    const ids = readers.map(({ id }) => id)
    const undo = () => setGoing((now) => now.filter((id) => !ids.includes(id)))
    const body: NewReminders = { ...(isAll ? {} : { readerIds: ids }), ...(word && { word }) }
    setGoing((now) => [...now, ...ids])
    actLater({
      work: () =>
        call('POST', `/beta-sessions/${sessionId}/reminders`, { body, keepalive: true }).catch(
          (failure: unknown) => {
            undo()
            throw failure
          },
        ),
      said: words.said(readers.map(({ name }) => name)),
      undo,
    })
  }
  return { going, remind }
}

interface RemindersProps {
  session: BetaSessionView
  readers: readonly BetaReaderView[]
  /** The title of what is read. */
  manuscript: string
}

/** Who can be asked to read on, and who was: one by one, or all who lag. */
export function Reminders({ session, readers, manuscript }: RemindersProps) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const { going, remind } = useReminding(session.id)
  const shown = readers.filter(({ standing }) => ['lags', 'not_recorded', 'reminded'].includes(standing))
  const lagging = shown.filter(({ id, standing }) => standing === 'lags' && !going.includes(id))
  return (
    <section aria-labelledby="reminders" className="mt-5 border-t border-rule pt-4 print:hidden">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 id="reminders" className="font-semibold">
          {words.title}
        </h3>
        {lagging.length > 0 ? (
          <Button size="small" onClick={() => setAsked({ readers: lagging, isAll: true })}>
            {words.all(lagging.length)}
          </Button>
        ) : (
          <span className="text-[13px] text-ink-soft">{words.nobody}</span>
        )}
      </div>
      <ul>
        {shown.map((reader) => (
          <ReaderRow
            key={reader.id}
            reader={reader}
            manuscript={manuscript}
            isGoing={going.includes(reader.id) && reader.standing !== 'reminded'}
            onRemind={() => setAsked({ readers: [reader], isAll: false })}
          />
        ))}
      </ul>
      <p className="mt-2 text-[12.5px] text-ink-soft">
        {session.remindsWeekly ? words.weekly : words.byHand}{' '}
        <Link
          href={`/beta-sessions/${session.id}/settings`}
          prefetch={false}
          className="text-focus underline"
        >
          {words.change}
        </Link>
        . {words.others} {shown.some(({ guest, email }) => guest && email) ? words.mailHint : null}
      </p>
      <RemindDialog asked={asked} onClose={() => setAsked(null)} onRemind={remind} />
    </section>
  )
}
