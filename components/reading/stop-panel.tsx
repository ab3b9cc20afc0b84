'use client'

import { useState } from 'react'
import { readingText } from '@/components/text/reading'
import { control, FIELD } from './controls'
import { Panel } from './panel'

const words = readingText.stop

interface StopPanelProps {
  author: string
  beside: Element | null
  onStop: (reason: string) => void
  onClose: () => void
}

/** Putting the book down, kindly: at this line, with a reason if one likes. */
export function StopPanel({ author, beside, onStop, onClose }: StopPanelProps) {
  const [reason, setReason] = useState('')
  return (
    <Panel label={words.title} beside={beside} onClose={onClose}>
      <h2 className="mr-8 font-serif text-[21px] font-semibold">{words.title}</h2>
      <p className="mt-1.5 text-ink-soft">{words.lead(author)}</p>
      <label className="mt-4 block">
        <span className="room-small">{words.reason}</span>
        <textarea
          rows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className={`${FIELD} mt-1.5`}
        />
      </label>
      <div className="mt-4 flex gap-2">
        <button type="button" className={control('accent', 'flex-1')} onClick={() => onStop(reason)}>
          {words.act}
        </button>
        <button type="button" className={control('plain')} onClick={onClose}>
          {words.not}
        </button>
      </div>
    </Panel>
  )
}
