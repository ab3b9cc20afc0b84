'use client'

import { useState } from 'react'
import { readingText } from '@/components/text/reading'
import { control } from './controls'
import { DEFAULT_LOOK, LOOK_COOKIE, lookAsCookie, lookIn, SIZES, styleOf, type Look } from './look'
import { Panel } from './panel'

const words = readingText.room
const YEAR_S = 31_536_000

/** The look that this device keeps. A page that was kept for offline reading may show an older one. */
export function keptLook(): Look | null {
  const found = document.cookie.split('; ').find((one) => one.startsWith(`${LOOK_COOKIE}=`))
  return found ? lookIn(found.slice(LOOK_COOKIE.length + 1)) : null
}

/** Shows the pages so at once, and keeps it on the device. */
export function showLook(look: Look): void {
  const room = document.querySelector<HTMLElement>('.room')
  if (!room) return
  room.dataset['theme'] = look.theme
  if (room.dataset['noted'] !== look.noted) {
    room.dataset['noted'] = look.noted
    for (const passage of room.querySelectorAll<HTMLDetailsElement>('.room-noted'))
      passage.open = look.noted !== 'skip'
  }
  for (const [name, value] of Object.entries(styleOf(look))) room.style.setProperty(name, value)
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${LOOK_COOKIE}=${lookAsCookie(look)}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`
}

function currentLook(): Look {
  const theme = document.documentElement.dataset['theme']
  return keptLook() ?? { ...DEFAULT_LOOK, theme: (theme ?? 'system') as Look['theme'] }
}

interface ChoiceProps<Word extends string> {
  legend: string
  words: Record<Word, string>
  chosen: Word
  onChoose: (word: Word) => void
}

function Choice<Word extends string>({ legend, words: named, chosen, onChoose }: ChoiceProps<Word>) {
  return (
    <fieldset className="mt-4">
      <legend className="room-small">{legend}</legend>
      <div className="mt-1.5 flex flex-wrap gap-2">
        {(Object.entries(named) as [Word, string][]).map(([word, said]) => (
          <button
            key={word}
            type="button"
            aria-pressed={chosen === word}
            onClick={() => onChoose(word)}
            className="room-chip"
          >
            {said}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

interface LookPanelProps {
  /** The chapter has passages under content notes. */
  hasNoted: boolean
  onClose: () => void
  /** The text moves: its reader stays at his paragraph. */
  around: (change: () => void) => void
}

/** Paper, size and spacing of the pages. */
export function LookPanel({ hasNoted, onClose, around }: LookPanelProps) {
  const [look, setLook] = useState(currentLook)
  const choose = (change: Partial<Look>) => {
    const now = { ...look, ...change }
    setLook(now)
    around(() => showLook(now))
  }
  const resize = (by: number) => choose({ size: Math.min(SIZES.most, Math.max(SIZES.least, look.size + by)) })
  return (
    <Panel label={words.look} onClose={onClose}>
      <p className="room-small">{words.size}</p>
      <div className="mt-1.5 mr-10 flex items-center gap-2">
        <button type="button" className={control()} aria-label={words.smaller} onClick={() => resize(-1)}>
          <span className="font-serif text-[15px]">A</span>
        </button>
        <output className="min-w-10 text-center tabular-nums">{look.size}</output>
        <button type="button" className={control()} aria-label={words.larger} onClick={() => resize(1)}>
          <span className="font-serif text-[22px]">A</span>
        </button>
      </div>
      <Choice
        legend={words.spacing}
        words={words.spacings}
        chosen={look.spacing}
        onChoose={(spacing) => choose({ spacing })}
      />
      <Choice
        legend={words.theme}
        words={words.themes}
        chosen={look.theme}
        onChoose={(theme) => choose({ theme })}
      />
      {hasNoted ? (
        <Choice
          legend={words.noted}
          words={words.notedChoices}
          chosen={look.noted}
          onChoose={(noted) => choose({ noted })}
        />
      ) : null}
    </Panel>
  )
}
