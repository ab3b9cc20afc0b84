'use client'

import { useEffect, useState } from 'react'
import { readingText } from '@/components/text/reading'
import { control } from './controls'
import type { Waiting } from './outbox'
import { forgetRoom, openRoom } from './room-store'

const words = readingText.contents

/** The words of what was written here and never arrived. */
function wordsOf({ body }: Waiting): string[] {
  const answers = body?.['answers'] as { value: unknown }[] | undefined
  const said = [body?.['body'], ...(answers ?? []).map(({ value }) => value)]
  return said.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
}

/** Wipes a closed session from the device. Words that did not arrive in time are shown first: they exist nowhere else. */
export function ClosedTools({ sessionId }: { sessionId: string }) {
  const [unsent, setUnsent] = useState<string[]>([])
  useEffect(() => {
    const look = async () => {
      const store = await openRoom(sessionId)
      const rows = await store.all<{ waiting: Waiting }>('outbox')
      const left = rows.flatMap(({ waiting }) => wordsOf(waiting))
      if (left.length === 0) await forgetRoom(sessionId)
      else setUnsent(left)
    }
    look().catch((error: unknown) => console.warn('A closed reading could not be wiped.', error))
  }, [sessionId])
  if (unsent.length === 0) return null
  return (
    <section className="room-box mt-6">
      <p>{words.closedUnsent}</p>
      <ul className="mt-2 list-disc pl-5 font-serif">
        {unsent.map((one, index) => (
          <li key={index} className="whitespace-pre-line">
            {one}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={control('quiet', 'mt-3')}
        onClick={() => void forgetRoom(sessionId).then(() => setUnsent([]))}
      >
        {words.closedForget}
      </button>
    </section>
  )
}
