'use client'

import { Check, Tag } from 'lucide-react'
import { marginText as words } from '@/components/text/margin'
import { Button, IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useCategories } from './categories'

/** The kind of a note as sign and word in its hue. A note without one shows nothing. */
export function KindMark({ category }: { category: string | null }) {
  const known = useCategories().of(category)
  if (!known) return null
  const { label, look } = known
  const { hue, sign: Sign } = look
  return (
    <span className="flex items-center gap-1 text-[12.5px] font-medium" style={{ color: `var(--${hue})` }}>
      <Sign aria-hidden className="size-3.5" />
      {label}
    </span>
  )
}

interface KindMenuProps {
  category: string | null
  onChange: (category: string | null) => void
  /** Only a sign: the kind stands elsewhere on the card. */
  compact?: boolean
}

/** Chooses the kind of a note among those that the workshop offers. */
export function KindMenu({ category, onChange, compact }: KindMenuProps) {
  const { offered, of } = useCategories()
  const known = of(category)
  const choose = (kind: string | null) => (
    <MenuItem
      key={kind ?? 'none'}
      sign={kind === category ? <Check /> : null}
      onSelect={() => onChange(kind)}
    >
      {kind ? <KindMark category={kind} /> : words.noCategory}
    </MenuItem>
  )
  return (
    <Menu
      align="start"
      trigger={
        compact ? (
          <IconButton label={words.changeKind} className="size-7">
            <Tag aria-hidden className="size-3.5" />
          </IconButton>
        ) : (
          <Button tone="ghost" size="small" aria-label={known ? `${words.kind}: ${known.label}` : words.kind}>
            {known ? <KindMark category={category} /> : <Tag aria-hidden className="size-3.5" />}
            {known ? null : words.kind}
          </Button>
        )
      }
    >
      {choose(null)}
      {offered.map(({ key }) => choose(key))}
    </Menu>
  )
}
