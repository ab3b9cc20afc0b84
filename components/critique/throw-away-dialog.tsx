'use client'

import { call } from '@/components/api'
import { roundsText } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { useToast } from '@/components/ui/toast'
import { useWork } from '@/components/use-work'
import type { ThreadView } from '@/lib/critique/contract'
import type { RoundView } from '@/lib/critique/contract.rounds'

const words = roundsText.throwAway

interface ThrowAwayDialogProps {
  round: RoundView
  open: boolean
  onOpenChange: (open: boolean) => void
  take: (round: RoundView) => void
  /** It is gone, or back again: what stands in the form is not what the server has. */
  onChanged: (what: 'gone' | 'back') => void
}

/** Brings back what was thrown away: each note from the trash, remark and answers as they were. */
async function bringBack({ id, mine }: RoundView): Promise<RoundView | null> {
  if (!mine) return null
  for (const noteId of mine.notes)
    await call<ThreadView>('POST', `/threads/${noteId}/restore`, { stay: true })
  const { remark, answers } = mine
  return call<RoundView>('PUT', `/rounds/${id}/package`, { body: { remark, answers }, stay: true })
}

/** Says what goes where before a critic throws away all that he wrote in a round. */
export function ThrowAwayDialog({ round, open, onOpenChange, take, onChanged }: ThrowAwayDialogProps) {
  const { run, busy, error } = useWork()
  const toast = useToast()
  const path = `/rounds/${round.id}`
  const notes = round.mine?.notes.length ?? 0
  const wasSeen = round.mine?.firstHandedInAt != null
  const hasWritten = (round.mine?.remark ?? '') !== '' || (round.mine?.progress.answered ?? 0) > 0
  const throwAway = async () => {
    const before = await call<RoundView>('GET', path, { stay: true })
    take(await call<RoundView>('DELETE', `${path}/package`, { stay: true }))
    onChanged('gone')
    const undo = async () => {
      const back = await bringBack(before)
      if (back) take(back)
      onChanged('back')
      toast({ text: words.back })
    }
    toast({ text: words.done, undo })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.title}
      description={wasSeen ? words.leadSeen : words.lead}
    >
      <ul className="grid list-disc gap-1 pl-5">
        {notes > 0 ? <li>{words.notes(notes)}</li> : null}
        {hasWritten ? <li>{words.written}</li> : null}
      </ul>
      <FormError>{error}</FormError>
      <div className="flex justify-end gap-2">
        <Button tone="ghost" onClick={() => onOpenChange(false)}>
          {words.keep}
        </Button>
        <Button
          tone="danger"
          busy={busy}
          onClick={() => void run(throwAway).then((done) => done && onOpenChange(false))}
        >
          {words.act}
        </Button>
      </div>
    </Dialog>
  )
}
