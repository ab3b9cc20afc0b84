'use client'

import { useState } from 'react'
import type { NoticeKind, NoticeSwitches } from '@/lib/notify/contract'
import { call } from '@/components/api'
import { noticesText } from '@/components/text/notices'
import { Panel } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'

const words = noticesText.settings
const KINDS = Object.keys(words.kinds) as NoticeKind[]

/** Which kinds of notices one gets; each is kept as soon as it is switched. */
export function SwitchesPanel({ switches: first }: { switches: NoticeSwitches }) {
  const [switches, setSwitches] = useState(first)
  const toast = useToast()
  const change = (kind: NoticeKind, isOn: boolean) => {
    setSwitches((all) => ({ ...all, [kind]: isOn }))
    call('PUT', '/me/notices/switches', { body: { [kind]: isOn } }).catch((error: unknown) => {
      setSwitches((all) => ({ ...all, [kind]: !isOn }))
      toast({ text: sentenceOf(error), tone: 'error' })
    })
  }
  return (
    <Panel id="notices" title={words.title} className="scroll-mt-20">
      <p className="-mt-2 mb-4 text-ink-soft">{words.lead}</p>
      <ul className="grid gap-0.5">
        {KINDS.map((kind) => (
          <li key={kind}>
            <label className="touch flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-ink/4">
              <input
                type="checkbox"
                checked={switches[kind]}
                onChange={({ target }) => change(kind, target.checked)}
                className="size-[18px] shrink-0 accent-(--accent)"
              />
              {words.kinds[kind]}
            </label>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
