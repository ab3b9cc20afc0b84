'use client'

import { UsersRound } from 'lucide-react'
import { agreementText as words } from '@/components/text/agreement'
import { quoted } from '@/components/text/quoted'
import type { Passage } from '@/lib/text/agreement'
import { AgreementKinds } from './agreement-kinds'
import { AgreementSwitch, RoundChoice } from './agreement-switch'
import type { Agreement } from './use-agreement'

interface AgreementListProps {
  agreement: Agreement
  text: string
  onShow: (passage: Passage) => void
}

/** Where there is no room for a strip: the passages that several people marked, those of most people first. */
export function AgreementList({ agreement, text, onShow }: AgreementListProps) {
  const { several, isOn } = agreement
  if (!isOn) return <AgreementSwitch agreement={agreement} isShort={false} />
  const sorted = several.toSorted((a, b) => b.people.length - a.people.length || a.from - b.from)
  return (
    <details className="rounded-control border border-rule px-3">
      <summary className="touch flex min-h-10 cursor-pointer items-center gap-2 text-[14px] font-medium">
        <UsersRound aria-hidden className="size-4 text-ink-soft" />
        {words.title}
        <span className="ml-auto text-[13px] font-normal text-ink-soft tabular-nums">{several.length}</span>
      </summary>
      <div className="flex items-center justify-end empty:hidden">
        <RoundChoice agreement={agreement} />
      </div>
      {sorted.length === 0 ? <p className="pb-3 text-[13.5px] text-ink-soft">{words.none}</p> : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2 pb-3">
        {sorted.map((passage) => (
          <li key={passage.threadIds.join(' ')}>
            <button
              type="button"
              onClick={() => onShow(passage)}
              className="touch grid w-full gap-1.5 rounded-control border border-rule bg-paper px-3 py-2 text-left"
            >
              <span className="text-[13px] font-semibold">{words.people(passage.people.length)}</span>
              <span className="line-clamp-2 font-serif text-[14px] text-ink-soft italic">
                {quoted(text.slice(passage.from, passage.to))}
              </span>
              <AgreementKinds passage={passage} />
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
