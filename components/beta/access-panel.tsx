'use client'

import { useState } from 'react'
import type { BetaReaderView } from '@/lib/beta/contract.access'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Panel, Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useActLater } from '@/components/use-act'

const words = betaText.people

function ReaderRow({ reader, onRemove }: { reader: BetaReaderView; onRemove: () => void }) {
  const { name, colour, email, guest, recordsProgress, lastSeenAt, handedInAt, devices } = reader
  return (
    <li className="flex min-h-12 items-center gap-3 border-t border-rule py-2 first:border-t-0">
      <Avatar name={name} colour={colour} decorative />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="truncate font-medium">{name}</span>
          {guest ? <Pill>{words.guest}</Pill> : null}
          {handedInAt ? <Pill hue="praise">{words.handedIn}</Pill> : null}
        </span>
        <span className="block text-[12.5px] text-ink-soft">
          {email ? `${email} · ` : ''}
          {recordsProgress ? (
            <>
              {words.seen} <RelativeTime at={lastSeenAt} />
            </>
          ) : (
            words.unknown
          )}{' '}
          · {words.devices(devices)}
        </span>
      </span>
      <Button size="small" tone="ghost" aria-label={words.removeOf(name)} onClick={onRemove}>
        {words.remove}
      </Button>
    </li>
  )
}

interface AccessPanelProps {
  sessionId: string
  readers: readonly BetaReaderView[]
}

/** Everybody who has access to a session, in one place. */
export function AccessPanel({ sessionId, readers }: AccessPanelProps) {
  const actLater = useActLater()
  const [gone, setGone] = useState<readonly string[]>([])
  const remove = ({ id, name }: BetaReaderView) => {
    setGone((now) => [...now, id])
    actLater({
      work: () => call('DELETE', `/beta-sessions/${sessionId}/readers/${id}`, { keepalive: true }),
      said: words.removed(name),
      undo: () => setGone((now) => now.filter((one) => one !== id)),
    })
  }
  const shown = readers.filter(({ id }) => !gone.includes(id))
  return (
    <Panel title={words.title}>
      {shown.length === 0 ? <p className="text-ink-soft">{words.none}</p> : null}
      <ul className="-mt-1 -mr-2.5 -mb-1">
        {shown.map((reader) => (
          <ReaderRow key={reader.id} reader={reader} onRemove={() => remove(reader)} />
        ))}
      </ul>
    </Panel>
  )
}
