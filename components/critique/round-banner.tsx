'use client'

import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { roundsText as words } from '@/components/text/rounds'
import { Button, IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import type { RoundView } from '@/lib/critique/contract.rounds'

/** What the banner can do; what is null is not offered. */
export interface BannerActs {
  openMine: (() => void) | null
  readPackages: (() => void) | null
  change: (() => void) | null
  end: (() => void) | null
}

/** What a critic is told of his own part: who sees it, and how much there is. */
function stateOf({ mine, isBound, endedAt, can }: RoundView): string {
  const held = mine?.held ?? 0
  if (endedAt !== null) return [words.over, held > 0 || mine?.can.handIn ? words.overHeld : ''].join(' ')
  if (mine?.handedInAt) return [words.handedIn, held > 0 ? words.heldBack(held) : ''].join(' ')
  if (!can.write) return isBound ? words.blindHint : ''
  const notes = words.notesSoFar(mine?.notes.length ?? 0)
  return [words.onlyYou, notes, isBound ? words.bound : ''].join(' ')
}

function Until({ round, isMine }: { round: RoundView; isMine: boolean }) {
  if (round.endedAt !== null) return null
  if (round.endsAt === null) return <span>{isMine ? words.untilYouEnd : words.untilEnded}</span>
  return (
    <span>
      {words.until} <RelativeTime at={round.endsAt} />
    </span>
  )
}

interface RoundBannerProps {
  round: RoundView
  viewerId: string
  acts: BannerActs
}

function BannerMenu({ acts: { change, end } }: Pick<RoundBannerProps, 'acts'>): ReactNode {
  if (!change || !end) return null
  return (
    <span className="ml-auto">
      <Menu
        trigger={
          <IconButton label={words.more}>
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={change}>{words.dialog.change}</MenuItem>
        <MenuItem onSelect={end}>{words.end}</MenuItem>
      </Menu>
    </span>
  )
}

function BannerButtons({ acts: { openMine, readPackages } }: Pick<RoundBannerProps, 'acts'>): ReactNode {
  if (!openMine && !readPackages) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      {openMine ? (
        <Button tone="accent" size="small" onClick={openMine}>
          {words.mine.open}
        </Button>
      ) : null}
      {readPackages ? (
        <Button size="small" onClick={readPackages}>
          {words.read}
        </Button>
      ) : null}
    </div>
  )
}

/** Above the text, calmly: what the author wants to know, until when, and where one stands. */
export function RoundBanner({ round, viewerId, acts }: RoundBannerProps) {
  const isMine = round.askedBy.userId === viewerId
  const writes = round.can.write || round.mine !== null
  const names = round.handedIn.map(({ critic }) => critic.name)
  const news = names.length > 0 ? words.whoHandedIn(names) : round.can.change ? words.nobodyYet : ''
  const said = [writes || round.isBound ? stateOf(round) : round.endedAt ? words.over : '', news].filter(
    Boolean,
  )
  return (
    <section
      aria-label={words.region}
      className="mb-9 grid gap-2.5 rounded-card border border-rule bg-raised px-4 py-3.5 font-sans text-[14.5px]"
    >
      <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1 text-[13px] text-ink-soft">
        <span className="font-semibold text-ink">
          {isMine ? words.youAsked : words.asks(round.askedBy.name)}
        </span>
        <Until round={round} isMine={isMine} />
        {round.isBlind ? (
          <Pill>
            <span title={words.blindHint}>{words.independent}</span>
          </Pill>
        ) : null}
        <BannerMenu acts={acts} />
      </div>
      <p dir="auto" className="font-serif text-[17px] leading-[1.45] whitespace-pre-wrap">
        {round.question}
      </p>
      {said.length > 0 ? (
        <p role="status" className="text-ink-soft">
          {said.join(' ')}
        </p>
      ) : null}
      <BannerButtons acts={acts} />
    </section>
  )
}
