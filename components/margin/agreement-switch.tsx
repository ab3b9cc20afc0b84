'use client'

import { CalendarRange, UsersRound } from 'lucide-react'
import { agreementText as words } from '@/components/text/agreement'
import { dateInWords } from '@/components/text/dates'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Menu, MenuChoice } from '@/components/ui/menu'
import type { Agreement } from './use-agreement'

/** Whose notes count: everybody's at any time, or those of one round. */
export function RoundChoice({ agreement }: { agreement: Agreement }) {
  const { rounds, round, setRound } = agreement
  if (rounds.length === 0) return null
  return (
    <Menu
      align="start"
      trigger={
        <Button
          tone="ghost"
          size="small"
          aria-label={words.which}
          title={round ? words.onlyRound : words.which}
          className={classes('min-w-8 px-1.5', round !== null && 'text-accent')}
        >
          <CalendarRange aria-hidden className="size-4" />
        </Button>
      }
    >
      <MenuChoice
        label={words.which}
        value={round?.id ?? ''}
        options={[
          { value: '', label: words.everyNote },
          ...rounds.map(({ id, startedAt, question }) => ({
            ...{ value: id, label: words.round(dateInWords(new Date(startedAt))) },
            hint: question.split('\n')[0]?.slice(0, 60),
          })),
        ]}
        onChange={(id) => setRound(id === '' ? null : id)}
      />
    </Menu>
  )
}

/** Shows or puts away where several people agree, once there are several. */
export function AgreementSwitch({ agreement, isShort }: { agreement: Agreement; isShort: boolean }) {
  const { isOffered, isOn, toggle } = agreement
  if (!isOffered) return null
  return (
    <>
      <Button
        tone="ghost"
        size="small"
        aria-pressed={isOn}
        aria-label={words.turn}
        title={words.hint}
        onClick={toggle}
        className={isOn ? 'bg-ink/6 text-ink' : undefined}
      >
        <UsersRound aria-hidden className="size-4" />
        {isShort ? null : words.turn}
      </Button>
      {isOn ? <RoundChoice agreement={agreement} /> : null}
    </>
  )
}
