'use client'

import { roundsText } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { useWork } from '@/components/use-work'
import type { RoundView } from '@/lib/critique/contract.rounds'

const words = roundsText.confirm

interface HandInDialogProps {
  round: RoundView
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Hands in; what it throws is shown here, and nothing is lost. */
  onHandIn: () => Promise<void>
}

/** Says what goes out before it does. */
export function HandInDialog({ round, open, onOpenChange, onHandIn }: HandInDialogProps) {
  const { run, busy, error } = useWork()
  const { mine, form, isBlind, endedAt } = round
  const all = form.questions.length
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.title}
      description={isBlind && endedAt === null ? words.goesBlind : words.goes}
    >
      <ul className="grid list-disc gap-1 pl-5">
        <li>{words.notes(mine?.notes.length ?? 0)}</li>
        {all > 0 ? <li>{words.answers(mine?.progress.answered ?? 0, all)}</li> : null}
        <li>{mine?.remark.trim() ? words.remark : words.noRemark}</li>
      </ul>
      <p className="text-ink-soft">{endedAt === null ? words.back : words.backOver}</p>
      <FormError>{error}</FormError>
      <div className="flex justify-end gap-2">
        <Button tone="ghost" onClick={() => onOpenChange(false)}>
          {words.notYet}
        </Button>
        <Button
          tone="accent"
          busy={busy}
          onClick={() => void run(onHandIn).then((done) => done && onOpenChange(false))}
        >
          {words.act}
        </Button>
      </div>
    </Dialog>
  )
}
