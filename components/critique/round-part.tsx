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

/** The round that has a banner: the open one, else the last one while its critic still holds something back. */
function shownRound(rounds: readonly RoundView[], open: RoundView | null): RoundView | null {
  const [last] = rounds
  if (open || !last) return open
  return last.mine?.can.handIn ? last : null
}

interface QuietActsProps {
  onAsk: (() => void) | null
  onRead: (() => void) | null
  isAgain: boolean
}

/** What can be done while no round is open, in a quiet line above the title. */
function QuietActs({ onAsk, onRead, isAgain }: QuietActsProps) {
  if (!onAsk && !onRead) return null
  return (
    <p className="mb-4 flex flex-wrap justify-end gap-1 font-sans">
      {onRead ? (
        <Button tone="ghost" size="small" onClick={onRead}>
          {words.read}
        </Button>
      ) : null}
      {onAsk ? (
        <Button tone="ghost" size="small" onClick={onAsk}>
          <MessageCircleQuestion aria-hidden className="size-4" />
          {isAgain ? words.askAgain : words.ask}
        </Button>
      ) : null}
    </p>
  )
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
  const latest = open ?? rounds[0] ?? null
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
      {open ? null : (
        <QuietActs
          onAsk={mayAsk ? () => setShown('ask') : null}
          onRead={!round && latest && latest.handedIn.length > 0 ? () => setShown('packages') : null}
          isAgain={rounds.length > 0}
        />
      )}
      {latest?.can.write || latest?.mine ? (
        <MyCritique
          key={latest.id}
          round={latest}
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
      {latest ? (
        <PackagesSheet
          round={latest}
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
