'use client'

import { Globe, Lock } from 'lucide-react'
import { roundsText as words } from '@/components/text/rounds'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'

/** Who will see a note that is being written in a round. */
export type Visibility = 'private' | 'open'

interface WhoSeesProps {
  visibility: Visibility
  /** Absent where the round takes private notes only. */
  onChange?: (visibility: Visibility) => void
}

/** Says who will see the note; where the author allows both, it can be chosen. */
export function WhoSees({ visibility, onChange }: WhoSeesProps) {
  const isPrivate = visibility === 'private'
  const sign = isPrivate ? (
    <Lock aria-hidden className="size-3.5" />
  ) : (
    <Globe aria-hidden className="size-3.5" />
  )
  const said = isPrivate ? words.note.held : words.note.open
  if (!onChange)
    return (
      <span className="flex items-center gap-1.5 text-[12.5px] text-ink-soft">
        {sign}
        {said}
      </span>
    )
  return (
    <Menu
      align="start"
      trigger={
        <Button tone="ghost" size="small" aria-label={`${words.note.choose}: ${said}`}>
          {sign}
          {said}
        </Button>
      }
    >
      <MenuItem sign={<Lock />} onSelect={() => onChange('private')}>
        {words.note.held}
      </MenuItem>
      <MenuItem sign={<Globe />} onSelect={() => onChange('open')}>
        {words.note.open}
      </MenuItem>
    </Menu>
  )
}
