'use client'

import { Send } from 'lucide-react'
import { useState } from 'react'
import useSWR from 'swr'
import { call, fetchView } from '@/components/api'
import { receiptsText } from '@/components/text/receipts'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import type { ThreadView } from '@/lib/critique/contract'
import type { ReceiptsTold, ReceiptsWaiting } from '@/lib/critique/contract.receipts'

const words = receiptsText.dialog

function Waiting({ waiting: { critics, unmarked } }: { waiting: ReceiptsWaiting }) {
  return (
    <>
      {critics.length === 0 ? <p>{words.none}</p> : null}
      <ul className="grid list-none gap-2.5">
        {critics.map(({ critic, counts, reach }) => (
          <li key={critic.userId}>
            {words.critic(critic.name, counts)}
            {reach === 'told' ? null : <p className="text-[13.5px] text-ink-soft">{words[reach]}</p>}
          </li>
        ))}
      </ul>
      {unmarked > 0 ? <p className="text-ink-soft">{words.unmarked(unmarked)}</p> : null}
    </>
  )
}

interface TellDialogProps {
  chapterId: string
  onOpenChange: (open: boolean) => void
  onTold: () => void
}

/** Says to whom what will be told, before it is. */
export function TellDialog({ chapterId, onOpenChange, onTold }: TellDialogProps) {
  const path = `/chapters/${chapterId}/receipts`
  // Always as it is now: it is what one is about to say.
  const { data, error: notLoaded } = useSWR<ReceiptsWaiting, Error>(path, fetchView, { dedupingInterval: 0 })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const toast = useToast()
  const tell = async () => {
    setBusy(true)
    setError(undefined)
    try {
      toast({ text: receiptsText.told(await call<ReceiptsTold>('POST', path, { stay: true })) })
      onTold()
      onOpenChange(false)
    } catch (failure) {
      setError(sentenceOf(failure))
      setBusy(false)
    }
  }
  const failure = error ?? (notLoaded && sentenceOf(notLoaded))
  const somebody = data?.critics.some(({ reach }) => reach !== 'waits') ?? false
  return (
    <Dialog open onOpenChange={onOpenChange} title={words.title} description={words.lead}>
      {data ? <Waiting waiting={data} /> : <p className="text-ink-soft">{words.loading}</p>}
      <FormError>{failure}</FormError>
      <div className="flex justify-end gap-2">
        <Button tone="ghost" onClick={() => onOpenChange(false)}>
          {words.notYet}
        </Button>
        <Button tone="accent" busy={busy} disabled={!somebody} onClick={() => void tell()}>
          {words.act}
        </Button>
      </div>
    </Dialog>
  )
}

interface TellCriticsProps {
  threads: readonly ThreadView[]
  viewerId: string
  onTell: () => void
  className?: string
}

/** How many notes are marked and not told, and the way to tell them; nothing while there is none. */
export function TellCritics({ threads, viewerId, onTell, className }: TellCriticsProps) {
  const marked = threads.filter(
    ({ receipt, author }) => receipt?.sentAt === null && author.userId !== viewerId,
  ).length
  if (marked === 0) return null
  return (
    <div className={className}>
      <span role="status" className="text-[13px] text-ink-soft tabular-nums">
        {receiptsText.waiting(marked)}
      </span>
      <Button size="small" onClick={onTell}>
        <Send aria-hidden className="size-3.5" />
        {receiptsText.tell}
      </Button>
    </div>
  )
}
