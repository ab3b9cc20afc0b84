'use client'

import { PenLine, Scale } from 'lucide-react'
import { agreementText as words } from '@/components/text/agreement'
import type { Passage } from '@/lib/text/agreement'
import { kindOf } from './agreement'
import { useCategories } from './categories'
import { PLAIN_LOOK } from './kinds'

/** What people marked a passage as: each kind by its sign, its name and how many, and whether they disagree. */
export function AgreementKinds({ passage }: { passage: Passage }) {
  const categories = useCategories()
  return (
    <ul className="grid gap-1">
      {passage.categories.map((one) => {
        const { hue, sign } = categories.of(one.category)?.look ?? PLAIN_LOOK
        const Sign = one.suggests ? PenLine : sign
        return (
          <li key={`${one.category} ${one.suggests}`} className="flex items-center gap-1.5 text-[13px]">
            <Sign aria-hidden className="size-3.5 shrink-0" style={{ color: `var(--${hue})` }} />
            <span className="min-w-0 truncate">{kindOf(one, categories)}</span>
            <span className="ml-auto pl-3 text-ink-soft tabular-nums">{one.people}</span>
          </li>
        )
      })}
      {passage.disagree ? (
        <li className="mt-0.5 flex items-center gap-1.5 text-[13px] font-medium" title={words.disagreeHint}>
          <Scale aria-hidden className="size-3.5 shrink-0" />
          {words.disagree}
        </li>
      ) : null}
    </ul>
  )
}
