'use client'

import type { Editor } from '@tiptap/core'
import { MessageCircleQuestion } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { memo, useState } from 'react'
import useSWR from 'swr'
import type * as Y from 'yjs'
import { call } from '@/components/api'
import { roundsText as words } from '@/components/text/rounds'
import { everyThread } from '@/components/margin/use-threads'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import type { RoundView } from '@/lib/critique/contract.rounds'
import { AskDialog } from './ask-dialog'
import { MyCritique } from './my-critique'
import { PackagesSheet } from './packages-sheet'
import { RoundBanner } from './round-banner'
import { showNote, usePlaceInText } from './use-place'
import { useRounds } from './use-rounds'

interface RoundPartProps {
  chapterId: string
  workshopId: string
  viewerId: string
  /** May begin and end rounds. */
  mayAsk: boolean
  editor: Editor | null
  ydoc: Y.Doc | null
  onNotice: (listener: (notice: { topic: string }) => void) => () => void
}

/** The round that is worth showing: the open one, else the last one while it still has something for the viewer. */
function shownRound(rounds: readonly RoundView[], open: RoundView | null): RoundView | null {
  const [last] = rounds
  if (open || !last) return open
  return last.handedIn.length > 0 || last.mine?.can.handIn ? last : null
}

/** The chapter's part in asking for critique and giving it. It is not rendered again while somebody types. */
export const RoundPart = memo(function RoundPart(props: RoundPartProps) {
  const { chapterId, workshopId, viewerId, mayAsk, editor, ydoc, onNotice } = props
  const { rounds, open, take } = useRounds(chapterId, onNotice)
  const { data: threads = [] } = useSWR(`/chapters/${chapterId}/threads`, everyThread, {
    keepPreviousData: true,
    dedupingInterval: 250,
  })
  const toast = useToast()
  const router = useRouter()
  const [shown, setShown] = useState<'mine' | 'packages' | 'ask' | 'change' | null>(null)
  const round = shownRound(rounds, open)
  const goOn = usePlaceInText(editor, ydoc, open?.can.write ? open : null)
  const close = (isOpen: boolean) => !isOpen && setShown(null)
  const end = async (id: string) => {
    try {
      take(await call<RoundView>('PATCH', `/rounds/${id}`, { body: { end: true } }))
      toast({ text: words.ended })
    } catch (failure) {
      toast({ text: sentenceOf(failure), tone: 'error' })
    }
  }
  const show = (threadId: string) => {
    setShown(null)
    showNote(threadId)
  }
  const asked = (now: RoundView) => {
    take(now)
    setShown(null)
    // The chapter is up for critique now: its status stands in the header.
    router.refresh()
    toast({ text: shown === 'change' ? words.dialog.changed : words.dialog.asked })
  }
  return (
    <>
      {round ? (
        <RoundBanner
          round={round}
          viewerId={viewerId}
          acts={{
            openMine:
              round.can.write || round.mine?.can.handIn || round.mine?.can.withdraw
                ? () => setShown('mine')
                : null,
            readPackages: round.handedIn.length > 0 ? () => setShown('packages') : null,
            change: round.can.change ? () => setShown('change') : null,
            end: round.can.change ? () => void end(round.id) : null,
          }}
        />
      ) : null}
      {mayAsk && !open ? (
        <p className="mb-4 flex justify-end font-sans">
          <Button tone="ghost" size="small" onClick={() => setShown('ask')}>
            <MessageCircleQuestion aria-hidden className="size-4" />
            {rounds.length > 0 ? words.askAgain : words.ask}
          </Button>
        </p>
      ) : null}
      {round?.can.write || round?.mine ? (
        <MyCritique
          key={round.id}
          round={round}
          threads={threads}
          viewerId={viewerId}
          open={shown === 'mine'}
          onOpenChange={close}
          take={take}
          onShow={show}
          onGoOn={
            goOn &&
            (() => {
              setShown(null)
              goOn()
            })
          }
        />
      ) : null}
      {round ? (
        <PackagesSheet
          round={round}
          threads={threads}
          open={shown === 'packages'}
          onOpenChange={close}
          onShow={show}
        />
      ) : null}
      <AskDialog
        chapterId={chapterId}
        workshopId={workshopId}
        round={shown === 'change' ? round : null}
        open={shown === 'ask' || shown === 'change'}
        onOpenChange={close}
        onDone={asked}
      />
    </>
  )
})
