'use client'

import { useState } from 'react'
import { dateInWords } from '@/components/text/dates'
import { readingText } from '@/components/text/reading'
import type { ReaderChange, ReadingView } from '@/lib/beta/contract.reading'
import { control } from './controls'
import { forgetRoom } from './room-store'
import { useWord, WordLine } from './room-word'
import { ask } from './sending'
import { useAnswers } from './use-answers'
import { useHandIn } from './use-hand-in'
import { useKeptPages } from './use-kept-pages'
import { useOutbox, type RoomLink } from './use-outbox'
import { useReminder } from './use-reminder'

const words = readingText.privacy

/** How this device is known to the server. */
export interface Device {
  /** An account is signed in. */
  isSignedIn: boolean
  /** It holds a reader's own token, which can be taken away here. */
  hasCookie: boolean
}

interface ContentsToolsProps {
  reading: ReadingView
  device: Device
  /** Paths that may be kept for reading without a network; none once it is closed. */
  pages: readonly string[]
}

/** What scripts add to the contents: answers, handing in, what is kept of a reader, and leaving. */
export function ContentsTools({ reading, device, pages }: ContentsToolsProps) {
  const [word, sayWord] = useWord()
  const isClosed = pages.length === 0
  const { link, waiting } = useOutbox(isClosed ? null : reading.id, {
    sent: (what) => what.kind === 'hand_in' && thank(),
    refused: (_what, detail) => sayWord({ text: readingText.room.refused(detail) }),
  })
  useAnswers(link)
  const thank = useHandIn(link)
  useReminder(link)
  useKeptPages(reading.id, reading.closesAt, pages)
  const say = (text: string) => sayWord({ text })
  return (
    <>
      <details className="room-fold needs-script mt-10">
        <summary>{words.title}</summary>
        <p className="mt-2 text-ink-soft">{words.lead}</p>
        {reading.reader.remindedAt ? <Reminded at={reading.reader.remindedAt} /> : null}
        <Switches reading={reading} onSaved={() => say(words.saved)} onFailed={say} />
        <Keeping reading={reading} device={device} onSaid={say} />
        <Leaving sessionId={reading.id} device={device} link={link} onFailed={say} />
      </details>
      <WordLine
        word={word}
        waiting={waiting}
        isKept={link?.store.isKept ?? true}
        onDone={() => sayWord(null)}
      />
    </>
  )
}

function Reminded({ at }: { at: string }) {
  return (
    <p className="mt-2 text-[13.5px] text-ink-soft">
      {words.reminded} <time dateTime={at}>{dateInWords(new Date(at), 'UTC')}</time>
    </p>
  )
}

/** Calls the API at once; what was refused is said. @returns the answer when it worked */
async function call(sessionId: string, path: string, init: RequestInit, onFailed: (why: string) => void) {
  const answer = await ask(sessionId, path, {
    ...init,
    headers: { 'content-type': 'application/json' },
  })
  if (answer && answer.status < 300) return answer
  const detail = (answer?.view as { detail?: string } | null)?.detail
  onFailed(detail ?? readingText.handIn.waits)
  return null
}

interface SwitchesProps {
  reading: ReadingView
  onSaved: () => void
  onFailed: (why: string) => void
}

function Switches({ reading, onSaved, onFailed }: SwitchesProps) {
  const [reader, setReader] = useState(reading.reader)
  const change = async (what: ReaderChange) => {
    const before = reader
    setReader({ ...reader, ...what })
    const done = await call(reading.id, '/me', { method: 'PATCH', body: JSON.stringify(what) }, onFailed)
    if (done) onSaved()
    else setReader(before)
  }
  const one = (label: string, hint: string, on: boolean, onChange: (on: boolean) => void) => (
    <label className="flex min-h-11 items-start gap-3">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <span>
        {label}
        <span className="block text-[13.5px] text-ink-soft">{hint}</span>
      </span>
    </label>
  )
  return (
    <div className="mt-3 grid gap-3">
      {one(
        words.progress,
        words.progressHint,
        reader.recordsProgress,
        (on) => void change({ recordsProgress: on }),
      )}
      {one(words.time, words.timeHint, reader.sharesTime, (on) => void change({ sharesTime: on }))}
    </div>
  )
}

interface KeepingProps {
  reading: ReadingView
  device: Device
  onSaid: (text: string) => void
}

/** What one takes along: all that is kept, or the reading itself into an account. */
function Keeping({ reading, device, onSaid }: KeepingProps) {
  const [isGuest, setGuest] = useState(reading.reader.guest)
  const download = async () => {
    const answer = await call(reading.id, '/me', {}, onSaid)
    if (!answer) return
    const file = new Blob([JSON.stringify(answer.view, null, 2)], { type: 'application/json' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = words.fileName
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const claim = async () => {
    if (!(await call(reading.id, '/claim', { method: 'POST' }, onSaid))) return
    setGuest(false)
    onSaid(words.accountDone)
  }
  return (
    <div className="mt-4 grid gap-2">
      <button type="button" className={control()} onClick={() => void download()}>
        {words.download}
      </button>
      {isGuest && device.isSignedIn ? (
        <button type="button" className={control()} onClick={() => void claim()}>
          {words.account}
        </button>
      ) : null}
      {isGuest && !device.isSignedIn ? (
        <p className="text-[13.5px] text-ink-soft">
          {words.accountHint}{' '}
          <a
            href={`/sign-in?next=${encodeURIComponent(`/read/${reading.id}`)}`}
            className="text-focus underline"
          >
            {words.signIn}
          </a>
        </p>
      ) : null}
    </div>
  )
}

interface LeavingProps {
  sessionId: string
  device: Device
  link: RoomLink | null
  onFailed: (why: string) => void
}

/** Two ways out: of this device, and altogether. What the device keeps goes with either. */
function Leaving({ sessionId, device, link, onFailed }: LeavingProps) {
  const [asks, setAsks] = useState<'delete' | number | null>(null)
  const [isGone, setGone] = useState(false)
  const signOut = async () => {
    link?.store.close()
    await forgetRoom(sessionId)
    document.querySelector<HTMLFormElement>('[data-leave]')?.submit()
  }
  const trySignOut = async () => {
    const unsent = (await link?.store.all('outbox'))?.length ?? 0
    if (unsent > 0) setAsks(unsent)
    else await signOut()
  }
  const remove = async () => {
    if (!(await call(sessionId, '/me', { method: 'DELETE' }, onFailed))) return
    link?.store.close()
    await forgetRoom(sessionId)
    setGone(true)
    window.location.assign(`/read/${sessionId}`)
  }
  if (isGone) return <p className="mt-4">{words.deleted}</p>
  if (asks !== null)
    return (
      <div role="alert" className="room-box mt-4">
        <p>{asks === 'delete' ? words.deleteSure : words.unsent(asks)}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          <button
            type="button"
            className={control('danger')}
            onClick={() => void (asks === 'delete' ? remove() : signOut())}
          >
            {asks === 'delete' ? words.deleteAct : words.leave}
          </button>
          <button type="button" className={control('plain')} onClick={() => setAsks(null)}>
            {words.keep}
          </button>
        </div>
        <form data-leave method="post" action={`/read/${sessionId}/leave`} hidden />
      </div>
    )
  return (
    <div className="mt-2 grid gap-2">
      {device.hasCookie ? (
        <>
          <button type="button" className={control()} onClick={() => void trySignOut()}>
            {words.leave}
          </button>
          <p className="text-[13.5px] text-ink-soft">{words.leaveHint}</p>
        </>
      ) : null}
      <form data-leave method="post" action={`/read/${sessionId}/leave`} hidden />
      <button type="button" className={control('danger')} onClick={() => setAsks('delete')}>
        {words.delete}
      </button>
    </div>
  )
}
